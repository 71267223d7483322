using Zarr;
using Zarr.Metadata;

namespace Interop.Cases;

/// <summary>Shape, chunks and chunk keys of an array, and the region of it that is written.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Shape">Lengths of the array.</param>
/// <param name="Chunk">Lengths of a chunk.</param>
internal sealed record Layout(string Name, Shape Shape, Shape Chunk)
{
    /// <summary>The region that is written; null for nothing.</summary>
    internal Region? Written { get; init; } = Region.Whole(Shape);

    /// <summary>How chunk keys are made.</summary>
    internal ChunkKeyEncoding Keys { get; init; } = ChunkKeyEncoding.Default;

    /// <summary>Whether chunks are large enough for compressors to have several blocks and to find something.</summary>
    internal bool IsLarge => Shape.ElementCount > 1000;

    /// <summary>The layouts that are tried.</summary>
    internal static IReadOnlyList<Layout> All { get; } =
    [
        new("a scalar", [], []),
        new("one element", [1], [1]),
        new("1-D with an edge chunk", [17], [5]),
        new("1-D, chunk larger than the array", [3], [8]),
        new("2-D with edge chunks", [7, 11], [3, 4]),
        new("2-D with rows of length 1", [1, 9], [1, 4]),
        new("2-D, several thousand elements", [150, 130], [128, 100]),
        new("2-D, chunks missing", [8, 9], [4, 4]) { Written = new Region([0, 4], [4, 5]) },
        new("2-D, nothing written", [4, 5], [2, 3]) { Written = null },
        new("3-D with edge chunks", [3, 5, 7], [2, 5, 3]),
        new("3-D, axes of length 1, larger chunk", [1, 6, 1], [4, 4, 4]),
        new("3-D, written in the middle", [5, 6, 7], [3, 4, 5]) { Written = new Region([1, 2, 3], [3, 3, 4]) },
        new("4-D with edge chunks", [2, 3, 5, 4], [1, 2, 3, 3]),
        new("5-D with edge chunks", [2, 1, 3, 5, 6], [1, 1, 2, 4, 4]),
        new("5-D, one plane", [1, 1, 1, 9, 8], [1, 1, 1, 4, 8]),
        new("keys as in version 2", [5, 6], [2, 4]) { Keys = new ChunkKeyEncoding("v2", '.') },
        new("keys as in version 2, nested", [5, 2, 6], [2, 2, 4]) { Keys = new ChunkKeyEncoding("v2", '/') },
        new("keys with dots", [5, 6], [2, 4]) { Keys = new ChunkKeyEncoding("default", '.') },
        new("scalar key as in version 2", [], []) { Keys = new ChunkKeyEncoding("v2", '.') },
    ];
}
