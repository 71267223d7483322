using Zarr;

namespace OmeZarr.Planning;

/// <summary>Chooses chunk shapes. Pure functions.</summary>
internal static class ChunkPlanner
{
    /// <summary>What an automatic chunk may hold before compression.</summary>
    private const int TargetBytes = 4 << 20;

    internal static Shape Auto(Shape shape, DataType dataType)
    {
        var chunk = AtLeastOne(shape).ToArray();
        var leading = Math.Max(0, chunk.Length - 3);
        Array.Fill(chunk, 1, 0, leading);
        while (Product(chunk) > TargetBytes / dataType.Size && Longest(chunk) is var longest && chunk[longest] > 1)
        {
            chunk[longest] /= 2;
        }

        return Shape.Create(chunk);
    }

    internal static Shape Clamp(Shape chunk, Shape shape)
    {
        if (chunk.Rank != shape.Rank)
        {
            throw new ArgumentException($"the chunk shape ({string.Join(", ", chunk)}) has {chunk.Rank} lengths for an array of {shape.Rank} dimensions ({shape})");
        }

        return Shape.Create([.. AtLeastOne(shape).Zip(chunk, Math.Min)]);
    }

    /// <summary>Chunks have no zero lengths (Zarr v3 core, section "Regular grids"), arrays may.</summary>
    internal static Shape AtLeastOne(Shape shape) => Shape.Create([.. shape.Select(length => Math.Max(1, length))]);

    private static Int128 Product(long[] lengths) => lengths.Aggregate((Int128)1, (product, length) => product * length);

    private static int Longest(long[] lengths) => Array.IndexOf(lengths, lengths.Max());
}
