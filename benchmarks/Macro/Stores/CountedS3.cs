using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;

namespace Macro.Stores;

/// <summary>A bucket that counts requests, and moves objects by the AWS SDK alone.</summary>
internal sealed class CountedS3
{
    private const int PartSize = 8 << 20;

    private readonly Counter counter = new();
    // It lives as long as the program. Analyzers report an undisposed field, but no property.
    private TransferUtility Transfer { get; }

    private CountedS3(string bucket)
    {
        Bucket = bucket;
        var config = new AmazonS3Config
        {
            ServiceURL = Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_S3"),
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 0,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            HttpClientFactory = new CountedClients(counter),
        };
        Client = new AmazonS3Client(config);
        Transfer = new TransferUtility(Client, new TransferUtilityConfig { ConcurrentServiceRequests = 2, MinSizeBeforePartUpload = PartSize + 1 });
    }

    internal string Bucket { get; }

    internal AmazonS3Client Client { get; }

    internal int Requests => counter.Count;

    /// <summary>The bucket of an address, or null if it is no bucket.</summary>
    internal static CountedS3? Of(string location) => location.StartsWith("s3://", StringComparison.Ordinal) ? new CountedS3(location[5..].Split('/')[0]) : null;

    internal Task PutAsync(string key, byte[] bytes, CancellationToken cancellationToken) => bytes.Length > PartSize
        ? Transfer.UploadAsync(new TransferUtilityUploadRequest { BucketName = Bucket, Key = key, InputStream = new MemoryStream(bytes), PartSize = PartSize }, cancellationToken)
        : Client.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = key, InputStream = new MemoryStream(bytes), UseChunkEncoding = false }, cancellationToken);

    internal async Task<long> GetAsync(string key, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var answer = await Client.GetObjectAsync(Bucket, key, cancellationToken);
        await answer.ResponseStream.ReadExactlyAsync(buffer[..(int)answer.ContentLength], cancellationToken);
        return answer.ContentLength;
    }

    private sealed class Counter
    {
        private int count;

        internal int Count => Volatile.Read(ref count);

        internal void Add() => Interlocked.Increment(ref count);
    }

    private sealed class CountedClients(Counter counter) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new CountingHandler(counter)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private sealed class CountingHandler(Counter counter) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            counter.Add();
            return base.SendAsync(request, cancellationToken);
        }
    }
}
