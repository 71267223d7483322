namespace Zarr.Arrays;

/// <summary>
/// The chunks affected by a resize: those outside the common shape, and those that its upper edges cut. They can hold elements that the resize hides or shows. Pure arithmetic, no bytes.
/// </summary>
internal sealed class ResizePlan
{
    private readonly Shape chunk;
    private readonly long[] unaffected;
    private readonly Shape counts;
    private readonly Shape keptCounts;

    /// <param name="chunk">Shape of the chunks.</param>
    /// <param name="kept">The common shape, which stays visible throughout; at most <paramref name="envelope"/> in every dimension.</param>
    /// <param name="envelope">A shape that contains the shapes before and after.</param>
    internal ResizePlan(Shape chunk, Shape kept, Shape envelope)
    {
        (this.chunk, Kept) = (chunk, kept);
        unaffected = new long[chunk.Rank];
        (counts, keptCounts) = (envelope.ChunkCounts(chunk), kept.ChunkCounts(chunk));
        for (var d = 0; d < chunk.Rank; d++)
        {
            // A cut chunk is affected only in a dimension whose edge moves: elsewhere its padding stays hidden.
            unaffected[d] = kept[d] == envelope[d] ? counts[d] : kept[d] / chunk[d];
        }
    }

    /// <summary>The common shape, which stays visible throughout.</summary>
    internal Shape Kept { get; }

    /// <summary>Number of affected chunks, stored or not; null if it does not fit 64 bits.</summary>
    internal long? Count
    {
        get
        {
            var fits = counts.TryGetElementCount(out var all);
            return fits && Shape.Create(unaffected).TryGetElementCount(out var inner) ? all - inner : null;
        }
    }

    /// <summary>The shorter length in each dimension.</summary>
    internal static Shape Min(Shape a, Shape b) => Shape.Create([.. a.Zip(b, Math.Min)]);

    /// <summary>The longer length in each dimension.</summary>
    internal static Shape Max(Shape a, Shape b) => Shape.Create([.. a.Zip(b, Math.Max)]);

    /// <summary>Whether a chunk is affected.</summary>
    internal bool Affects(ReadOnlySpan<long> index)
    {
        for (var d = 0; d < index.Length; d++)
        {
            if (index[d] >= unaffected[d])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Shape of the part of a chunk that stays visible; a length of 0 if no element stays visible.</summary>
    internal Shape VisibleShape(ReadOnlySpan<long> index)
    {
        Span<long> lengths = stackalloc long[index.Length];
        for (var d = 0; d < index.Length; d++)
        {
            lengths[d] = index[d] >= keptCounts[d] ? 0 : Math.Min(chunk[d], Kept[d] - (index[d] * chunk[d]));
        }

        return Shape.Create(lengths);
    }

    /// <summary>Indices of the affected chunks, each once. Slab d holds the chunks that are affected in dimension d and unaffected in the dimensions before it.</summary>
    internal IEnumerable<long[]> AffectedChunks()
    {
        for (var d = 0; d < counts.Rank; d++)
        {
            var from = new long[counts.Rank];
            from[d] = unaffected[d];
            long[] to = [.. unaffected[..d], .. counts.AsSpan()[d..]];
            foreach (var index in Box(from, to))
            {
                yield return index;
            }
        }
    }

    private static IEnumerable<long[]> Box(long[] from, long[] to)
    {
        if (from.Zip(to).Any(range => range.First >= range.Second))
        {
            yield break;
        }

        var index = (long[])from.Clone();
        for (var d = 0; d >= 0;)
        {
            yield return (long[])index.Clone();
            d = index.Length - 1;
            while (d >= 0 && ++index[d] == to[d])
            {
                index[d] = from[d--];
            }
        }
    }
}
