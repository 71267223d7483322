namespace Zarr.Arrays;

/// <summary>
/// Which chunks can hold elements that a change of an array's shape hides or shows: those beyond the shape that stays, and those that its
/// upper edges cut. Pure arithmetic, no bytes.
/// </summary>
internal sealed class ShapeChange
{
    private readonly Shape chunk;
    private readonly long[] untouched;
    private readonly long[] counts;

    /// <param name="chunk">Shape of the chunks.</param>
    /// <param name="kept">What stays visible throughout, at most <paramref name="envelope"/> in every dimension.</param>
    /// <param name="envelope">Holds the shapes before and after.</param>
    internal ShapeChange(Shape chunk, Shape kept, Shape envelope)
    {
        (this.chunk, Kept) = (chunk, kept);
        untouched = new long[chunk.Rank];
        counts = new long[chunk.Rank];
        for (var d = 0; d < chunk.Rank; d++)
        {
            counts[d] = Chunks(envelope[d], chunk[d]);

            // A cut chunk matters only where the edge moves: elsewhere its padding stays hidden.
            untouched[d] = kept[d] == envelope[d] ? counts[d] : kept[d] / chunk[d];
        }
    }

    /// <summary>The shape that stays visible throughout.</summary>
    internal Shape Kept { get; }

    /// <summary>How many chunks there are to look at, stored or not; null if 64 bits cannot say.</summary>
    internal long? Count
    {
        get
        {
            var fits = Shape.Create(counts).TryGetElementCount(out var all);
            return fits && Shape.Create(untouched).TryGetElementCount(out var inner) ? all - inner : null;
        }
    }

    /// <summary>The shorter length in each dimension.</summary>
    internal static Shape Min(Shape a, Shape b) => Shape.Create([.. a.Zip(b, Math.Min)]);

    /// <summary>The longer length in each dimension.</summary>
    internal static Shape Max(Shape a, Shape b) => Shape.Create([.. a.Zip(b, Math.Max)]);

    /// <summary>Whether a chunk is one to look at.</summary>
    internal bool Concerns(ReadOnlySpan<long> index)
    {
        for (var d = 0; d < index.Length; d++)
        {
            if (index[d] >= untouched[d])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The lengths of the part of a chunk that stays visible; a length of 0 if nothing of it does.</summary>
    internal Shape Visible(ReadOnlySpan<long> index)
    {
        Span<long> lengths = stackalloc long[index.Length];
        for (var d = 0; d < index.Length; d++)
        {
            lengths[d] = index[d] >= Chunks(Kept[d], chunk[d]) ? 0 : Math.Min(chunk[d], Kept[d] - (index[d] * chunk[d]));
        }

        return Shape.Create(lengths);
    }

    /// <summary>All chunks to look at, each once: slab by slab, those beyond in dimension d and not beyond in the dimensions before it.</summary>
    internal IEnumerable<long[]> Indices()
    {
        for (var d = 0; d < counts.Length; d++)
        {
            var from = new long[counts.Length];
            from[d] = untouched[d];
            long[] to = [.. untouched[..d], .. counts[d..]];
            foreach (var index in Box(from, to))
            {
                yield return index;
            }
        }
    }

    private static long Chunks(long length, long chunk) => (length / chunk) + (length % chunk == 0 ? 0 : 1);

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
