using System.Text.Json.Nodes;
using CsCheck;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.InPlace;

/// <summary>What changes of metadata do.</summary>
/// <param name="isFolder">Whether the folder itself is changed.</param>
public abstract class MetadataEditorContract(bool isFolder) : IDisposable
{
    private protected TemporaryFolder Folder { get; } = new();

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected string Store => Folder["in.ome.zarr"];

    /// <inheritdoc/>
    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Scales_and_translations_of_all_levels_change_in_proportion()
    {
        await WriteAsync("zyx");
        await SetAsync(new() { Scale = Sizes(("z", 3), ("x", 0.25)), Units = new Dictionary<string, string> { ["z"] = "nanometer" }, SpaceUnit = "micrometer" });
        var multiscale = (await OpenAsync()).Multiscale;
        Assert.Equal([[3, 1, 0.25], [3, 2, 0.5], [3, 4, 1]], Enumerable.Range(0, 3).Select(level => multiscale.PixelSize(level)));
        Assert.Equal([[0, 0, 0], [0, 0.5, 0.125], [0, 1.5, 0.375]], Enumerable.Range(0, 3).Select(level => multiscale.Origin(level)));
        Assert.Equal(["nanometer", "micrometer", "micrometer"], multiscale.Units);
    }

    [Fact]
    public async Task Channels_get_names_colours_and_windows_also_where_there_were_none()
    {
        await WriteAsync("cyx", image => image with { Omero = null });
        await SetAsync(new() { ChannelNames = ["DAPI", "GFP"], ChannelColors = ["#00f", "00ff00"], Windows = [(0, 900), (10, 4095.5)] });
        var channels = (await OpenAsync()).Metadata.Omero!.Channels;
        Assert.Equal([("DAPI", "0000FF", 0, 900), ("GFP", "00FF00", 10, 4095.5)], channels.Select(channel => (channel.Label, channel.Color, channel.Window!.Start, channel.Window.End)));
        Assert.Equal((0, 65535), (channels[0].Window!.Min, channels[0].Window!.Max));
    }

    [Fact]
    public async Task What_is_not_named_stays_as_it_is()
    {
        await WriteAsync("cyx");
        var document = JsonNode.Parse(await File.ReadAllTextAsync(Folder["in.ome.zarr/zarr.json"], Cancel))!;
        document["attributes"]!["mine"] = "kept";
        document["attributes"]!["ome"]!["multiscales"]![0]!["odd"] = new JsonArray(1, "two", null);
        document["attributes"]!["ome"]!["omero"] = new JsonObject { ["channels"] = new JsonArray(Channel("a", "x"), Channel("b", "y")), ["more"] = 1.0 };
        await File.WriteAllTextAsync(Folder["in.ome.zarr/zarr.json"], document.ToJsonString(), Cancel);
        var changed = await SetAsync(new() { Name = "new", ChannelNames = ["a", "c"] });
        Assert.Equal(
            ["~ attributes.ome.multiscales[0].name: \"cells\" → \"new\"", "~ attributes.ome.omero.channels[1].label: \"b\" → \"c\""],
            Assert.Single(changed).Difference);
        document["attributes"]!["ome"]!["multiscales"]![0]!["name"] = "new";
        document["attributes"]!["ome"]!["omero"]!["channels"]![1]!["label"] = "c";
        Assert.True(JsonNode.DeepEquals(document, JsonNode.Parse(await File.ReadAllTextAsync(Folder["in.ome.zarr/zarr.json"], Cancel))));
    }

    [Fact]
    public async Task Labels_follow_their_image_also_coarser_ones()
    {
        await WriteAsync("cyx");
        await OmeWriter.WriteLabelAsync(Store, "fine", new ushort[64, 64].AsSource(), new() { Pyramid = Pyramid.Of(3) }, Cancel);
        var coarse = new LabelImage { ImageLabel = new(), Multiscales = [Multiscale.FromDimensions([new("y", 2), new("x", 2)], "coarse")] };
        await using (var builder = new LabelsBuilder(Folder["in.ome.zarr/labels"], new() { Pyramid = Pyramid.Of(3) }))
        {
            await builder.WriteLabelAsync(new Label("coarse", coarse, new ushort[32, 32].AsSource()), Cancel);
        }

        var changed = await SetAsync(new() { Scale = Sizes(("y", 0.5), ("x", 0.25)), SpaceUnit = "micrometer", Name = "new" });
        Assert.Equal(["", "labels/coarse", "labels/fine"], changed.Select(document => document.NodePath).Order());
        var image = await OpenAsync();
        Assert.Equal([0.5, 0.25], (await image.OpenLabelAsync("fine", Cancel)).Multiscale.PixelSize(0));
        Assert.Equal([1, 0.5], (await image.OpenLabelAsync("coarse", Cancel)).Multiscale.PixelSize(0));
        Assert.Equal("micrometer", (await image.OpenLabelAsync("coarse", Cancel)).Axes[0].Unit);
        Assert.NotEqual("new", (await image.OpenLabelAsync("fine", Cancel)).Multiscale.Name);
        Assert.True((await OmeStoreValidator.ValidateAsync(Store, null, null, Cancel)).IsValid);
    }

