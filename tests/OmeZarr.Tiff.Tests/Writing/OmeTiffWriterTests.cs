using CsCheck;
using OmeZarr.Tiff.Tests.Files;
using OmeZarr.Tiff.Writing;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Tiff.Tests.Writing;

/// <summary>The pixels and the structure of exported files.</summary>
public sealed class OmeTiffWriterTests : IDisposable
{
    private static readonly ExportLimits Tiny = ExportLimits.Default with { Wanted = 1000, Most = 20_000 };

    private static readonly DataType[] Types = [DataType.UInt8, DataType.Int8, DataType.UInt16, DataType.Int16, DataType.UInt32, DataType.Int32, DataType.Float32, DataType.Float64];

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string File => folder["out.ome.tif"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Images_of_any_kind_come_back_with_all_levels()
    {
        var kinds = Gen.Select(Gen.OneOf("yx", "zyx", "cyx", "tyx", "tcyx", "czyx", "tczyx"), Gen.OneOf(Types), Gen.Int[1, 1000], Gen.Enum<OmeTiffCompression>(), Gen.Bool);
        await kinds.SampleAsync(
            async (axes, type, seed, compression, isBig) =>
            {
                var random = new Random(seed);
                Shape shape = [.. axes.Select(axis => axis is 'y' or 'x' ? random.NextInt64(1, 150) : random.NextInt64(1, 4))];
                Shape chunks = [.. shape.Select(length => random.NextInt64(1, length + 1))];
                var pyramid = random.Next(2) == 0 ? Pyramid.None : Pyramid.Of(3);
                var image = new StoredImage { Axes = axes, Shape = shape, DataType = type, Chunks = chunks, Shards = random.Next(3) == 0 ? Doubled(chunks) : null, Pyramid = pyramid, Seed = seed };
                var stored = await image.WriteAsync(folder["in.ome.zarr"]);
                var limits = (random.Next(2) == 0 ? Tiny : ExportLimits.Default) with { MostOfTiff = isBig ? 0 : int.MaxValue };
                await OmeTiffWriter.WriteAsync([stored], File, new() { Compression = compression, Overwrite = true }, limits, Cancel);
                await RequireEqualAsync(stored, isBig);
            },
            iter: 40,
            seed: "0000KOIPNe05",
            threads: 1);
    }

    [Fact]
    public async Task The_reader_of_this_library_gives_the_same_pixels()
    {
        var image = new StoredImage { Axes = "zyx", Shape = [3, 700, 530], Chunks = [1, 128, 100], Pyramid = Pyramid.Auto };
        await OmeTiffWriter.WriteAsync(await image.WriteAsync(folder["in.ome.zarr"]), File, cancellationToken: Cancel);
        using var tiff = TiffImage.Open(File, "zyx");
        Assert.Equal((image.Shape, image.DataType), (tiff.Shape, tiff.DataType));
        Assert.Equal(image.Pixels, await tiff.ReadAllAsync());
    }

    [Theory]
    [InlineData("1, 256, 256")]
    [InlineData("3, 300, 350")]
    [InlineData("1, 100, 100")]
    public async Task Each_chunk_is_read_once(string chunks)
    {
        var shape = Shape.Create([.. chunks.Split(", ").Select(long.Parse)]);
        await new StoredImage { Axes = "zyx", Shape = [3, 600, 700], Chunks = shape, DataType = DataType.UInt8 }.WriteAsync(folder["in.ome.zarr"]);
        var store = new CountingStore(new FileSystemStore(folder["in.ome.zarr"]));
        var image = await OmeImage.OpenAsync(store, StorePrefix.Root, null, Cancel);
        store.Clear();
        await OmeTiffWriter.WriteAsync([image], File, new(), ExportLimits.Default with { Wanted = 1 }, Cancel);
        var reads = store.Log.Where(request => request.Key.StartsWith("0/c/", StringComparison.Ordinal) && request.Operation is StoreOperation.Get or StoreOperation.GetRange && request.Bytes > 0).ToList();
        Assert.Equal(image.Levels[0].Shape.ChunkCounts(shape).ElementCount, reads.Count);
    }

    [Fact]
    public async Task Equal_images_give_equal_tiles_and_no_page_but_the_first_is_described()
    {
        var image = await new StoredImage { Axes = "tczyx", Shape = [2, 2, 2, 40, 50], Chunks = [1, 1, 1, 16, 16] }.WriteAsync(folder["in.ome.zarr"]);
        await OmeTiffWriter.WriteAsync([image], File, new(), Tiny, Cancel);
        await OmeTiffWriter.WriteAsync([image], folder["again.tif"], new(), Tiny, Cancel);
        var (one, other) = (new ParsedTiff(File), new ParsedTiff(folder["again.tif"]));
        Assert.Equal(one.Pages.Select(page => page[324]), other.Pages.Select(page => page[324]));
        Assert.Equal([true, .. Enumerable.Repeat(false, 7)], one.Pages.Select(page => page.ContainsKey(270)));
    }

    [Fact]
    public async Task Levels_with_fewer_planes_are_left_out_and_reported()
    {
        var image = await new StoredImage { Axes = "zyx", Shape = [4, 64, 64], Pyramid = Pyramid.Of(2).Then(1, ("z", 2)) }.WriteAsync(folder["in.ome.zarr"]);
        var losses = await OmeTiffWriter.WriteAsync(image, File, cancellationToken: Cancel);
        Assert.Equal("ome-tiff-level", Assert.Single(losses).RuleId);
        Assert.Equal([32L], Assert.Single(new ParsedTiff(File).Levels(3))[256]);
    }

    [Fact]
    public async Task A_smaller_level_can_be_the_full_resolution()
    {
        var image = await new StoredImage { Axes = "yx", Shape = [64, 48], Pyramid = Pyramid.Of(3) }.WriteAsync(folder["in.ome.zarr"]);
        await OmeTiffWriter.WriteAsync(image, File, new() { Level = 1 }, Cancel);
        var tiff = new ParsedTiff(File);
        Assert.Equal((24L, 12L), (tiff.Pages[0][256][0], tiff.Levels(0)[0][256][0]));
        await Assert.ThrowsAsync<ArgumentException>(() => OmeTiffWriter.WriteAsync(image, folder["b.tif"], new() { Level = 3 }, Cancel));
    }

    [Fact]
    public async Task Each_field_of_a_plate_is_opened_once()
    {
        var store = new CountingStore();
        var location = StoreLocation.In(store, new StorePrefix("plate"));
        var image = V05.Image.FromDimensions([new Dimension("y"), new Dimension("x")], "cells");
        await using (var plate = new PlateBuilder(location))
        {
            await plate.WriteWellAsync("A", "1", [.. Enumerable.Range(0, 2).Select(field => new Field($"{field}", image, ArraySource.FromBytes(new byte[6], [2, 3], DataType.UInt8)))], Cancel);
        }

        var opened = await OmePlate.OpenAsync(location, cancellationToken: Cancel);
        store.Clear();
        var result = await OmeTiffWriter.WriteAsync(opened, File, cancellationToken: Cancel);
        Assert.Equal(["plate/A/1/0", "plate/A/1/1"], result.Fields.Select(field => field.Group.Path.Value));
        Assert.All(result.Fields, field => Assert.Single(store.Log, request => request.Key == $"{field.Group.Path.Value}/zarr.json"));
    }

    private static Shape Doubled(Shape chunks) => [.. chunks.Select(length => length * 2)];

    private async Task RequireEqualAsync(OmeImage image, bool isBig)
    {
        var tiff = new ParsedTiff(File);
        Assert.Equal(isBig, tiff.IsBig);
        for (var level = 0; level < image.Levels.Count; level++)
        {
            var planes = tiff.Pages.Index().SelectMany(page => tiff.Pixels(level == 0 ? page.Item : tiff.Levels(page.Index)[level - 1])).ToArray();
            Assert.Equal(await ((IArraySource)image.Levels[level]).ReadAllAsync(), planes);
        }
    }
}
