using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Rendering;

/// <summary>Windows that the metadata do not have.</summary>
public sealed class MeasuredWindowTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task They_are_those_of_the_first_picture_in_pictures_of_any_size_and_plane_and_in_tiles()
    {
        var (image, _) = await Picture.WriteAsync(folder, Picture.Of("zyx", 2), [Slopes(3, 600, 700), Slopes(3, 300, 350)]);
        var tiles = new OmeTiles(image);
        var window = (await tiles.DisplaysAsync(cancellationToken: Cancel))[0].Window!.Value;
        var values = (await tiles.ReadWholeAsync(512, 0, cancellationToken: Cancel)).ToArray();
        Assert.InRange(window.Start, values.Min(), values.Max());
        foreach (var options in new RenderOptions[] { new(), new() { Size = 64 }, new() { Size = 4096, Z = 2 }, new() { ProjectsZ = true } })
        {
            var (fresh, _) = (await OmeImage.OpenAsync(image.Group.Store, image.Group.Path, cancellationToken: Cancel), 0);
            var picture = await fresh.RenderAsync(options, Cancel);
            Assert.Equal((await image.RenderAsync(options with { Displays = [new(0) { Window = window }] }, Cancel)).Rgb.ToArray(), picture.Rgb.ToArray());
        }
    }

    [Fact]
    public async Task The_first_picture_is_read_once_and_measured_once()
    {
        var (image, store) = await Picture.WriteAsync(folder, Picture.Of("zyx"), [Slopes(3, 64, 64)], new WriteOptions { Chunks = ChunkShape.Of(1, 64, 64) });
        var before = store.Log.Count;
        await image.RenderAsync(cancellationToken: Cancel);
        Assert.Equal(["0/c/1/0/0"], Chunks(store, before));
        await image.RenderAsync(new RenderOptions { Z = 2 }, Cancel);
        Assert.Equal(["0/c/1/0/0", "0/c/2/0/0"], Chunks(store, before));
    }

    [Fact]
    public async Task Of_a_large_plane_without_small_levels_only_parts_are_read()
    {
        var (image, store) = await Picture.WriteAsync(folder, Picture.Of("yx"), [ArraySource.FromFunction<byte>([8192, 8192], (region, values) => values.Fill((byte)(region.Offset[0] / 64)))], new WriteOptions { Chunks = ChunkShape.Of(512, 512) });
        var before = store.Log.Count;
        var window = await new OmeTiles(image).MeasureAsync(0, Cancel);
        Assert.Equal(16, Chunks(store, before).Count);
        Assert.InRange(window.Start, 0, 40);
        Assert.InRange(window.End, 80, 128);
    }

    [Fact]
    public async Task Further_axes_are_chosen_by_name()
    {
        var image = Picture.Of("qyx");
        var (opened, _) = await Picture.WriteAsync(folder, image, [new byte[,,] { { { 0 } }, { { 100 } }, { { 255 } } }.AsSource()]);
        Assert.Equal([0], new OmeTiles(opened).Axes.Others);
        foreach (var (index, color) in new[] { (0, "000000"), (1, "646464"), (2, "FFFFFF") })
        {
            var options = new RenderOptions { Others = [("q", index)], Displays = [new(0) { Window = (0, 255) }] };
            Assert.Equal([color], (await opened.RenderAsync(options, Cancel)).Colors());
            Assert.Equal([color], (await new OmeTiles(opened).RenderAsync(new TilePosition(0, 0, 0), options, Cancel)).Colors());
        }

        var beyond = await Assert.ThrowsAsync<ArgumentException>(() => opened.RenderAsync(new RenderOptions { Others = [("q", 3)] }, Cancel));
        Assert.StartsWith("q 3: the image has 3 positions, 0 to 2", beyond.Message, StringComparison.Ordinal);
        var unknown = await Assert.ThrowsAsync<ArgumentException>(() => opened.RenderAsync(new RenderOptions { Others = [("x", 0)] }, Cancel));
        Assert.StartsWith("\"x\" is no other axis of the image; it has q", unknown.Message, StringComparison.Ordinal);
    }

    private static List<string> Chunks(CountingStore store, int before) =>
        [.. store.Log.Skip(before).Where(request => request.Key.Contains("/c/", StringComparison.Ordinal) && request.Operation is StoreOperation.Get or StoreOperation.GetRange).Select(request => request.Key).Distinct().Order(StringComparer.Ordinal)];

    private static IArraySource Slopes(int planes, int height, int width) => ArraySource.FromFunction<ushort>([planes, height, width], (region, values) =>
    {
        for (var i = 0; i < values.Length; i++)
        {
            var x = region.Offset[2] + (i % region.Shape[2]);
            var y = region.Offset[1] + (i / region.Shape[2] % region.Shape[1]);
            var z = region.Offset[0] + (i / (region.Shape[1] * region.Shape[2]));
            values[i] = (ushort)((x * (z + 1)) + (y * 3));
        }
    });
}
