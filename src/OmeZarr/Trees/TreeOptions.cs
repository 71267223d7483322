namespace OmeZarr.Trees;

/// <summary>How much of a hierarchy is read.</summary>
/// <param name="MaxDepth">How many levels of nodes are read below the first node.</param>
/// <param name="MaxPerLevel">How many children of each node are read.</param>
/// <param name="Arrays">Whether the arrays of images are nodes of the tree.</param>
internal sealed record TreeOptions(int MaxDepth, int MaxPerLevel, bool Arrays);
