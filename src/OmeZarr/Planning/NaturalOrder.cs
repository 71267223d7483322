namespace OmeZarr.Planning;

/// <summary>Natural sort order: digits compare as numbers, so <c>A2</c> comes before <c>A10</c>.</summary>
internal sealed class NaturalOrder : IComparer<string?>
{
    internal static NaturalOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var left = x.AsSpan();
        var right = y.AsSpan();
        while (!left.IsEmpty && !right.IsEmpty)
        {
            var (leftLength, rightLength) = (RunLength(left), RunLength(right));
            if (CompareRuns(left[..leftLength], right[..rightLength]) is var order and not 0)
            {
                return order;
            }

            left = left[leftLength..];
            right = right[rightLength..];
        }

        // 1 and 01 are the same number, but not the same name.
        return left.Length != right.Length ? left.Length.CompareTo(right.Length)
            : x.AsSpan().Length != y.AsSpan().Length ? x.AsSpan().Length.CompareTo(y.AsSpan().Length)
            : string.CompareOrdinal(x, y);
    }

    /// <summary>The next run of digits, or the next character.</summary>
    private static int RunLength(ReadOnlySpan<char> text) =>
        !char.IsAsciiDigit(text[0]) ? 1
        : text.IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end
        : text.Length;

    private static int CompareRuns(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        if (!char.IsAsciiDigit(left[0]) || !char.IsAsciiDigit(right[0]))
        {
            return left[0].CompareTo(right[0]);
        }

        var first = left.TrimStart('0');
        var second = right.TrimStart('0');
        return first.Length != second.Length ? first.Length.CompareTo(second.Length) : first.SequenceCompareTo(second);
    }
}
