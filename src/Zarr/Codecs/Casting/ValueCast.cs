using Zarr.Metadata;

namespace Zarr.Codecs.Casting;

/// <summary>One direction of the <c>cast_value</c> codec: elements become the same numbers in another data type, mapped, exactly, or by rounding and a rule for what is out of range.</summary>
internal sealed class ValueCast(DataType from, DataType to, CastRules rules, ScalarMap map)
{
    private readonly ExactCast exact = ExactCasts.Between(from, to, rules.Rounding);

    /// <summary>Converts elements up to the first one that has no value in the other data type.</summary>
    /// <returns>Number of converted elements.</returns>
    internal int Convert(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var count = source.Length / from.Size;

        // For each entry of the map the next element that it holds for; each entry so passes the chunk once.
        Span<int> next = stackalloc int[map.Count];
        next.Fill(-1);
        for (var done = 0; done < count; done++)
        {
            var entry = Advance(next, source, done);
            var end = entry < 0 ? count : next[entry];
            done += exact(source[(done * from.Size)..(end * from.Size)], destination[(done * to.Size)..]);
            if (done == count)
            {
                break;
            }

            var result = destination.Slice(done * to.Size, to.Size);
            if (done == end)
            {
                map.Value(entry).CopyTo(result);
            }
            else if (!ScalarCast.TryCast(source.Slice(done * from.Size, from.Size), from, result, to, rules))
            {
                return done;
            }
        }

        return count;
    }

    /// <summary>The text of an element for messages.</summary>
    internal string Text(ReadOnlySpan<byte> source, int index) => FillValue.FromElement(source.Slice(index * from.Size, from.Size), from).ToString();

    /// <summary>Looks for the next element that is in the map; returns its entry, or -1.</summary>
    private int Advance(Span<int> next, ReadOnlySpan<byte> source, int start)
    {
        var (entry, first) = (-1, source.Length / from.Size);
        for (var i = 0; i < next.Length; i++)
        {
            if (next[i] < start)
            {
                next[i] = start + map.IndexOf(i, source[(start * from.Size)..]);
            }

            (entry, first) = next[i] < first ? (i, next[i]) : (entry, first);
        }

        return entry;
    }
}
