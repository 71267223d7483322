using System.Text;
using System.Text.Json.Nodes;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Tests.Reading;

/// <summary>What is opened of nodes that are damaged, outside <c>ome</c>, or of an earlier version.</summary>
public sealed class SalvageTests
{
    private static StorePrefix Image { get; } = new("image");

    [Theory]
    [InlineData("0.4")]
    [InlineData("0.5")]
    public async Task A_broken_channel_stays_in_its_place(string version)
    {
        var image = await ImageAsync(version, metadata => metadata["omero"]!["channels"] = JsonNode.Parse("""[7,{"label":"GFP","color":5}]"""));
        Assert.Equal([null, "GFP"], image.Metadata.Omero!.Channels.Select(channel => channel.Label));
        var root = version == "0.5" ? "ome." : string.Empty;
        Assert.Equal([$"{root}omero.channels[0]", $"{root}omero.channels[1].color"], image.Findings.Select(finding => finding.Location));
    }

    [Fact]
    public async Task A_broken_omero_is_left_out()
    {
        var image = await ImageAsync("0.5", metadata => metadata["omero"] = new JsonObject());
        Assert.Null(image.Metadata.Omero);
        Assert.Equal("ome.omero.channels", Assert.Single(image.Findings).Location);
    }

    [Fact]
    public async Task A_broken_first_multiscale_does_not_hide_the_second()
    {
        var image = await ImageAsync("0.5", metadata => metadata["multiscales"]![0]!["datasets"] = 7);
        Assert.Equal("again", image.Multiscale.Name);
        Assert.Equal("ome.multiscales[0].datasets", Assert.Single(image.Findings).Location);
    }

    [Fact]
    public async Task Axes_keep_their_number()
    {
        var image = await ImageAsync("0.5", metadata => metadata["multiscales"]![0]!["axes"] = JsonNode.Parse("""[{"type":"space"},"x"]"""));
        Assert.Equal([("dim_0", "space"), ("x", "space")], image.Axes.Select(axis => (axis.Name, axis.Type)));
        Assert.Equal([0.5, 0.25], image.Levels[0].PixelSize);
    }

    [Fact]
    public async Task A_scale_of_another_length_is_not_taken_for_some_of_the_axes()
    {
        var image = await ImageAsync("0.4", metadata => metadata["multiscales"]![0]!["datasets"]![0]!["coordinateTransformations"] = JsonNode.Parse("""[{"type":"scale","scale":[2]}]"""));
        Assert.Equal([1, 1], image.Levels[0].PixelSize);
        Assert.Equal("multiscales[0].datasets[0].coordinateTransformations[0]", Assert.Single(image.Findings).Location);
    }

    [Fact]
    public async Task Missing_and_damaged_levels_are_named()
    {
        var all = await Hierarchy.CreateAsync("0.5");
        await all.Store.WriteAsync("image/0/.zarray", "{"u8.ToArray());
        var image = await OmeImage.OpenAsync(all.Store, Image);
        Assert.Equal("1", Assert.Single(image.Levels).Path);
        Assert.Equal([1, 0.5], image.Levels[0].PixelSize);
        var finding = Assert.Single(image.Findings);
        Assert.Equal(("dataset-array", Severity.Error, "ome.multiscales[0].datasets[0].path"), (finding.RuleId, finding.Severity, finding.Location));
        Assert.Contains("image/0/.zarray", finding.Message, StringComparison.Ordinal);
        await all.Store.WriteAsync("image/1/.zarray", "{"u8.ToArray());
        await Assert.ThrowsAsync<InvalidMetadataException>(() => OmeImage.OpenAsync(all.Store, Image));
    }

