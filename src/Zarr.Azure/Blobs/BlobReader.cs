using System.Buffers;
using Azure;
using Azure.Storage.Blobs.Models;
using Zarr.Stores;

namespace Zarr.Azure.Blobs;

/// <summary>Reads blobs and parts of them.</summary>
internal sealed class BlobReader(BlobRequests requests)
{
    // Azure marks a folder of an account with hierarchical namespace by metadata of an empty blob.
    internal const string FolderMark = "hdi_isfolder";

    private const int MaxAttempts = 20;

    /// <summary>A part of a blob, and its entity tag; null if there is no such blob.</summary>
    /// <remarks>Azure knows no suffix ranges. Those are read in two requests; the second one fails if the blob was replaced after the first one, and both are repeated.</remarks>
    internal async ValueTask<(IMemoryOwner<byte> Bytes, ETag Version)?> ReadAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken)
    {
        if (!range.IsSuffix && range.Length != 0)
        {
            var (outcome, value) = await requests.SendAsync($"read {key}", () => DownloadAsync(key, new HttpRange(range.Offset ?? 0, Length(range)), new BlobRequestConditions(), cancellationToken), cancellationToken).ConfigureAwait(false);
            if (outcome != Outcome.OutOfRange)
            {
                return value;
            }
        }

        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (await PropertiesAsync(key, cancellationToken).ConfigureAwait(false) is not { } properties)
            {
                return null;
            }

            var (offset, length) = range.Resolve(properties.ContentLength);
            if (length == 0)
            {
                return (PooledMemory.Rent(0), properties.ETag);
            }

            var conditions = new BlobRequestConditions { IfMatch = properties.ETag };
            var (outcome, value) = await requests.SendAsync($"read {key}", () => DownloadAsync(key, new HttpRange(offset, length), conditions, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (outcome == Outcome.Answered)
            {
                return value;
            }
        }

        throw new AzureStoreException($"cannot read {key} in the container {requests.Container.Name}: it was replaced again and again while it was read; try again when its writer is done", requests.Container.Name, null);
    }

    /// <summary>What Azure knows of a blob; null if there is none.</summary>
    internal ValueTask<BlobProperties?> PropertiesAsync(StoreKey key, CancellationToken cancellationToken) => requests.SendAsync(
        $"look at {key}",
        async () =>
        {
            try
            {
                var properties = (await requests.Blob(key).GetPropertiesAsync(cancellationToken: cancellationToken).ConfigureAwait(false)).Value;
                return properties.Metadata.ContainsKey(FolderMark) ? null : properties;
            }
            catch (RequestFailedException error) when (BlobErrors.IsMissing(error))
            {
                return null;
            }
        },
        cancellationToken);

    // Ends beyond 64 bits are no valid header.
    private static long? Length(ByteRange range) => range.Length is { } length && length <= long.MaxValue - range.Offset!.Value ? length : null;

    private async Task<(Outcome Outcome, (IMemoryOwner<byte> Bytes, ETag Version)? Value)> DownloadAsync(StoreKey key, HttpRange range, BlobRequestConditions conditions, CancellationToken cancellationToken)
    {
        try
        {
            var response = await requests.Blob(key).DownloadStreamingAsync(new BlobDownloadOptions { Range = range, Conditions = conditions }, cancellationToken).ConfigureAwait(false);
            using var answer = response.Value;
            if (answer.Details.Metadata.ContainsKey(FolderMark))
            {
                return (Outcome.Answered, null);
            }

            RequireRange(range, response.GetRawResponse().Headers.ContentLengthLong, answer.Details.ContentRange);
            return (Outcome.Answered, (await ContentAsync(answer, cancellationToken).ConfigureAwait(false), answer.Details.ETag));
        }
        catch (RequestFailedException error) when (BlobErrors.IsMissing(error))
        {
            return (Outcome.Answered, null);
        }
        catch (RequestFailedException error) when (error.Status == 416)
        {
            return (Outcome.OutOfRange, null);
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.ConditionNotMet)
        {
            return (Outcome.Replaced, null);
        }
    }

    // A proxy that does not know ranges answers with the whole value.
    private static void RequireRange(HttpRange range, long? length, string? present)
    {
        if (range.Offset > 0 && present?.StartsWith($"bytes {range.Offset}-", StringComparison.Ordinal) != true)
        {
            throw new BlobAnswerException($"the service was asked for the bytes from {range.Offset}, and answers with \"{present}\". If there is a proxy, it must pass ranges on");
        }

        var longest = Math.Min(range.Length ?? Array.MaxLength, Array.MaxLength);
        if (length is null || length > longest)
        {
            throw new BlobAnswerException(length is null ? "the answer does not say how long it is. If there is a proxy, it must pass the length on" : $"the answer has {length} bytes, and {longest} is the most; read smaller ranges");
        }
    }

    private static async Task<PooledMemory> ContentAsync(BlobDownloadStreamingResult answer, CancellationToken cancellationToken)
    {
        var memory = PooledMemory.Rent((int)answer.Details.ContentLength);
        try
        {
            // The client asks again for the rest, of the same version, if the connection breaks.
            var read = await answer.Content.ReadAtLeastAsync(memory.Memory, memory.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return read == memory.Length ? memory : throw new BlobAnswerException($"the answer ends after {read} of {memory.Length} bytes");
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    private enum Outcome
    {
        Answered,
        OutOfRange,
        Replaced,
    }
}
