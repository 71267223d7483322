using CsCheck;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tiff.Tests.OmeTiff;

/// <summary>Any layout is read back voxel by voxel, from each of its files.</summary>
public sealed class RandomLayoutTests
{
    [Fact]
    public void Every_voxel_of_any_layout_comes_back() => Gen.Int[0, int.MaxValue].Sample(Check, seed: "0N0XIzNsQ0O2", iter: 300, threads: 1);

    private static void Check(int seed)
    {
        using var folder = new TemporaryFolder();
        var layout = new RandomLayout(seed);
        layout.Write(folder.Path);
        using var file = TiffFile.Open(folder[RandomLayout.NameOf(seed % layout.FileCount)]);
        Assert.Empty(file.Findings);
        Assert.Equal(layout.FileCount, file.Files.Count);
        var image = Assert.Single(file.Images);
        Assert.Equal(layout.Axes, image.Axes);
        Assert.Equal(layout.Shape, image.Pixels.Shape);
        RequireEqual(layout, image.Pixels, Region.Whole(image.Pixels.Shape));
        RequireEqual(layout, image.Pixels, Inner(image.Pixels.Shape, new Random(seed)));
    }

    private static Region Inner(Shape shape, Random random)
    {
        long[] offset = [.. shape.Select(length => random.NextInt64(length))];
        return new Region(offset, [.. shape.Select((length, d) => 1 + random.NextInt64(length - offset[d]))]);
    }

    private static void RequireEqual(RandomLayout layout, IArraySource pixels, Region region)
    {
        var read = pixels.ReadAsync(region);
        Assert.True(read.IsCompleted);
        Assert.Equal(layout.Image.Expected(region, layout.Locate), read.Result);
    }
}
