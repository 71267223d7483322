using System.Buffers;
using Zarr.Codecs;
using Zarr.Stores;

namespace Zarr.Arrays.Blocks;

/// <summary>A part of a chunk and its target.</summary>
/// <param name="Box">The requested elements, in coordinates of the chunk.</param>
/// <param name="InTarget">The same elements, in coordinates of the target.</param>
/// <param name="Target">Receives the elements.</param>
internal sealed record BoxRequest(Region Box, Region InTarget, RegionTarget Target);

/// <summary>
/// Reads parts of chunks by reading only the bytes of the blocks that hold them: first the head of the chunk, which says where the blocks lie, and then the blocks, neighbours by one request.
/// </summary>
/// <remarks>
/// Nothing is read in this way that could come from two versions of a value: an opened value is one version, and a store that reports versions tells when answers differ. From a store that does
/// neither, only what one request returns is taken. Whatever is unusual is left to the caller, who reads the whole chunk: a damaged one, one that changes meanwhile, or one most of which is wanted.
/// </remarks>
internal sealed class BlockReader
{
    // Blocks of more places than these are not worth so many requests.
    private const int MostRequests = 64;

    // Requests for one chunk that are under way at the same time.
    private const int MostAtOnce = 8;

    private readonly IStore store;
    private readonly CodecPipeline codecs;
    private readonly BoxPipeline? boxes;
    private readonly BlockCache? cache;
    private readonly object? scope;
    private readonly PlainBlocks? plain;
    private int blockSize;

    /// <param name="store">The store of the chunks.</param>
    /// <param name="codecs">The codecs of the chunks.</param>
    /// <param name="limits">When parts are read, and by which requests.</param>
    /// <param name="cache">Receives decoded blocks; null keeps none.</param>
    internal BlockReader(IStore store, CodecPipeline codecs, BlockLimits limits, BlockCache? cache)
    {
        Limits = store is IRemoteStore remote ? limits with { LargestGap = remote.RangeGap } : limits;
        boxes = !limits.IsOff && codecs.Boxes is { FetchesParts: true } fetched ? fetched : null;
        (this.store, this.codecs, this.cache) = (store, codecs, boxes?.Blocks is null ? null : cache);
        scope = this.cache?.ScopeOf(store);
        plain = boxes is { Blocks: null } whole && whole.Content.MaxLength <= codecs.EncodedLimit ? new PlainBlocks(whole.Content.MaxLength, limits.PlainBlock) : null;
        blockSize = boxes?.Blocks?.ExpectedBlockSize ?? limits.PlainBlock;
    }

    /// <summary>When parts are read, and by which requests.</summary>
    internal BlockLimits Limits { get; }

    /// <summary>Whether a part of a stored value is to be read by its blocks, as far as can be said before anything is read.</summary>
    internal bool Wants(Region box) => Wants(box, store is ISnapshotStore ? Limits.LeastSavingOfReads : Limits.LeastSavingOfRequests, null)
        && (store is ISnapshotStore or IVersionedStore || boxes!.Blocks is null);

    /// <summary>Whether a part of a chunk is to be read by its blocks.</summary>
    /// <param name="box">The part.</param>
    /// <param name="source">The value that holds the chunk.</param>
    /// <param name="encodedLength">Bytes of the stored chunk.</param>
    internal bool Wants(Region box, IByteSource source, int encodedLength) => Wants(box, Limits.LeastSavingOf(source), encodedLength);

    private bool Wants(Region box, long leastSaving, int? encodedLength)
    {
        if (boxes is null || box.Shape == codecs.ChunkShape || leastSaving > (encodedLength ?? boxes.Content.MaxLength))
        {
            return false;
        }

        if (cache is not null)
        {
            return true;
        }

        var (content, size) = (boxes.Content, Volatile.Read(ref blockSize));
        var wanted = BlockRuns.ContentLength(BlockRuns.Of(content.Shape, boxes.StoredBox(box), content.DataType.Size, size), size, content.MaxLength);
        return IsFew(wanted, leastSaving, encodedLength ?? content.MaxLength);
    }

    /// <summary>Takes a part of a stored chunk from the cache without opening the chunk: looking at its version costs fewer calls of the system.</summary>
    /// <returns>Whether all blocks were there; otherwise some elements may be in the target.</returns>
    internal bool TryTakeCached(StoreKey key, BoxRequest request)
    {
        if (cache is null || scope is null || store is not IVersionProbe probe)
        {
            return false;
        }

        var chunk = new ChunkId(scope, key, 0);
        if (cache.FindTable(chunk) is not { } known)
        {
            return false;
        }

        using var box = new ChunkBox(codecs, boxes!, request, Limits.Batch);
        var runs = box.Runs(known.Table.BlockSize);
        var version = new ChunkVersion(chunk, known.Version);
        if (!cache.Contains(version, runs) || probe.VersionOf(key) != known.Version || PutCached(runs, known.Table, box, version).Count > 0)
        {
            return false;
        }

        box.Finish();
        return true;
    }

