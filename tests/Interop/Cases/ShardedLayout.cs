using Zarr;

namespace Interop.Cases;

/// <summary>Shape, shards and inner chunks of an array, and the region of it that is written.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Shape">Lengths of the array.</param>
/// <param name="Shard">Lengths of a shard.</param>
/// <param name="Inner">Lengths of an inner chunk.</param>
internal sealed record ShardedLayout(string Name, Shape Shape, Shape Shard, Shape Inner)
{
    /// <summary>The region that is written; null for nothing.</summary>
    internal Region? Written { get; init; } = Region.Whole(Shape);

    /// <summary>The layouts that are tried.</summary>
    internal static IReadOnlyList<ShardedLayout> All { get; } =
    [
        new("1-D with an edge shard", [17], [12], [4]),
        new("1-D, one inner chunk in a shard", [9], [3], [3]),
        new("1-D, shard larger than the array, inner chunks beyond it", [3], [16], [4]),
        new("2-D with edge shards", [11, 14], [6, 8], [3, 2]),
        new("2-D, several thousand elements", [150, 130], [128, 64], [32, 32]),
        new("2-D, inner chunks missing", [16, 16], [8, 8], [4, 4]) { Written = new Region([2, 5], [7, 2]) },
        new("2-D, shards missing", [16, 16], [8, 8], [2, 4]) { Written = new Region([8, 8], [3, 4]) },
        new("2-D, nothing written", [6, 6], [4, 4], [2, 2]) { Written = null },
        new("3-D with edge shards", [3, 9, 10], [2, 4, 8], [1, 2, 8]),
        new("3-D, planes as inner chunks", [5, 6, 7], [4, 6, 7], [1, 6, 7]),
        new("4-D with edge shards", [2, 3, 5, 6], [1, 2, 4, 4], [1, 1, 2, 4]),
        new("5-D with edge shards", [2, 1, 3, 5, 6], [1, 1, 2, 4, 4], [1, 1, 1, 2, 2]),
        new("5-D, one inner chunk written", [2, 2, 4, 4, 4], [2, 2, 4, 4, 4], [1, 1, 2, 2, 2]) { Written = new Region([1, 0, 2, 2, 0], [1, 1, 2, 2, 2]) },
    ];
}
