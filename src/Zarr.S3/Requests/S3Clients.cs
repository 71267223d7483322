using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace Zarr.S3.Requests;

/// <summary>Makes clients of the SDK.</summary>
internal static class S3Clients
{
    private const string DefaultRegion = "us-east-1";

    internal static IAmazonS3 Create(S3Options options)
    {
        var config = Config(options);
        return Credentials(options) is { } credentials ? new AmazonS3Client(credentials, config) : new AmazonS3Client(config);
    }

    private static AWSCredentials? Credentials(S3Options options) => options.IsAnonymous ? new AnonymousAWSCredentials() : options.Credentials;

    private static AmazonS3Config Config(S3Options options)
    {
        // The service repeats requests itself, because it must know whether an earlier attempt may have succeeded. It has its own time limit, too.
        var config = new AmazonS3Config { MaxErrorRetry = 0, Timeout = Timeout.InfiniteTimeSpan, MaxConnectionsPerServer = options.MaxConcurrency };
        if (options.Profile is { } profile)
        {
            config.Profile = new Profile(profile);
        }

        if (Endpoint(options) is { } endpoint)
        {
            UseEndpoint(config, endpoint, options);
        }
        else
        {
            config.RegionEndpoint = options.Region is { } region ? RegionEndpoint.GetBySystemName(region) : config.RegionEndpoint ?? RegionEndpoint.GetBySystemName(DefaultRegion);
            config.ForcePathStyle = options.PathStyle ?? false;
        }

        return config;
    }

    private static void UseEndpoint(AmazonS3Config config, string endpoint, S3Options options)
    {
        config.ServiceURL = endpoint;
        config.AuthenticationRegion = options.Region ?? DefaultRegion;
        config.ForcePathStyle = options.PathStyle ?? true;

        // Many servers that are not Amazon's refuse the checksums that the SDK adds of itself.
        config.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED;
        config.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
    }

    private static string? Endpoint(S3Options options) =>
        options.Endpoint?.ToString() ?? Variable("AWS_ENDPOINT_URL_S3") ?? Variable("AWS_ENDPOINT_URL");

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
