using System.Text.Json.Nodes;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Tests.Trees;

public sealed class OmeTreeTests
{
    private readonly CountingStore store = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plate_is_read_down_to_its_labels()
    {
        await PlateAsync(2, 3);
        var plate = await TreeAsync();
        Assert.Equal((OmeDocumentKind.Plate, "0.5", "screen 7", 2, 3, false), (plate.Kind, plate.Version, plate.Title, plate.Rows, plate.Columns, plate.HasProblem));
        Assert.Equal(["A/1", "A/2", "A/3", "B/1", "B/2", "B/3"], plate.Children.Select(well => well.Name));
        var field = Assert.Single(plate.Children[4].Children);
        Assert.Equal(("B/2/0", "0", OmeDocumentKind.Image, "cells", 2), (field.Path, field.Name, field.Kind, field.Title, field.Levels));
        Assert.Equal((Shape.Create([3, 8, 8]), DataType.UInt16), (field.Shape, field.DataType));
        Assert.Equal(["c", "y", "x"], field.Axes);
        Assert.Equal(["B/2/0/labels", "B/2/0/labels/nuclei"], [.. field.Children.Select(labels => labels.Path), .. field.Children[0].Children.Select(label => label.Path)]);
        Assert.Equal(OmeDocumentKind.LabelImage, field.Children[0].Children[0].Kind);
    }

    [Fact]
    public async Task A_large_plate_costs_no_more_requests_than_a_small_one()
    {
        await PlateAsync(2, 3);
        await TreeAsync();
        var few = (store.Reads, store.Lists);
        await PlateAsync(16, 24);
        var plate = await TreeAsync();
        Assert.Equal((6, 378), (plate.Children.Count, plate.MoreChildren));
        Assert.Equal(few, (store.Reads, store.Lists));
        Assert.Equal((1 + 1 + (6 * (1 + 1 + 1 + 1 + 1 + 1)), 0), few); // the root twice; each well, field, array, list of labels, label, array of the label
    }