    [Fact]
    public async Task Metadata_of_0_4_are_changed_too()
    {
        var image = Image.FromDimensions([new("y"), new("x")], "old", levels: 2);
        Directory.CreateDirectory(Store);
        await File.WriteAllTextAsync(Folder["in.ome.zarr/.zgroup"], """{"zarr_format":2}""", Cancel);
        await File.WriteAllTextAsync(Folder["in.ome.zarr/.zattrs"], image.ToV04().Value.ToJsonText(), Cancel);
        foreach (var (level, length) in ((int, int)[])[(0, 8), (1, 4)])
        {
            Directory.CreateDirectory(Folder[$"in.ome.zarr/{level}"]);
            var array = $$"""{"zarr_format":2,"shape":[{{length}},{{length}}],"chunks":[8,8],"dtype":"<u2","compressor":null,"fill_value":0,"order":"C","filters":null,"dimension_separator":"/"}""";
            await File.WriteAllTextAsync(Folder[$"in.ome.zarr/{level}/.zarray"], array, Cancel);
        }

        Assert.Equal(".zattrs", Assert.Single(await SetAsync(new() { Scale = Sizes(("y", 0.5)), SpaceUnit = "micrometer", ChannelNames = ["DAPI"] })).Document);
        var stored = await OpenAsync();
        Assert.Equal("0.4", stored.Version);
        Assert.Equal([1.0, 2.0], stored.Levels[1].PixelSize);
        Assert.Equal(("micrometer", "DAPI"), (stored.Axes[0].Unit, stored.Metadata.Omero!.Channels[0].Label));
    }

    [Fact]
    public async Task All_fields_of_a_plate_are_changed_or_those_of_a_well()
    {
        var image = Image.FromDimensions([new("y"), new("x")], "field");
        var (field, second) = (new Field("0", image, new ushort[4, 4].AsSource()), new Field("1", image, new ushort[4, 4].AsSource()));
        await OmeWriter.WritePlateAsync(Store, [new("A", "1", [field, second]), new("B", "2", [field])], cancellationToken: Cancel);
        Assert.Equal(["A/1/0", "A/1/1"], (await SetAsync(new() { Scale = Sizes(("x", 2)) }, "A/1")).Select(document => document.NodePath));
        Assert.Equal(["B/2/0"], (await SetAsync(new() { Scale = Sizes(("x", 2)) })).Select(document => document.NodePath));
        Assert.Equal([""], (await SetAsync(new() { Name = "screen 7" })).Select(document => document.NodePath));
        Assert.Equal("screen 7", (await OmePlate.OpenAsync(Store, cancellationToken: Cancel)).Name);
    }

    [Fact]
    public async Task OME_XML_of_a_collection_follows_and_keeps_what_else_is_in_it()
    {
        Image One(string name) => Image.FromDimensions([new("c"), new("y"), new("x", 0.5, "micrometer")], name) with { Omero = Omero.FromChannels(["a", "b"], [Window, Window]) };
        SeriesImage[] series = [new("first", One("one"), new ushort[2, 4, 4].AsSource()), new("second", One("two"), new ushort[2, 4, 4].AsSource())];
        await OmeWriter.WriteBioformats2RawAsync(Store, series, cancellationToken: Cancel);
        var file = Folder["in.ome.zarr/OME/METADATA.ome.xml"];
        var before = await File.ReadAllTextAsync(file, Cancel);
        var changed = await SetAsync(new() { Scale = Sizes(("x", 0.25)), ChannelNames = ["DAPI", "b"], ChannelColors = ["0000FF", "00FF00"] }, "second");
        Assert.Equal(["second", "OME"], changed.Select(document => document.NodePath));
        Assert.Contains("~ Image[1].PhysicalSizeX: 0.5 → 0.25", changed[1].Difference);
        Assert.Contains("~ Image[1].Channel[0].Name: a → DAPI", changed[1].Difference);
        var (old, now) = (before.Split("<Image "), (await File.ReadAllTextAsync(file, Cancel)).Split("<Image "));
        Assert.Equal(old[..2], now[..2]);
        Assert.Contains("PhysicalSizeX=\"0.25\" PhysicalSizeXUnit=\"\u00B5m\"", now[2], StringComparison.Ordinal);
        Assert.True((await OmeStoreValidator.ValidateAsync(Store, null, null, Cancel)).IsValid);
    }

