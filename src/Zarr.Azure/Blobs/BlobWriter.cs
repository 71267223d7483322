using Azure;
using Azure.Storage.Blobs.Models;
using Zarr.Stores;

namespace Zarr.Azure.Blobs;

/// <summary>Uploads values with one request each, also on condition, and deletes them.</summary>
internal sealed class BlobWriter(BlobRequests requests, BlobReader reader)
{
    // Tells whose upload a blob is.
    private const string UploadName = "zarrupload";

    internal async ValueTask UploadAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) =>
        await requests.SendAsync($"write {key}", () => PutAsync(key, value, new BlobUploadOptions(), cancellationToken), cancellationToken).ConfigureAwait(false);

    internal ValueTask<bool> CreateAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) =>
        UploadIfAsync(key, value, new BlobRequestConditions { IfNoneMatch = ETag.All }, cancellationToken);

    internal ValueTask<bool> ReplaceAsync(StoreKey key, ReadOnlyMemory<byte> value, string version, CancellationToken cancellationToken) =>
        UploadIfAsync(key, value, new BlobRequestConditions { IfMatch = new ETag(version) }, cancellationToken);

    internal async ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken) => await requests.SendAsync(
        $"delete {key}",
        async () =>
        {
            try
            {
                await requests.Blob(key).DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, conditions: null, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (RequestFailedException error) when (BlobErrors.IsMissing(error))
            {
                return false;
            }
        },
        cancellationToken).ConfigureAwait(false);

    // The client repeats a request whose answer was lost. The repeated one then finds its condition broken by the first one, so the blob says whose it is.
    private async ValueTask<bool> UploadIfAsync(StoreKey key, ReadOnlyMemory<byte> value, BlobRequestConditions conditions, CancellationToken cancellationToken)
    {
        var name = Guid.NewGuid().ToString("N");
        var options = new BlobUploadOptions { Conditions = conditions, Metadata = new Dictionary<string, string> { [UploadName] = name } };
        var isUploaded = await requests.SendAsync(
            $"write {key}",
            async () =>
            {
                try
                {
                    return await PutAsync(key, value, options, cancellationToken).ConfigureAwait(false);
                }
                catch (RequestFailedException error) when (IsBrokenCondition(error))
                {
                    return false;
                }
            },
            cancellationToken).ConfigureAwait(false);
        return isUploaded || (await reader.PropertiesAsync(key, cancellationToken).ConfigureAwait(false))?.Metadata.TryGetValue(UploadName, out var present) == true && present == name;
    }

    private static bool IsBrokenCondition(RequestFailedException error) => BlobErrors.IsMissing(error)
        || error.ErrorCode == BlobErrorCode.BlobAlreadyExists || error.ErrorCode == BlobErrorCode.ConditionNotMet
        || error.ErrorCode == BlobErrorCode.UnauthorizedBlobOverwrite; // what a token gets that allows creating only

    private async Task<bool> PutAsync(StoreKey key, ReadOnlyMemory<byte> value, BlobUploadOptions options, CancellationToken cancellationToken)
    {
        using var content = BinaryData.FromBytes(value).ToStream();
        await requests.Blob(key).UploadAsync(content, options, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
