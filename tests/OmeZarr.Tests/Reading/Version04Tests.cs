using System.Runtime.InteropServices;
using System.Text;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr.Stores;

namespace OmeZarr.Tests.Reading;

/// <summary>Stores of 0.4, which are Zarr v2, opened for reading.</summary>
public sealed class Version04Tests
{
    private const string Multiscales =
        """
        "multiscales":[{"version":"0.4","name":"cells","axes":[{"name":"y","type":"space","unit":"micrometer"},{"name":"x","type":"space","unit":"micrometer"}],
        "datasets":[{"path":"0","coordinateTransformations":[{"type":"scale","scale":[0.5,0.25]}]}]}]
        """;

    private readonly MemoryStore store = new();

    [Fact]
    public async Task An_image_of_0_4_is_read()
    {
        await ImageAsync("", ""","omero":{"channels":[{"color":"FF0000","window":{"min":0,"max":9,"start":0,"end":9}}]}""", 5);
        var image = Assert.IsType<OmeImage>(await OmeStore.OpenAsync(store, StorePrefix.Root));
        Assert.Equal(("0.4", "cells"), (image.Version, image.Multiscale.Name));
        Assert.Equal(["y", "x"], image.Axes.Select(axis => axis.Name));
        Assert.Equal([0.5, 0.25], image.Levels[0].PixelSize);
        Assert.Equal([5, 6, 7, 8, 9, 10], await image.Levels[0].ReadAsync<ushort>());
        Assert.Equal("FF0000", Assert.Single(image.Metadata.Omero!.Channels).Color);
    }

    [Fact]
    public async Task A_plate_of_0_4_is_read()
    {
        await GroupAsync("", """{"plate":{"version":"0.4","rows":[{"name":"A"}],"columns":[{"name":"3"}],"wells":[{"path":"A/3","rowIndex":0,"columnIndex":0}]}}""");
        await GroupAsync("A", "{}");
        await GroupAsync("A/3", """{"well":{"version":"0.4","images":[{"path":"0"}]}}""");
        await ImageAsync("A/3/0", "", 7);
        var plate = await OmePlate.OpenAsync(store, StorePrefix.Root);
        var well = await plate.OpenWellAsync("A", "3");
        Assert.Equal(("0.4", "0.4"), (plate.Version, well.Version));
        Assert.Equal(7, (await (await well.OpenFieldAsync(0)).Levels[0].ReadAsync<ushort>())[0]);
    }

    [Fact]
    public async Task A_collection_of_0_4_is_read()
    {
        await GroupAsync("", """{"bioformats2raw.layout":3}""");
        await GroupAsync("OME", """{"series":["1","0"]}""");
        await ImageAsync("0", "", 1);
        await ImageAsync("1", "", 11);
        var collection = Assert.IsType<OmeCollection>(await OmeStore.OpenAsync(store, StorePrefix.Root));
        Assert.Equal(["1", "0"], collection.Paths);
        Assert.Equal(11, (await (await collection.OpenImageAsync(0)).Levels[0].ReadAsync<ushort>())[0]);
    }

    [Fact]
    public async Task Labels_of_0_4_are_read()
    {
        await ImageAsync("", "", 1);
        await GroupAsync("labels", """{"labels":["cells"]}""");
        await ImageAsync("labels/cells", ""","image-label":{"version":"0.4","colors":[{"label-value":3,"rgba":[1,2,3,4]}]}""", 3);
        var image = await OmeImage.OpenAsync(store, StorePrefix.Root);
        Assert.Equal(["cells"], await image.ListLabelsAsync());
        var cells = await image.OpenLabelAsync("cells");
        Assert.Equal([3], Assert.IsType<LabelImage>(cells.Metadata).ImageLabel.Colors!.Value.Select(color => color.LabelValue));
        Assert.Equal(3, (await cells.Levels[0].ReadAsync<ushort>())[0]);
    }

    [Fact]
    public async Task Where_both_versions_lie_side_by_side_0_5_is_read()
    {
        await ImageAsync("", "", 1);
        await store.WriteAsync("zarr.json", """{"zarr_format":3,"node_type":"group","attributes":{"ome":{"version":"0.5","plate":{"rows":[],"columns":[],"wells":[]}}}}"""u8.ToArray());
        Assert.Equal("0.5", Assert.IsType<OmePlate>(await OmeStore.OpenAsync(store, StorePrefix.Root)).Version);
    }

    [Theory]
    [InlineData("""{"multiscales":[{"version":"0.1","datasets":[]}]}""")]
    [InlineData("""{"multiscales":[{"version":"0.4","axes":[{"name":"y"}],"datasets":[]}]}""")]
    public async Task What_is_not_0_4_is_an_error_of_the_document(string attributes)
    {
        await GroupAsync("", attributes);
        Assert.NotEmpty((await Assert.ThrowsAsync<OmeZarrException>(() => OmeStore.OpenAsync(store, StorePrefix.Root))).Findings);
    }

    private async Task ImageAsync(string path, string more, ushort first)
    {
        await GroupAsync(path, "{" + Multiscales + more + "}");
        ushort[] pixels = [.. Enumerable.Range(first, 6).Select(value => (ushort)value)];
        await store.WriteAsync(
            $"{path}/0/.zarray".TrimStart('/'),
            """{"zarr_format":2,"shape":[2,3],"chunks":[2,3],"dtype":"<u2","compressor":null,"fill_value":0,"order":"C","filters":null,"dimension_separator":"/"}"""u8.ToArray());
        await store.WriteAsync($"{path}/0/0/0".TrimStart('/'), MemoryMarshal.AsBytes<ushort>(pixels).ToArray());
    }

    private async Task GroupAsync(string path, string attributes)
    {
        await store.WriteAsync($"{path}/.zgroup".TrimStart('/'), """{"zarr_format":2}"""u8.ToArray());
        await store.WriteAsync($"{path}/.zattrs".TrimStart('/'), Encoding.UTF8.GetBytes(attributes));
    }
}
