namespace OmeZarr.Cli.Inputs;

/// <summary>Text with numbers in it as people sort it: 2 before 10.</summary>
internal sealed class NaturalOrder : IComparer<string?>
{
    private NaturalOrder()
    {
    }

    internal static NaturalOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var left = x.AsSpan();
        var right = y.AsSpan();
        while (!left.IsEmpty && !right.IsEmpty)
        {
            var first = Run(left);
            var second = Run(right);
            var difference = char.IsAsciiDigit(first[0]) && char.IsAsciiDigit(second[0])
                ? CompareNumbers(first.TrimStart('0'), second.TrimStart('0'))
                : first.CompareTo(second, StringComparison.Ordinal);
            if (difference != 0)
            {
                return difference;
            }

            left = left[first.Length..];
            right = right[second.Length..];
        }

        var rest = left.Length.CompareTo(right.Length);
        return rest != 0 ? rest : string.CompareOrdinal(x, y);
    }

    /// <summary>All digits at the start, or one other character.</summary>
    private static ReadOnlySpan<char> Run(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text : text[..Math.Max(1, end)];
    }

    private static int CompareNumbers(ReadOnlySpan<char> first, ReadOnlySpan<char> second) =>
        first.Length != second.Length ? first.Length.CompareTo(second.Length) : first.CompareTo(second, StringComparison.Ordinal);
}
