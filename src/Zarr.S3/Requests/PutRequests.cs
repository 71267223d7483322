using Amazon.S3.Model;

namespace Zarr.S3.Requests;

/// <summary>Makes requests that write whole values.</summary>
internal static class PutRequests
{
    /// <summary>Name of the metadata by which a writer recognises its own write.</summary>
    internal const string WriteId = "zarr-write";

    internal static PutObjectRequest Of(S3Service service, S3Target target, Stream content, string? match = null, string? noneMatch = null, string? id = null)
    {
        var request = new PutObjectRequest
        {
            BucketName = target.Bucket,
            Key = target.Key,
            InputStream = content,
            AutoCloseStream = false,
            IfMatch = match,
            IfNoneMatch = noneMatch,
            UseChunkEncoding = UsesChunkEncoding(service),
        };
        if (id is not null)
        {
            request.Metadata[WriteId] = id;
        }

        return request;
    }

    /// <summary>Whether bodies are signed piece by piece. Amazon's servers understand that; some others store the signatures among the data.</summary>
    internal static bool UsesChunkEncoding(S3Service service) => service.Client.Config.ServiceURL is null;
}
