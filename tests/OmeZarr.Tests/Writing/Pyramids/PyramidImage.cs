using OmeZarr.V05;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Writing.Pyramids;

/// <summary>A small image of one level, in several chunks, and what its further levels must be.</summary>
internal static class PyramidImage
{
    /// <summary>Number of levels that the options ask for.</summary>
    public const int LevelCount = 3;

    public static Shape Shape { get; } = [2, 21, 19];

    public static WriteOptions Options { get; } = new() { Chunks = ChunkShape.Of(1, 6, 5), MaxDegreeOfParallelism = 2, Pyramid = Pyramid.Of(LevelCount) };

    /// <summary>Number of chunks of each level in these options.</summary>
    public static int[] Chunks { get; } = [2 * 4 * 4, 2 * 2 * 2, 2];

    public static Image Metadata { get; } = Image.FromDimensions([Dimension.Channel(), Dimension.Y(0.5, "micrometer"), Dimension.X(0.5, "micrometer")], "small");

    public static LabelImage LabelMetadata { get; } = new(Image.FromDimensions([Dimension.Y(0.5, "micrometer"), Dimension.X(0.5, "micrometer")], "small"), new ImageLabel());

    public static ushort[] Pixels { get; } = [.. Enumerable.Range(0, (int)Shape.ElementCount).Select(i => (ushort)(i * 7919))];

    public static uint[] Mask { get; } = [.. Enumerable.Range(0, 21 * 19).Select(i => (uint)(i / 5))];

    public static IArraySource Source => ArraySource.FromMemory<ushort>(Pixels, Shape);

    public static IArraySource MaskSource => ArraySource.FromMemory<uint>(Mask, [21, 19]);

    public static Label Label => new("cells", LabelMetadata, MaskSource) { Chunks = ChunkShape.Of(6, 5) };

    public static Label LabelSpec => new("cells", LabelMetadata, ArraySpec.Of(MaskSource)) { Chunks = ChunkShape.Of(6, 5) };

    /// <summary>Compares the stored levels of an image with those that a method gives, for factors of 2 along y and x.</summary>
    public static async Task RequireLevelsAsync(string path, IArraySource source, Downsampling method, int levels = LevelCount)
    {
        var image = await OmeImage.OpenAsync(path);
        Assert.Empty(image.Metadata.Validate().Where(finding => finding.Severity == Severity.Error));
        Assert.Equal(levels, image.Levels.Count);
        var elements = new byte[source.Shape.ElementCount * source.DataType.Size];
        await source.ReadAsync(Region.Whole(source.Shape), elements, default);
        for (var level = 0; level < levels; level++)
        {
            var stored = await ZarrArray.OpenAsync(Path.Join(path, image.Levels[level].Path));
            if (level > 0)
            {
                var finer = image.Levels[level - 1].Shape;
                elements = NaivePyramid.Next(elements, finer, stored.Shape, [.. Enumerable.Repeat(1L, finer.Rank - 2), 2, 2], source.DataType, method);
            }

            var found = new byte[elements.Length];
            await ((IArraySource)stored).ReadAsync(Region.Whole(stored.Shape), found, default);
            Assert.Equal(elements, found);
        }
    }
}