    [Fact]
    public async Task Arrays_are_nodes_on_request()
    {
        await ImageAsync(string.Empty);
        var image = await TreeAsync(arrays: true);
        Assert.Equal([("0", Shape.Create([3, 8, 8])), ("1", Shape.Create([3, 4, 4]))], image.Children.Select(level => (level.Name, level.Shape!)));
        Assert.Empty((await TreeAsync()).Children);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 6)]
    public async Task No_deeper_node_is_read_than_was_asked_for(int depth, int wells)
    {
        await PlateAsync(16, 24);
        var plate = await TreeAsync(depth);
        Assert.Equal((wells, 384 - wells), (plate.Children.Count, plate.MoreChildren));
        Assert.All(plate.Children, well => Assert.Equal((0, 1), (well.Children.Count, well.MoreChildren)));
        Assert.Equal(2 + wells, store.Reads);
    }

    [Fact]
    public async Task What_is_broken_is_marked_and_the_others_are_read()
    {
        await PlateAsync(2, 3);
        await store.DeleteAsync(new StoreKey("A/1/zarr.json"), Cancel);
        await store.WriteAsync("A/2/zarr.json", "{"u8.ToArray());
        await store.WriteAsync("A/3/0/0/zarr.json", "{"u8.ToArray());
        await GroupAsync("B/1", Groups.Labels("a"));
        await store.DeleteAsync(new StoreKey("B/2/0/labels/nuclei/zarr.json"), Cancel);
        var plate = await TreeAsync();
        Assert.True(plate.HasProblem);
        Assert.Null(plate.Problem);
        Assert.Equal("is missing", plate.Children[0].Problem);
        Assert.StartsWith("A/2/zarr.json: ", plate.Children[1].Problem, StringComparison.Ordinal);
        Assert.StartsWith("level 0: A/3/0/0/zarr.json: ", plate.Children[2].Children[0].Problem, StringComparison.Ordinal);
        Assert.Equal("is listed as a well, but is none", plate.Children[3].Problem);
        Assert.Equal("is missing", plate.Children[4].Children[0].Children[0].Children[0].Problem);
        Assert.False(plate.Children[5].HasProblem);
    }

    [Fact]
    public async Task Damaged_metadata_hide_nothing_that_the_store_lists()
    {
        await ImageAsync("images/10");
        await ImageAsync("images/2");
        await store.WriteAsync("images/readme.txt", 1);
        await WriteAsync("images", new JsonObject { ["ome"] = new JsonObject { ["version"] = "0.5", ["plate"] = 7 } });
        var group = (await OmeTree.ReadAsync(store, new StorePrefix("images"), cancellationToken: Cancel))!;
        Assert.NotNull(group.Problem);
        Assert.Equal(["2", "10"], group.Children.Select(child => child.Name));
    }

    [Fact]
    public async Task A_collection_has_the_images_of_its_list_or_those_that_are_there()
    {
        await ImageAsync("0");
        await ImageAsync("1");
        await GroupAsync(string.Empty, new Bioformats2RawRoot());
        Assert.Equal(["0", "1"], (await TreeAsync()).Children.Select(child => child.Name));
        await GroupAsync("OME", Groups.Series("1", "0", "7"));
        var collection = await TreeAsync();
        Assert.Equal(["1", "0", "7"], collection.Children.Select(child => child.Name));
        Assert.Equal("is missing", collection.Children[2].Problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("A//1")]
    [InlineData("/A/1")]
    [InlineData("zarr.json")]
    public async Task A_path_that_leads_elsewhere_is_not_followed(string path)
    {
        await GroupAsync(string.Empty, Groups.Plate(Groups.PlateDef with { Wells = [new PlateWell(path, 0, 0)] }));
        Assert.NotNull(Assert.Single((await TreeAsync()).Children).Problem);
        Assert.Equal(2, store.Reads);
    }

    [Fact]
    public async Task A_folder_of_many_files_is_not_searched_for_nodes_to_the_end()
    {
        await WriteAsync(string.Empty, []);
        await store.TouchAsync([.. Enumerable.Range(0, 5000).Select(number => $"file{number}")]);
        Assert.Equal(4900, (await TreeAsync()).MoreChildren);
        Assert.Equal(102, store.Reads);
    }

    [Theory]
    [InlineData(-1, 6)]
    [InlineData(65, 6)]
    [InlineData(8, 0)]
    public Task Limits_are_checked(int maxDepth, int maxPerLevel) =>
        Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => OmeTree.ReadAsync(store, StorePrefix.Root, maxDepth, maxPerLevel, cancellationToken: Cancel));

    [Fact]
    public async Task An_array_is_a_tree_of_one_node_and_nothing_is_none()
    {
        await Assert.ThrowsAsync<NodeNotFoundException>(() => TreeAsync());
        await ArrayAsync("a", 5);
        Assert.Equal((NodeKind.Array, Shape.Create([5])), ((await OmeTree.ReadAsync(store, new StorePrefix("a"), cancellationToken: Cancel)) is var node ? (node.NodeKind, node.Shape) : default));
    }

    private async Task<OmeTreeNode> TreeAsync(int maxDepth = 8, bool arrays = false)
    {
        store.Clear();
        return await OmeTree.ReadAsync(store, StorePrefix.Root, maxDepth, arrays: arrays, cancellationToken: Cancel);
    }

    private async Task PlateAsync(int rows, int columns)
    {
        var definition = Groups.PlateDef with
        {
            Rows = [.. Enumerable.Range(0, rows).Select(row => new Row($"{(char)('A' + row)}"))],
            Columns = [.. Enumerable.Range(1, columns).Select(column => new Column($"{column}"))],
            Wells = [.. Enumerable.Range(0, rows * columns).Select(well => new PlateWell($"{(char)('A' + (well / columns))}/{(well % columns) + 1}", well / columns, well % columns))],
        };
        await GroupAsync(string.Empty, Groups.Plate(definition));
        foreach (var well in definition.Wells)
        {
            await GroupAsync(well.Path, Groups.Well(new FieldOfView("0")));
            await ImageAsync($"{well.Path}/0");
            await GroupAsync($"{well.Path}/0/labels", Groups.Labels("nuclei"));
            await ImageAsync($"{well.Path}/0/labels/nuclei", new LabelImage { Multiscales = [Images.Cyx], ImageLabel = Groups.ImageLabel });
        }
    }

    private async Task ImageAsync(string path, OmeMetadata? metadata = null)
    {
        await GroupAsync(path, metadata ?? Images.Valid);
        await ArrayAsync(path.Length == 0 ? "0" : $"{path}/0", 3, 8, 8);
        await ArrayAsync(path.Length == 0 ? "1" : $"{path}/1", 3, 4, 4);
    }

    private Task GroupAsync(string path, OmeMetadata metadata) => WriteAsync(path, new JsonObject { ["ome"] = metadata.ToJson() });

    private Task WriteAsync(string path, JsonObject attributes) => store.WriteAsync(
        new StorePrefix(path).Key("zarr.json").Value,
        System.Text.Encoding.UTF8.GetBytes(new JsonObject { ["zarr_format"] = 3, ["node_type"] = "group", ["attributes"] = attributes }.ToJsonString()));

    private Task ArrayAsync(string path, params long[] lengths)
    {
        var list = string.Join(',', lengths);
        return store.WriteAsync($"{path}/zarr.json", System.Text.Encoding.UTF8.GetBytes(
            $$$"""{"zarr_format":3,"node_type":"array","shape":[{{{list}}}],"data_type":"uint16","chunk_grid":{"name":"regular","configuration":{"chunk_shape":[{{{list}}}]}},"chunk_key_encoding":{"name":"default"},"fill_value":0,"codecs":[{"name":"bytes","configuration":{"endian":"little"}}]}"""));
    }
}