    /// <summary>Reads a part of a stored value.</summary>
    /// <inheritdoc cref="TryReadAsync(IByteSource, StoreKey, long, BoxRequest, CancellationToken)"/>
    internal async ValueTask<bool?> TryReadAsync(StoreKey key, BoxRequest request, CancellationToken cancellationToken)
    {
        if (store is not ISnapshotStore snapshots)
        {
            return await TryReadAsync(new StoreSource(store, key, expected: null), key, 0, request, cancellationToken).ConfigureAwait(false);
        }

        using var value = await snapshots.OpenAsync(key, cancellationToken).ConfigureAwait(false);
        if (value is null)
        {
            request.Target.Fill(request.InTarget);
            return false;
        }

        return await TryReadAsync(new SnapshotSource(value), key, 0, request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a part of a chunk.</summary>
    /// <param name="source">The bytes of the chunk.</param>
    /// <param name="key">Key of the value that holds the chunk.</param>
    /// <param name="offset">Offset of the chunk in the value.</param>
    /// <param name="request">The part.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Whether the chunk is stored; null if the caller must read all of it.</returns>
    internal async ValueTask<bool?> TryReadAsync(IByteSource source, StoreKey key, long offset, BoxRequest request, CancellationToken cancellationToken)
    {
        var head = await HeadAsync(source, key, offset, cancellationToken).ConfigureAwait(false);
        using var bytes = head.Bytes;
        if (!head.IsStored)
        {
            request.Target.Fill(request.InTarget);
            return false;
        }

        if (head.Table is not { } table || !source.IsOneVersion)
        {
            return null;
        }

        using var box = new ChunkBox(codecs, boxes!, request, Limits.Batch);
        try
        {
            return await ReadBlocksAsync(source, table, head.Bytes, box, VersionOf(source, key, offset), cancellationToken).ConfigureAwait(false);
        }
        catch (CorruptDataException)
        {
            // Decoding the whole chunk decides whether it is damaged, and where.
            return null;
        }
    }

    private static bool IsFew(long wanted, long leastSaving, long encodedLength, int contentLength)
    {
        // Blocks are taken to be compressed alike.
        var needed = encodedLength * ((double)wanted / contentLength);
        return 2 * wanted <= contentLength && encodedLength - needed >= leastSaving;
    }

    private bool IsFew(long wanted, long leastSaving, long encodedLength) => IsFew(wanted, leastSaving, encodedLength, boxes!.Content.MaxLength);

    private ChunkVersion? VersionOf(IByteSource source, StoreKey key, long offset) =>
        scope is not null && source.Version is { } version ? new ChunkVersion(new ChunkId(scope, key, offset), version) : null;

    private async ValueTask<ChunkHead> HeadAsync(IByteSource source, StoreKey key, long offset, CancellationToken cancellationToken)
    {
        if (boxes!.Blocks is null)
        {
            return new ChunkHead(true, (source.Length ?? plain?.EncodedLength) == plain?.EncodedLength ? plain : null, null);
        }

        if (VersionOf(source, key, offset) is { } expected && cache!.FindTable(expected.Chunk) is { } known && known.Version == expected.Version)
        {
            return new ChunkHead(true, known.Table, null);
        }

        var bytes = await ReadHeadAsync(source, source.PrefersShortReads ? Limits.Head : Limits.RequestedHead, cancellationToken).ConfigureAwait(false);
        if (bytes is null)
        {
            return new ChunkHead(false, null, null);
        }

        var table = boxes.TableOrNull(bytes.Memory.Span, source.Length, codecs.EncodedLimit);
        if (table is not null)
        {
            Volatile.Write(ref blockSize, table.BlockSize);
            if (VersionOf(source, key, offset) is { } read && source.IsOneVersion)
            {
                cache!.Add(read, table);
            }
        }

        return new ChunkHead(true, table, bytes);
    }

    /// <summary>The first bytes of a chunk, with its head, unless that is longer than any that is read alone; null if no value is stored.</summary>
    private async ValueTask<IMemoryOwner<byte>?> ReadHeadAsync(IByteSource source, int length, CancellationToken cancellationToken)
    {
        var first = await source.ReadAsync(ByteRange.FromOffset(0, length), cancellationToken).ConfigureAwait(false);
        if (first is null || boxes!.HeadLengthOrNull(first.Memory.Span) is not { } needed || needed <= length || needed > Limits.LongestHead)
        {
            return first;
        }

        first.Dispose();
        return await source.ReadAsync(ByteRange.FromOffset(0, needed), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool?> ReadBlocksAsync(
        IByteSource source, IBlockTable table, IMemoryOwner<byte>? head, ChunkBox box, ChunkVersion? version, CancellationToken cancellationToken)
    {
        var wanted = box.Runs(table.BlockSize);
        var wantedLength = BlockRuns.ContentLength(wanted, table.BlockSize, table.ContentLength);
        var isFew = IsFew(wantedLength, Limits.LeastSavingOf(source), table.EncodedLength);
        if (version is null && !isFew && (!source.PrefersShortReads || BoxDecoder.IsMost(wantedLength, table.ContentLength)))
        {
            return null;
        }

        var missing = version is null ? wanted : PutCached(wanted, table, box, version.Value);
        var ranges = isFew || missing.Count == 0
            ? BlockRanges.Of(table, missing, Limits, Limits.LongestOf(source))
            : [new BlockRange(0, table.EncodedLength, missing)];
        var known = head?.Memory.Length ?? 0;
        var requests = ranges.Count(range => !IsIn(range, known));
        if ((!source.NoticesChanges && requests + (head is null ? 0 : 1) > 1) || (!source.PrefersShortReads && requests > MostRequests))
        {
            return null;
        }

        Action<BlockRun, PooledMemory>? keep = version is null ? null : (run, content) => Keep(version.Value, table, run, content);
        foreach (var range in ranges.Where(range => IsIn(range, known)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Decode(box, table, range, head!.Memory.Span[range.Offset..], keep);
        }

        foreach (var batch in ranges.Where(range => !IsIn(range, known)).Chunk(source.PrefersShortReads ? 1 : MostAtOnce))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var answers = await FetchAsync(source, batch, cancellationToken).ConfigureAwait(false);
            try
            {
                if (answers.All(bytes => bytes is null) && head is null && source.Version is null)
                {
                    box.Fill();
                    return false;
                }

                // Blocks of another version must not reach the cache.
                if (!source.IsOneVersion || batch.Zip(answers).Any(one => one.Second is null || one.Second.Memory.Length < one.First.Length))
                {
                    return null;
                }

                foreach (var (range, bytes) in batch.Zip(answers))
                {
                    Decode(box, table, range, bytes!.Memory.Span, keep);
                }
            }
            finally
            {
                Array.ForEach(answers, bytes => bytes?.Dispose());
            }
        }

        box.Finish();
        return true;
    }

    private static async ValueTask<IMemoryOwner<byte>?[]> FetchAsync(IByteSource source, BlockRange[] ranges, CancellationToken cancellationToken)
    {
        if (ranges is [var only])
        {
            return [await source.ReadAsync(ByteRange.FromOffset(only.Offset, only.Length), cancellationToken).ConfigureAwait(false)];
        }

        return await Task.WhenAll(ranges.Select(range => source.ReadAsync(ByteRange.FromOffset(range.Offset, range.Length), cancellationToken).AsTask())).ConfigureAwait(false);
    }

    private static bool IsIn(BlockRange range, int known) => range.Offset + (long)range.Length <= known;

    private static void Decode(ChunkBox box, IBlockTable table, BlockRange range, ReadOnlySpan<byte> bytes, Action<BlockRun, PooledMemory>? keep)
    {
        foreach (var run in range.Runs)
        {
            box.Decode(table, run, bytes, range.Offset, keep);
        }
    }

    /// <summary>Takes the blocks that are in the cache.</summary>
    /// <returns>The others.</returns>
    private List<BlockRun> PutCached(List<BlockRun> wanted, IBlockTable table, ChunkBox box, ChunkVersion chunk)
    {
        var missing = new List<BlockRun>();
        foreach (var run in wanted)
        {
            for (var block = run.First; block < run.End; block++)
            {
                using var cached = cache!.Find(chunk, block);
                if (cached is { } found)
                {
                    box.Put(found.Content, (long)block * table.BlockSize);
                }
                else
                {
                    missing.Add(new BlockRun(block, 1));
                }
            }
        }

        return missing;
    }

    private void Keep(ChunkVersion chunk, IBlockTable table, BlockRun run, PooledMemory content)
    {
        if (run.Count == 1)
        {
            cache!.Add(chunk, run.First, content);
            return;
        }

        using (content)
        {
            for (var i = 0; i < run.Count; i++)
            {
                var start = i * table.BlockSize;
                var block = content.Memory.Span[start..Math.Min(start + table.BlockSize, content.Length)];
                cache!.Add(chunk, run.First + i, PooledMemory.CopyOf(block));
            }
        }
    }

    /// <summary>What the first bytes of a chunk say.</summary>
    /// <param name="IsStored">Whether there is a chunk.</param>
    /// <param name="Table">Its blocks; null if they cannot be read one by one.</param>
    /// <param name="Bytes">First bytes of the chunk, if they were read.</param>
    private readonly record struct ChunkHead(bool IsStored, IBlockTable? Table, IMemoryOwner<byte>? Bytes);
}
