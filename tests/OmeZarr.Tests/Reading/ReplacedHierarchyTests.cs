using OmeZarr.Tests.Writing;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Tests.Reading;

/// <summary>Hierarchies that stay open, or are just opened, while a writer overwrites them. A reader has one of them, or is told; it never has parts of both, or the fill value for what is gone.</summary>
public sealed class ReplacedHierarchyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => folder["a.ome.zarr"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_image()
    {
        await SmallImage.WriteAsync(Path, 1);
        await SmallLabels.WriteAsync(System.IO.Path.Join(Path, "labels"), "cells");
        var image = await OpenAsync(OmeImage.OpenAsync);
        var label = await image.OpenLabelAsync("cells");
        await SmallImage.WriteAsync(Path, 5000, SmallImage.Overwriting);
        await RequireReplacedAsync(
            () => image.Levels[0].ReadAsync<ushort>(),
            () => image.Levels[1].ZarrArray[0, Slice.All, Slice.All].ReadAsync<ushort>(),
            () => image.ListLabelsAsync(),
            () => image.OpenLabelAsync("cells"),
            () => label.Levels[0].ReadAsync<uint>());
        Assert.Equal(5000, await SmallImage.FirstValueAsync(Path));
    }

    [Fact]
    public async Task A_plate()
    {
        await OmeWriter.WritePlateAsync(Path, [SmallPlate.Well("A/1", 1)], options: SmallImage.Overwriting);
        var plate = await OpenAsync(OmePlate.OpenAsync);
        var well = await plate.OpenWellAsync("A", "1");
        var field = await well.OpenFieldAsync(0);
        await OmeWriter.WritePlateAsync(Path, [SmallPlate.Well("A/1", 5000)], options: SmallImage.Overwriting);
        await RequireReplacedAsync(() => plate.OpenWellAsync("A", "1"), () => well.OpenFieldAsync(0), () => field.Levels[0].ReadAsync<ushort>());
        Directory.Delete(Path, recursive: true);
        await RequireReplacedAsync(() => plate.OpenWellAsync("A", "1"), () => well.OpenFieldAsync(0), () => field.Levels[0].ReadAsync<ushort>());
    }

    [Fact]
    public async Task A_collection()
    {
        await WriteCollectionAsync(1);
        var collection = await OpenAsync(OmeCollection.OpenAsync);
        await WriteCollectionAsync(5000);
        await RequireReplacedAsync(() => collection.OpenImageAsync(0), () => collection.ReadOmeXmlAsync());
    }

    [Fact]
    public async Task A_field_that_is_replaced_alone_leaves_the_others_readable()
    {
        await OmeWriter.WritePlateAsync(Path, [SmallPlate.Well("A/1", 1), SmallPlate.Well("A/2", 100)], options: SmallImage.Chunked);
        var plate = await OpenAsync(OmePlate.OpenAsync);
        var first = await (await plate.OpenWellAsync("A", "1")).OpenFieldAsync(0);
        var second = await (await plate.OpenWellAsync("A", "2")).OpenFieldAsync(0);
        await OmeWriter.WritePlateAsync(Path, [SmallPlate.Well("A/1", 5000)], options: SmallImage.Overwriting with { Existing = ExistingHierarchy.Append });
        await RequireReplacedAsync(() => first.Levels[0].ReadAsync<ushort>());
        Assert.Equal(100, (await second.Levels[0].ReadAsync<ushort>())[0]);
        Assert.Equal(5000, (await (await (await plate.OpenWellAsync("A", "1")).OpenFieldAsync(0)).Levels[0].ReadAsync<ushort>())[0]);
    }

    [Theory]
    [InlineData("zarr.json")]
    [InlineData("0/zarr.json")]
    [InlineData("1/zarr.json")]
    public async Task An_image_that_is_replaced_while_it_is_opened_is_opened_again(string afterReading)
    {
        await SmallImage.WriteAsync(folder["first"], 1);
        await SmallImage.WriteAsync(folder["second"], 5000);
        var store = new ReplacedStore(new FileSystemStore(folder["first"]), new FileSystemStore(folder["second"]));
        store.Answered = key => store.Current = key == afterReading ? 1 : store.Current;
        var image = Assert.IsType<OmeImage>(await OmeStore.OpenAsync(store, StorePrefix.Root));
        foreach (var (level, shape) in SmallImage.Shapes.Index())
        {
            Assert.Equal(SmallImage.Pixels(shape, 5000), await image.Levels[level].ReadAsync<ushort>());
        }
    }

    [Fact]
    public async Task An_image_that_is_replaced_over_and_over_is_told_so()
    {
        await SmallImage.WriteAsync(folder["first"], 1);
        await SmallImage.WriteAsync(folder["second"], 5000);
        var store = new ReplacedStore(new FileSystemStore(folder["first"]), new FileSystemStore(folder["second"]));
        store.Answered = key => store.Current ^= key.StartsWith('1') ? 1 : 0;
        await Assert.ThrowsAsync<NodeReplacedException>(() => OmeImage.OpenAsync(store, StorePrefix.Root));
    }

    [Fact]
    public async Task Prepared_arrays_do_not_write_into_the_image_that_took_their_place()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "folders cannot be told apart here");
        var untouched = await OmeWriter.PrepareImageAsync(Path, SmallImage.Metadata, SmallImage.Specs, SmallImage.Chunked);
        await SmallImage.WriteAsync(Path, 5000, SmallImage.Overwriting);
        await RequireReplacedAsync(() => untouched["0"].WriteAsync(SmallImage.Sources()[0]));
        await untouched.DisposeAsync();

        var begun = await OmeWriter.PrepareImageAsync(Path, SmallImage.Metadata, SmallImage.Specs, SmallImage.Overwriting);
        await begun["0"][0, 0..2, 0..2].WriteAsync(SmallImage.Pixels([1, 2, 2]));
        await SmallImage.WriteAsync(Path, 6000, SmallImage.Overwriting);
        await RequireReplacedAsync(() => begun["0"].WriteAsync(SmallImage.Sources()[0]), () => begun.FlushAsync());
        await Assert.ThrowsAsync<NodeReplacedException>(async () => await begun.DisposeAsync());
        Assert.Equal(6000, await SmallImage.FirstValueAsync(Path));
    }

    [Fact]
    public async Task Prepared_arrays_that_are_gone_are_not_begun_anew()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "folders cannot be told apart here");
        var prepared = await OmeWriter.PrepareImageAsync(Path, SmallImage.Metadata, SmallImage.Specs, SmallImage.Chunked);
        Directory.Delete(Path, recursive: true);
        await RequireReplacedAsync(() => prepared["0"].WriteAsync(SmallImage.Sources()[0]));
        await prepared.DisposeAsync();
        Assert.False(Directory.Exists(Path));
    }

    private static async Task RequireReplacedAsync(params Func<Task>[] readings)
    {
        foreach (var reading in readings)
        {
            await Assert.ThrowsAsync<NodeReplacedException>(reading);
        }
    }

    private Task<T> OpenAsync<T>(Func<StoreLocation, ZarrOptions?, CancellationToken, Task<T>> open)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "folders cannot be told apart here");
        return open(Path, null, CancellationToken.None);
    }

    private Task<string> WriteCollectionAsync(int first) => OmeWriter.WriteBioformats2RawAsync(
        Path, [new SeriesImage("0", SmallImage.Metadata, SmallImage.Sources(first))], options: SmallImage.Overwriting);
}
