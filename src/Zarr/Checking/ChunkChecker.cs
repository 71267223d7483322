using Zarr.Arrays;
using Zarr.Codecs;

namespace Zarr.Checking;

/// <summary>Decodes chunks, or inner chunks of shards, and looks at their elements.</summary>
internal sealed class ChunkChecker(ArrayContext array, CheckTotals totals)
{
    /// <summary>Checks the encoded bytes of one chunk.</summary>
    /// <param name="codecs">Its codecs.</param>
    /// <param name="encoded">Its bytes.</param>
    /// <param name="start">Index of its first element in the array.</param>
    /// <param name="sink">Receives what is wrong.</param>
    internal void Check(CodecPipeline codecs, ReadOnlySpan<byte> encoded, ReadOnlySpan<long> start, ChunkSink sink)
    {
        totals.AddStored(encoded.Length);
        if (encoded.IsEmpty && codecs.ChunkLength > 0)
        {
            sink.Add(ChunkFindingKind.Length, $"there are no bytes; a chunk of {codecs.ChunkShape} {array.Fill.DataType} has {codecs.ChunkLength:N0} bytes of elements");
            return;
        }

        try
        {
            Decode(codecs, encoded, start, sink);
            totals.AddDecoded(codecs.ChunkLength);
        }
        catch (CorruptDataException damage)
        {
            sink.Add(damage);
        }
        catch (UnsupportedFeatureException unsupported)
        {
            sink.Add(ChunkFindingKind.Unsupported, unsupported.Message, unsupported.Feature);
        }
    }

    private void Decode(CodecPipeline codecs, ReadOnlySpan<byte> encoded, ReadOnlySpan<long> start, ChunkSink sink)
    {
        if (codecs.IsIdentity)
        {
            codecs.RequireLength(encoded.Length);
            LookAt(encoded, codecs.ChunkShape, start, sink);
            return;
        }

        using var chunk = PooledMemory.Rent(codecs.ChunkLength);
        codecs.Decode(encoded, chunk.Memory.Span, sink);
        LookAt(chunk.Memory.Span, codecs.ChunkShape, start, sink);
    }

    private void LookAt(ReadOnlySpan<byte> elements, Shape shape, ReadOnlySpan<long> start, ChunkSink sink)
    {
        if (array.Fill.IsAll(elements))
        {
            totals.AddFillOnly();
            return;
        }

        Span<long> inside = stackalloc long[start.Length];
        for (var d = 0; d < start.Length; d++)
        {
            inside[d] = Math.Clamp(array.Grid.Array[d] - start[d], 0, shape[d]);
        }

        if (!IsFillOutside(elements, shape.AsSpan(), inside))
        {
            sink.Add(ChunkFindingKind.Padding, $"elements outside the array ({array.Grid.Array}) are not the fill value");
        }
    }

    /// <summary>Whether all elements are the fill value but those of a box at the beginning of the chunk.</summary>
    private bool IsFillOutside(ReadOnlySpan<byte> elements, ReadOnlySpan<long> shape, ReadOnlySpan<long> inside)
    {
        if (inside.SequenceEqual(shape))
        {
            return true;
        }

        var step = (int)(elements.Length / shape[0]);
        var outside = elements[(int)(inside[0] * step)..];
        if (!outside.IsEmpty && !array.Fill.IsAll(outside))
        {
            return false;
        }

        for (var i = 0; i < inside[0]; i++)
        {
            if (!IsFillOutside(elements.Slice(i * step, step), shape[1..], inside[1..]))
            {
                return false;
            }
        }

        return true;
    }
}
