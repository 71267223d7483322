using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.Runtime;

namespace Zarr.S3.Requests;

/// <summary>What errors of the SDK mean. Messages name neither credentials nor signatures.</summary>
internal static class S3Errors
{
    private static readonly HashSet<string> TransientCodes = new(StringComparer.Ordinal)
    {
        "InternalError", "SlowDown", "ServiceUnavailable", "RequestTimeout", "Throttling", "ThrottlingException", "RequestLimitExceeded", "TooManyRequests", "BandwidthLimitExceeded", "OperationAborted", "ConditionalRequestConflict",
    };

    /// <summary>Whether the same request may succeed a little later.</summary>
    internal static bool IsTransient(Exception error) => error switch
    {
        S3StoreException => false,
        AmazonServiceException service => (service.ErrorCode is { } code && TransientCodes.Contains(code)) || IsTransient((int)service.StatusCode) || (service.StatusCode == 0 && service.InnerException is { } inner && IsTransient(inner)),
        HttpRequestException request => request.InnerException is not AuthenticationException && request.InnerException is not SocketException { SocketErrorCode: SocketError.HostNotFound },
        IOException or SocketException or OperationCanceledException => true,
        AmazonClientException { InnerException: { } inner } => IsTransient(inner),
        _ => false,
    };

    /// <summary>Whether the answer says that the key is absent.</summary>
    internal static bool IsAbsent(S3StoreException error) => error.Status == (int)HttpStatusCode.NotFound && error.Problem != S3Problem.NoSuchBucket;

    /// <summary>Whether the answer says that the condition of a write does not hold.</summary>
    internal static bool IsConditionFailed(S3StoreException error) => error.Status == (int)HttpStatusCode.PreconditionFailed || IsAbsent(error);

    /// <summary>The error in words, for callers.</summary>
    internal static S3StoreException Translate(Exception error, S3Target target) => error switch
    {
        S3StoreException known => known,
        AmazonServiceException { StatusCode: not 0 } service => OfAnswer(service, target),
        OperationCanceledException => new(S3Problem.Timeout, target, "the server has not answered within the time limit; see S3Options.TimeLimit", error),
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } } => new(S3Problem.Unreachable, target, $"the host is unknown ({error.Message}); check the endpoint and the region", error),
        AmazonClientException client when IsAboutCredentials(client) => new(S3Problem.NoCredentials, target, "no credentials were found. Configure them for the AWS SDK (environment, profile, role), or read public data anonymously", error),
        HttpRequestException or IOException or SocketException => new(S3Problem.Unreachable, target, $"the server was not reached, or the connection has broken: {error.Message}", error),
        AmazonServiceException { InnerException: { } inner } => Translate(inner, target),
        AmazonClientException { InnerException: { } inner } => Translate(inner, target),
        _ => new(S3Problem.InvalidAnswer, target, $"the answer of the server is not understood: {error.Message}", error),
    };

    private static bool IsTransient(int status) => status is 408 or 409 or 429 or 500 or 502 or 503 or 504;

    private static bool IsAboutCredentials(AmazonClientException error) =>
        error.Message.Contains("credential", StringComparison.OrdinalIgnoreCase) || error.Message.Contains("identity", StringComparison.OrdinalIgnoreCase);

    private static S3StoreException OfAnswer(AmazonServiceException error, S3Target target)
    {
        var (problem, words) = Meaning(error);
        var code = error.ErrorCode is null or "" ? null : error.ErrorCode;
        return new S3StoreException(problem, target, $"{words} (status {(int)error.StatusCode}{(code is null ? string.Empty : $", {code}")})", error) { Status = (int)error.StatusCode, Code = code };
    }

    private static (S3Problem Problem, string Words) Meaning(AmazonServiceException error) => (error.ErrorCode, (int)error.StatusCode) switch
    {
        ("NoSuchBucket", _) => (S3Problem.NoSuchBucket, "there is no such bucket; the store does not create it"),
        ("ExpiredToken" or "ExpiredTokenException" or "TokenRefreshRequired" or "RequestExpired", _) => (S3Problem.ExpiredCredentials, "the credentials have expired; sign in again"),
        ("RequestTimeTooSkewed", _) => (S3Problem.ClockSkew, "the clock of this computer differs too much from that of the server; set it"),
        ("PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" or "TemporaryRedirect", _) or (_, 301 or 307 or 308) =>
            (S3Problem.WrongRegion, "the bucket is in another region or at another endpoint; set the region"),
        ("SignatureDoesNotMatch" or "InvalidAccessKeyId" or "InvalidToken", _) => (S3Problem.Forbidden, "the server does not accept the credentials; check the access key, the secret and the endpoint"),
        (_, 401 or 403) => (S3Problem.Forbidden, "the server forbids it. Check the permissions of the credentials; servers also say this for absent keys to callers who may not list the bucket"),
        (_, 404) => (S3Problem.Refused, "there is no such key"),
        (_, 412) => (S3Problem.Refused, "the condition does not hold"),
        _ when IsTransient(error) => (S3Problem.ServerError, "the server reports an error of its own or too many requests, also after repetitions; try again later"),
        _ => (S3Problem.Refused, $"the server refuses it{(string.IsNullOrWhiteSpace(error.Message) ? string.Empty : $": {error.Message.TrimEnd('.')}")}"),
    };
}