    [Theory]
    [InlineData("image", "0.5 metadata outside ome")]
    [InlineData("image/labels", "0.5 metadata outside ome")]
    [InlineData("plate", "0.5 metadata outside ome")]
    [InlineData("slide/OME", "0.5 metadata outside ome")]
    public async Task Metadata_outside_ome_are_read_and_called_so(string path, string message)
    {
        var all = await Hierarchy.CreateAsync("0.5");
        await all.WriteAsync(path, all.Documents[path]["ome"]!.AsObject());
        var node = await OmeStore.OpenAsync(all.Store, new StorePrefix(path));
        Assert.Equal("0.5", node.Version);
        Assert.StartsWith(message, Assert.Single(node.Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Findings_of_metadata_outside_ome_are_where_they_are()
    {
        var all = await Hierarchy.CreateAsync("0.5");
        var metadata = all.Documents["image"]["ome"]!.AsObject();
        metadata["omero"] = 7;
        await all.WriteAsync("image", metadata);
        Assert.Equal(["", "omero"], (await OmeStore.OpenAsync(all.Store, Image)).Findings.Select(finding => finding.Location));
    }

    [Theory]
    [InlineData("0.1", """[{"version":"0.1","datasets":[{"path":"0"}]}]""")]
    [InlineData("0.2", """[{"version":"0.2","datasets":[{"path":"0"}],"name":"n"}]""")]
    [InlineData("0.3", """[{"version":"0.3","axes":["t","c","z","y","x"],"datasets":[{"path":"0"}]}]""")]
    public async Task Earlier_versions_have_their_own_defaults(string version, string multiscales)
    {
        var store = new MemoryStore();
        await store.WriteAsync(".zgroup", """{"zarr_format":2}"""u8.ToArray());
        await store.WriteAsync(".zattrs", Encoding.UTF8.GetBytes($$"""{"multiscales":{{multiscales}}}"""));
        await store.WriteAsync("0/.zarray", """{"zarr_format":2,"shape":[1,2,1,3,4],"chunks":[1,1,1,3,4],"dtype":"|u1","compressor":null,"fill_value":7,"order":"C","filters":null}"""u8.ToArray());
        var image = Assert.IsType<OmeImage>(await OmeStore.OpenAsync(store, StorePrefix.Root));
        Assert.Equal((version, "0.4"), (image.Version, image.Document!.Version));
        Assert.Equal("t time, c channel, z space, y space, x space", string.Join(", ", image.Axes.Select(axis => $"{axis.Name} {axis.Type}")));
        Assert.Equal([1, 1, 1, 1, 1], image.Levels[0].PixelSize);
        Assert.Equal(Severity.Warning, Assert.Single(image.Findings).Severity);
    }

    [Fact]
    public async Task An_error_names_an_earlier_version()
    {
        var error = await Assert.ThrowsAsync<OmeZarrException>(() => ImageAsync("0.3", metadata => metadata["multiscales"] = JsonNode.Parse("""[{"version":"0.3"}]""")));
        Assert.Contains("OME-Zarr 0.3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_list_of_images_is_counted()
    {
        var all = await Hierarchy.CreateAsync("0.5");
        await all.Store.WriteAsync("slide/OME/zarr.json", "{"u8.ToArray());
        var collection = await OmeCollection.OpenAsync(all.Store, new StorePrefix("slide"));
        Assert.Equal(["0", "1"], collection.Paths);
        Assert.Equal("series-unreadable", Assert.Single(collection.Findings).RuleId);
    }

    [Theory]
    [InlineData("image/labels/cells", "image")]
    [InlineData("plate/A/1/0", "plate/A/1")]
    [InlineData("plate/A/1", "plate")]
    [InlineData("slide/1", "slide")]
    [InlineData("plate", null)]
    public async Task A_node_leads_to_what_it_belongs_to(string path, string? parent)
    {
        var all = await Hierarchy.CreateAsync("0.5");
        var node = await OmeStore.OpenAsync(all.Store, new StorePrefix(path));
        Assert.Equal(parent, (await node.OpenParentAsync())?.Group.Path.Value);
    }

    [Fact]
    public async Task Writers_go_on_only_with_whole_images()
    {
        using var folder = new TemporaryFolder();
        await Writing.SmallImage.WriteAsync(folder["image.zarr"]);
        Directory.Delete(folder["image.zarr/1"], recursive: true);
        Assert.Single((await OmeImage.OpenAsync(folder["image.zarr"])).Levels);
        await Assert.ThrowsAsync<OmeZarrException>(() => OmeWriter.WriteLabelAsync(folder["image.zarr"], "cells", []));
    }

    private static async Task<OmeImage> ImageAsync(string version, Action<JsonNode> change)
    {
        var all = await Hierarchy.CreateAsync(version);
        var document = all.Documents["image"];
        change(version == "0.5" ? document["ome"]! : document);
        await all.WriteAsync("image", document);
        return await OmeImage.OpenAsync(all.Store, Image);
    }
}
