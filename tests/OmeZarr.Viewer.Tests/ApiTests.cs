using System.Net;
using System.Text.Json.Nodes;
using OmeZarr.V05;
using Xunit;
using Zarr;

namespace OmeZarr.Viewer.Tests;

public sealed class ApiTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_is_there_and_tells_what_it_shows()
    {
        await using var served = await Served.CellsAsync();
        using var page = await served.SendAsync(string.Empty);
        Assert.Equal("text/html; charset=utf-8", page.Content.Headers.ContentType?.ToString());
        using var redirect = await served.SendAsync($"/{served.Token}");
        Assert.Equal((HttpStatusCode.Redirect, $"/{served.Token}/"), (redirect.StatusCode, redirect.Headers.Location?.ToString()));
        var root = await served.JsonAsync("api/root");
        Assert.Equal(("data.zarr", "image", "0.5"), ((string)root["name"]!, (string)root["node"]!["kind"]!, (string)root["node"]!["version"]!));
        await served.JsonAsync("assets/none.js", HttpStatusCode.NotFound);
        await served.JsonAsync("api/none", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_image_is_described()
    {
        await using var served = await Served.CellsAsync();
        var image = await served.JsonAsync("api/image");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"x":80,"y":60,"z":3,"c":2,"t":1}"""), image["sizes"]), image.ToJsonString());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"x":0.5,"y":0.5,"z":2,"t":1}"""), image["pixelSize"]), image.ToJsonString());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"x":"micrometer","y":"micrometer","z":"micrometer","t":null}"""), image["units"]), image.ToJsonString());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"width":80,"height":60,"tileSize":512,"maxLevel":7}"""), image["pyramid"]), image.ToJsonString());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""[{"name":"cells","path":"labels/cells"}]"""), image["labels"]), image.ToJsonString());
        Assert.Equal(["0", "1"], image["levels"]!.AsArray().Select(level => (string)level!["path"]!));
        var (dapi, gfp) = (image["channels"]![0]!, image["channels"]![1]!);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"index":0,"label":"DAPI","color":"0000FF","active":true,"inverted":false,"window":{"min":0,"max":255,"start":10,"end":200},"measured":false,"pending":false}"""), dapi), dapi.ToJsonString());
        Assert.Equal(("00FF00", "GFP"), ((string)gfp["color"]!, (string)gfp["label"]!));
        var label = await served.JsonAsync("api/image?path=labels/cells");
        Assert.Equal(("label", 0), ((string)label["kind"]!, label["channels"]!.AsArray().Count));
        await served.JsonAsync("api/image?path=labels", HttpStatusCode.NotFound);
        await served.JsonAsync("api/image?path=none", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_channel_without_a_window_gets_one_that_is_measured()
    {
        await using var served = await Served.WriteAsync(path => OmeWriter.WriteImageAsync(
            path, Image.FromDimensions([new Dimension("y", 1), new Dimension("x", 1)]), [Halves()], cancellationToken: Cancel));
        var channel = (await served.JsonAsync("api/image"))["channels"]!.AsArray().Single()!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"index":0,"label":"channel 0","color":"FFFFFF","active":true,"inverted":false,"window":{"min":0,"max":65535,"start":100,"end":900},"measured":true,"pending":false}"""), channel), channel.ToJsonString());
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("&z=2&c=1,FF00FF,20,120", "z2")]
    [InlineData("&projection=max&label=cells&opacity=1&outline=1", "max")]
    [InlineData("&c=none", "none")]
    public async Task A_tile_is_the_picture_of_the_image(string query, string what)
    {
        await using var served = await Served.CellsAsync();
        var image = await OmeImage.OpenAsync(served.Folder!["data.zarr"], cancellationToken: Cancel);
        var shown = (await new OmeTiles(image).DisplaysAsync(cancellationToken: Cancel)).ToValueList();
        RenderOptions options = what switch
        {
            "z2" => new() { Z = 2, Displays = [new ChannelDisplay(1) { Color = "FF00FF", Window = (20, 120) }] },
            "max" => new() { ProjectsZ = true, Labels = "cells", LabelOpacity = 1, OutlinesLabels = true, Displays = shown },
            "none" => new() { Displays = [] },
            _ => new() { Displays = shown },
        };
        Assert.Equal((await image.RenderAsync(options, Cancel)).EncodePng(isFast: true), await served.PngAsync($"api/tile?level=7&x=0&y=0{query}"));
        Assert.Equal((await image.RenderAsync(options with { Size = 40 }, Cancel)).EncodePng(isFast: true), await served.PngAsync($"api/tile?level=6&x=0&y=0{query}"));
        Assert.Equal((await image.RenderAsync(options, Cancel)).EncodePng(), await served.PngAsync($"api/picture?size=4096{query}"));
    }

    [Theory]
    [InlineData("level=8&x=0&y=0", HttpStatusCode.NotFound)]
    [InlineData("level=7&x=1&y=0", HttpStatusCode.NotFound)]
    [InlineData("level=7&x=0", HttpStatusCode.BadRequest)]
    [InlineData("level=-1&x=0&y=0", HttpStatusCode.BadRequest)]
    [InlineData("level=7&x=0&y=0&c=5", HttpStatusCode.BadRequest)]
    [InlineData("level=7&x=0&y=0&c=0,red,1,2", HttpStatusCode.BadRequest)]
    [InlineData("level=7&x=0&y=0&c=0,FF0000,2,1", HttpStatusCode.BadRequest)]
    [InlineData("level=7&x=0&y=0&c=0,FF0000,NaN,1", HttpStatusCode.BadRequest)]
    [InlineData("level=7&x=0&y=0&z=3", HttpStatusCode.BadRequest)]
    [InlineData("level=7&x=0&y=0&z=1&z=2", HttpStatusCode.BadRequest)]
    [InlineData("level=7&x=0&y=0&projection=mean", HttpStatusCode.BadRequest)]
    [InlineData("level=7&x=0&y=0&opacity=2", HttpStatusCode.BadRequest)]
    [InlineData("level=7&x=0&y=0&label=none", HttpStatusCode.NotFound)]
    public async Task A_wrong_tile_says_what_is_wrong(string query, HttpStatusCode expected)
    {
        await using var served = await Served.CellsAsync();
        Assert.NotEmpty((string)(await served.JsonAsync($"api/tile?{query}", expected))["error"]!);
    }

    [Fact]
    public async Task Values_are_those_under_the_pointer()
    {
        await using var served = await Served.CellsAsync();
        var value = await served.JsonAsync("api/value?x=10&y=20&z=1&label=cells");
        Assert.Equal([(2 * 1) + (3 * 20) + (4 * 10), 1 + 2 + 60 + 40], value["channels"]!.AsArray().Select(channel => (int)channel!["value"]!));
        Assert.Equal(["x 5 micrometer", "y 10 micrometer", "z 2 micrometer"], value["position"]!.AsArray().Select(place => $"{place!["axis"]} {place["value"]} {place["unit"]}"));
        Assert.Equal("cells", (string)value["labels"]![0]!["name"]!);
        Assert.Equal(3, (int)value["labels"]![0]!["value"]!);
        await served.JsonAsync("api/value?x=80&y=0", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_histogram_counts_every_pixel_of_a_small_image()
    {
        await using var served = await Served.CellsAsync();
        var histogram = await served.JsonAsync("api/histogram?channel=0&z=0");
        Assert.Equal((256, 80 * 60, false), (histogram["counts"]!.AsArray().Count, histogram["counts"]!.AsArray().Sum(count => (long)count!), (bool)histogram["sampled"]!));
        var auto = await served.JsonAsync("api/auto?channel=0&z=0&low=0&high=100");
        Assert.Equal(((double)histogram["min"]!, (double)histogram["max"]!), ((double)auto["start"]!, (double)auto["end"]!));
        await served.JsonAsync("api/auto?channel=0&low=50&high=50", HttpStatusCode.BadRequest);
        await served.JsonAsync("api/histogram?channel=9", HttpStatusCode.BadRequest);
        await served.JsonAsync("api/histogram", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Documents_are_shown_as_they_are_and_checked()
    {
        await using var served = await Served.CellsAsync();
        var documents = (await served.JsonAsync("api/metadata"))["documents"]!.AsArray();
        Assert.Equal(["zarr.json", "0/zarr.json", "1/zarr.json"], documents.Select(document => (string)document!["name"]!));
        Assert.Equal(await File.ReadAllTextAsync(served.Folder!["data.zarr/zarr.json"], Cancel), (string)documents[0]!["text"]!);
        var report = await served.JsonAsync("api/findings");
        Assert.Equal((true, 0), ((bool)report["valid"]!, (int)report["errors"]!));
        Assert.InRange((int)report["nodes"]!, 5, 20);
    }

    [Fact]
    public async Task Other_programs_get_addresses_that_work()
    {
        await using var served = await Served.CellsAsync(new ViewerOptions { AllowedOrigins = ["https://neuroglancer-demo.appspot.com"] });
        var links = await served.JsonAsync("api/links");
        using var document = await served.SendAsync((string)links["data"]! + "/zarr.json");
        Assert.Equal(HttpStatusCode.OK, document.StatusCode);
        var layers = links["neuroglancerState"]!["layers"]!.AsArray();
        Assert.Equal(["0 DAPI", "1 GFP"], layers.Select(layer => (string)layer!["name"]!));
        Assert.All(layers, layer => Assert.Equal($"{links["data"]}/|zarr3:", (string)layer!["source"]!));
        Assert.Equal("#0000FF", (string)layers[0]!["shaderControls"]!["color"]!);
        Assert.Equal([10, 200], layers[0]!["shaderControls"]!["contrast"]!["range"]!.AsArray().Select(number => (double)number!));
        Assert.Equal(1, (int)layers[1]!["localPosition"]![0]!);
        Assert.NotNull(layers[1]!["localDimensions"]!["c'"]);
        Assert.Equal(["https://neuroglancer-demo.appspot.com"], links["allowed"]!.AsArray().Select(origin => (string)origin!));
    }

    [Fact]
    public async Task A_plate_its_wells_and_fields_are_found()
    {
        await using var served = await Served.WriteAsync(async path =>
        {
            var image = Image.FromDimensions([new Dimension("y", 1), new Dimension("x", 1)]);
            await OmeWriter.WritePlateAsync(path, Fields(image), new PlateOptions { Name = "screen" }, cancellationToken: Cancel);
        });
        var plate = (await served.JsonAsync("api/root"))["node"]!;
        Assert.Equal(("plate", "screen"), ((string)plate["kind"]!, (string)plate["name"]!));
        Assert.Equal(["A/1", "B/2"], plate["plate"]!["wells"]!.AsArray().Select(well => (string)well!["path"]!));
        var well = await served.JsonAsync("api/node?path=B/2");
        Assert.Equal(("well", "plate", "B/2/0"), ((string)well["kind"]!, (string)well["parent"]!["kind"]!, (string)well["children"]![0]!["path"]!));
        Assert.Equal("well", (string)(await served.JsonAsync("api/node?path=B/2/0"))["parent"]!["kind"]!);
        Assert.NotEmpty(await served.PngAsync("api/thumbnail?path=&size=256"));
        Assert.NotEmpty(await served.PngAsync("api/thumbnail?path=B/2&size=64"));
    }

    [Fact]
    public async Task A_damaged_chunk_is_an_error_that_says_which()
    {
        await using var served = await Served.WriteAsync(async path =>
        {
            await Served.WriteCellsAsync(path);
            foreach (var chunk in Served.Chunks(path))
            {
                await File.WriteAllBytesAsync(chunk, [1, 2, 3], Cancel);
            }
        });
        var error = (string)(await served.JsonAsync("api/tile?level=7&x=0&y=0", HttpStatusCode.UnprocessableEntity))["error"]!;
        Assert.Contains("0/c/0/", error, StringComparison.Ordinal);
        Assert.NotEmpty(await served.PngAsync("api/tile?level=6&x=0&y=0"));
    }

    [Fact]
    public async Task A_missing_chunk_is_shown_as_its_fill_value()
    {
        await using var served = await Served.WriteAsync(async path =>
        {
            await Served.WriteCellsAsync(path);
            Served.Chunks(path).ToList().ForEach(File.Delete);
        });
        var value = await served.JsonAsync("api/value?x=10&y=20&z=1");
        Assert.Equal(0, (int)value["channels"]![0]!["value"]!);
        Assert.NotEmpty(await served.PngAsync("api/tile?level=7&x=0&y=0"));
    }

    private static IArraySource Halves()
    {
        var pixels = new ushort[600, 600];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i / 600, i % 600] = (ushort)(i < pixels.Length / 2 ? 100 : 900);
        }

        return pixels.AsSource();
    }

    private static List<WellFields> Fields(Image image) =>
        [.. new[] { ("A", "1"), ("B", "2") }.Select(well => new WellFields(well.Item1, well.Item2, [new Field("0", image, Served.Ramp(32, 32))]))];
}
