using OmeZarr.Planning;

namespace OmeZarr.Validating;

/// <summary>The order of node paths in reports: part by part in natural order, a group before what is in it.</summary>
internal sealed class PathOrder : IComparer<string>
{
    public static PathOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x;
        ReadOnlySpan<char> right = y;
        while (!left.SequenceEqual(right))
        {
            if (left.IsEmpty || right.IsEmpty)
            {
                return left.Length.CompareTo(right.Length);
            }

            var leftPart = Next(ref left);
            var rightPart = Next(ref right);
            if (!leftPart.SequenceEqual(rightPart))
            {
                return NaturalOrder.Instance.Compare(leftPart.ToString(), rightPart.ToString());
            }
        }

        return 0;
    }

    private static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> path)
    {
        var slash = path.IndexOf('/');
        var part = slash < 0 ? path : path[..slash];
        path = slash < 0 ? [] : path[(slash + 1)..];
        return part;
    }
}
