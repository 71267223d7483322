using Azure.Storage.Blobs.Models;
using Blosc.Buffers;
using Zarr.Stores;

namespace Zarr.Azure.Blobs;

/// <summary>Uploads a value as blocks while it is written. Nobody sees the blocks before a list of them is committed; Azure deletes those of an abandoned value after a week.</summary>
internal sealed class BlockUpload(BlobRequests requests, BlobWriter writer, StoreKey key, int blockBytes) : IValueWriter
{
    // One more block is being filled.
    private const int MaxUnderWay = 3;

    private readonly CancellationTokenSource stop = new();
    private readonly List<string> names = [];
    private readonly Queue<Task> underWay = [];
    private readonly Guid upload = Guid.NewGuid();
    private byte[]? block;
    private int filled;
    private bool isBroken;

    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RequireWhole();
        isBroken = true;
        while (!bytes.IsEmpty)
        {
            if (filled == blockBytes)
            {
                await SendBlockAsync(cancellationToken).ConfigureAwait(false);
            }

            bytes = bytes[Fill(bytes.Span)..];
        }

        isBroken = false;
    }

    public async ValueTask PublishAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RequireWhole();
        if (names.Count == 0)
        {
            await writer.UploadAsync(key, block.AsMemory(0, filled), cancellationToken).ConfigureAwait(false);
            return;
        }

        await SendBlockAsync(cancellationToken).ConfigureAwait(false);
        await FinishAsync(0, cancellationToken).ConfigureAwait(false);

        // A repeated commitment whose first answer was lost finds the same blocks in the blob, and changes nothing.
        await requests.SendAsync($"write {key}", () => requests.Blob(key).CommitBlockListAsync(names, new CommitBlockListOptions(), cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(underWay).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the value is dropped, whatever became of its blocks
        stop.Dispose();
        ReturnBlock();
    }

    private void RequireWhole()
    {
        if (isBroken)
        {
            throw new InvalidOperationException($"an earlier call has failed or was cancelled, so a part of {key} is missing; begin the value again");
        }
    }

    private int Fill(ReadOnlySpan<byte> bytes)
    {
        block ??= SharedBuffers.Rent(blockBytes);
        var count = Math.Min(bytes.Length, blockBytes - filled);
        bytes[..count].CopyTo(block.AsSpan(filled));
        filled += count;
        return count;
    }

    private async ValueTask SendBlockAsync(CancellationToken cancellationToken)
    {
        await FinishAsync(MaxUnderWay - 1, cancellationToken).ConfigureAwait(false);

        // All names of blocks of one blob must be of the same length; no two uploads to one blob may have the same names.
        var name = Convert.ToBase64String([.. upload.ToByteArray(), .. BitConverter.GetBytes(names.Count)]);
        names.Add(name);
        underWay.Enqueue(StageAsync(name, names.Count, block!, filled));
        (block, filled) = (null, 0);
    }

    /// <summary>Waits until at most so many blocks are under way.</summary>
    private async ValueTask FinishAsync(int left, CancellationToken cancellationToken)
    {
        while (underWay.Count > left)
        {
            await underWay.Peek().WaitAsync(cancellationToken).ConfigureAwait(false);
            _ = underWay.Dequeue();
        }
    }

    private async Task StageAsync(string name, int number, byte[] bytes, int length)
    {
        try
        {
            await requests.SendAsync(
                $"write block {number} of {key}",
                async () =>
                {
                    using var content = new MemoryStream(bytes, 0, length, writable: false);
                    return await requests.Blob(key).StageBlockAsync(name, content, new BlockBlobStageBlockOptions(), stop.Token).ConfigureAwait(false);
                },
                stop.Token).ConfigureAwait(false);
        }
        finally
        {
            SharedBuffers.Return(bytes);
        }
    }

    private void ReturnBlock()
    {
        if (block is { } rented)
        {
            block = null;
            SharedBuffers.Return(rented);
        }
    }
}