    [Fact]
    public async Task A_dry_run_tells_the_same_and_changes_nothing()
    {
        await WriteAsync("zyx");
        var before = await File.ReadAllTextAsync(Folder["in.ome.zarr/zarr.json"], Cancel);
        var changes = new ImageChanges { Scale = Sizes(("z", 3)), Name = "x" };
        var told = await SetAsync(changes, dryRun: true);
        Assert.Equal(before, await File.ReadAllTextAsync(Folder["in.ome.zarr/zarr.json"], Cancel));
        Assert.Equal(told.SelectMany(document => document.Difference), (await SetAsync(changes)).SelectMany(document => document.Difference));
        Assert.Empty(await SetAsync(changes));
    }

    [Fact]
    public async Task Nothing_is_changed_if_something_does_not_fit()
    {
        var field = new Field("0", Image.FromDimensions([new("y"), new("x")], "field"), new ushort[4, 4].AsSource());
        var deep = new Field("0", Image.FromDimensions([new("z"), new("y"), new("x")], "field"), new ushort[2, 4, 4].AsSource());
        await OmeWriter.WritePlateAsync(Store, [new("A", "1", [deep]), new("B", "2", [field])], cancellationToken: Cancel);
        (ImageChanges Changes, string Message)[] cases =
        [
            (new() { Scale = Sizes(("z", 2)) }, "there is no axis z"),
            (new() { Scale = Sizes(("x", -1)) }, "above 0"),
            (new() { SpaceUnit = "furlong" }, "\"furlong\" is not a unit of space"),
            (new() { ChannelNames = ["a", "b"] }, "there are 2 names, and the image has 1 channel"),
            (new() { ChannelColors = ["green"] }, "\"green\" is not a colour"),
            (new(), "there is nothing to change"),
        ];
        foreach (var (changes, message) in cases)
        {
            Assert.Contains(message, (await Assert.ThrowsAsync<ArgumentException>(() => SetAsync(changes))).Message, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<NodeNotFoundException>(() => SetAsync(new() { Name = "x" }, "C/3/0"));
        Assert.Equal(1, (await OmeImage.OpenAsync(Folder["in.ome.zarr/A/1/0"], cancellationToken: Cancel)).Multiscale.PixelSize(0)[0]);
    }

    private static OmeroWindow Window => new() { Start = 0, Min = 0, End = 1, Max = 1 };

    private protected static Dictionary<string, double> Sizes(params ReadOnlySpan<(string Axis, double Size)> sizes)
    {
        var all = new Dictionary<string, double>();
        foreach (var (axis, size) in sizes)
        {
            all[axis] = size;
        }

        return all;
    }

    private static JsonObject Channel(string label, string odd) => new JsonObject
    {
        ["label"] = label,
        ["color"] = "FF0000",
        ["odd"] = odd,
        ["window"] = new JsonObject { ["start"] = 0.0, ["min"] = 0.0, ["end"] = 1.0, ["max"] = 1.0 },
    };

    private protected static void AssertNear(double[] expected, double[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First * (1 - 1e-12), pair.First * (1 + 1e-12)));

    private Task<IReadOnlyList<DocumentFix>> SetAsync(ImageChanges changes, string? image = null, bool dryRun = false) => isFolder
        ? OmeMetadataEditor.SetAsync(Store, changes, image, dryRun, Cancel)
        : CopyInStore.RunAsync(Store, location => OmeMetadataEditor.SetAsync(location, changes, image, dryRun, Cancel));

    private Task<OmeImage> OpenAsync() => OmeImage.OpenAsync(Store, cancellationToken: Cancel);

    private protected async Task WriteAsync(string axes, Func<Image, Image>? change = null)
    {
        var image = Image.FromDimensions([.. axes.Select(axis => new Dimension(axis.ToString()))], "cells");
        Shape shape = [.. axes.Select(axis => axis is 'y' or 'x' ? 64 : 2)];
        var pixels = ArraySource.FromFunction(shape, DataType.UInt16, (_, bytes) => bytes.Fill(1));
        await OmeWriter.WriteImageAsync(Store, change?.Invoke(image) ?? image, pixels, new() { Pyramid = Pyramid.Of(3) }, cancellationToken: Cancel);
    }
}
