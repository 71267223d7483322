namespace OmeZarr;

/// <summary>How much of a hierarchy <see cref="OmeTree"/> reads.</summary>
public sealed record OmeTreeOptions
{
    /// <summary>The most levels of nodes that can be read.</summary>
    public const int DepthLimit = 64;

    /// <summary>How many levels of nodes are read below the first node, 0 to <see cref="DepthLimit"/>. 0 reads the first node only. A plate with labels and their arrays has 5. The default is 8.</summary>
    public int MaxDepth
    {
        get;
        init => field = value is >= 0 and <= DepthLimit ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"MaxDepth is 0 to {DepthLimit}");
    } = 8;

    /// <summary>How many children of each node are read, at least 1. The others are counted. The default is 6.</summary>
    public int MaxPerLevel
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxPerLevel is at least 1");
    } = 6;

    /// <summary>Whether the arrays of images are nodes of the tree. Otherwise only the first one of each image is read, for its shape and type.</summary>
    public bool Arrays { get; init; }
}
