using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Zarr.Stores;

namespace Zarr.Arrays;

/// <summary>Reads a region: fetches the chunks it touches, decodes them in parallel, copies their parts to the caller's memory.</summary>
internal sealed class RegionReader(IStore store, ArrayContext array)
{
    /// <param name="region">A region inside the array.</param>
    /// <param name="destination">Memory for exactly its elements, in C order; <typeparamref name="T"/> is the element type, or bytes.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal Task ReadAsync<T>(Region region, Memory<T> destination, CancellationToken cancellationToken)
        where T : unmanaged =>
        array.ForEachChunkAsync(
            array.Grid.Select(region), (chunk, token) => ReadChunkAsync(chunk, region, destination, token), cancellationToken);

    /// <summary>Decodes one chunk into memory of its size, or fills that with the fill value if the chunk is not stored.</summary>
    internal async ValueTask DecodeAsync(StoreKey key, Memory<byte> chunk, CancellationToken cancellationToken)
    {
        using var encoded = await GetAsync(key, cancellationToken).ConfigureAwait(false);
        if (encoded is null)
        {
            array.Fill.Fill(chunk.Span);
        }
        else
        {
            Decode(key, encoded.Memory, chunk.Span);
        }
    }

    /// <summary>A stored chunk, cut one byte beyond what a chunk can have: enough for the codecs to see that it is damaged, and no more memory than that.</summary>
    private ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken) =>
        store.GetRangeAsync(key, ByteRange.FromOffset(0, array.Codecs.EncodedLimit + 1L), cancellationToken);

    private async ValueTask ReadChunkAsync<T>(ChunkProjection chunk, Region region, Memory<T> destination, CancellationToken cancellationToken)
        where T : unmanaged
    {
        var key = array.Key(chunk);
        using var encoded = await GetAsync(key, cancellationToken).ConfigureAwait(false);
        if (encoded is null)
        {
            FillPart(chunk.RelativeTo(region), region.Shape, destination.Span);
        }
        else if (IsWholeDestination(chunk, region))
        {
            Decode(key, encoded.Memory, MemoryMarshal.AsBytes(destination.Span));
        }
        else
        {
            using var decoded = PooledMemory.Rent(array.Codecs.ChunkLength);
            Decode(key, encoded.Memory, decoded.Memory.Span);
            CopyPart(decoded.Memory.Span, chunk, region, destination.Span);
        }
    }

    private bool IsWholeDestination(ChunkProjection chunk, Region region) =>
        chunk.Overlap.Shape == array.Grid.Chunk && region.Shape == array.Grid.Chunk;

    private void Decode(StoreKey key, ReadOnlyMemory<byte> encoded, Span<byte> chunk)
    {
        try
        {
            array.Codecs.Decode(encoded, chunk);
        }
        catch (CorruptDataException error)
        {
            throw new CorruptChunkException(key.Value, error);
        }
    }

    private int Unit<T>()
        where T : unmanaged => array.ElementSize / Unsafe.SizeOf<T>();

    private void CopyPart<T>(Span<byte> decoded, ChunkProjection chunk, Region region, Span<T> destination)
        where T : unmanaged
    {
        var rank = region.Rank;
        Span<long> offset = stackalloc long[rank];
        Span<long> from = stackalloc long[rank];
        Span<long> to = stackalloc long[rank];
        StridedCopy.CStrides(array.Grid.Chunk, from);
        StridedCopy.CStrides(region.Shape, to);
        chunk.OffsetInChunk(array.Grid.Chunk, offset);
        var source = new Layout(StridedCopy.Position(offset, from), from);
        var target = new Layout(StridedCopy.Position(chunk.RelativeTo(region).Offset, to), to);
        StridedCopy.Copy(StridedCopy.Elements<T>(decoded), source, destination, target, chunk.Overlap.Shape.AsSpan(), Unit<T>());
    }

    private void FillPart<T>(Region part, Shape whole, Span<T> destination)
        where T : unmanaged
    {
        var last = part.Rank - 1;
        if (last < 0)
        {
            array.Fill.Fill(MemoryMarshal.AsBytes(destination));
            return;
        }

        Span<long> strides = stackalloc long[part.Rank];
        StridedCopy.CStrides(whole, strides);
        var row = (int)part.Shape[last] * Unit<T>();
        var rows = part.Shape.ElementCount / part.Shape[last];
        for (var r = 0L; r < rows; r++)
        {
            var start = StridedCopy.Position(part.Offset, strides) + StridedCopy.RowStart(r, part.Shape, strides);
            array.Fill.Fill(MemoryMarshal.AsBytes(destination.Slice((int)start * Unit<T>(), row)));
        }
    }
}
