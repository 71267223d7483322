using OmeZarr.V05;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Commands;

/// <summary>Several files become a collection.</summary>
public sealed class ConvertSeriesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ConvertSeriesTests()
    {
        TestFiles.WriteGray<ushort>(folder["first slide.ome.tif"], 2, 1, 2, 3, 4);
        TestFiles.WriteGray<byte>(folder["more/b.tif"], 1, 9);
        TestFiles.WriteGray<byte>(folder["more/10.tif"], 1, 10);
        TestFiles.WriteGray<byte>(folder["more/2.tif"], 1, 2);
    }

    private string Output => folder["out.zarr"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Images_are_numbered_in_the_order_given_and_named_after_their_files()
    {
        var summary = await Run.OutputOf("convert", folder["first slide.ome.tif"], TestFiles.Cells, folder["more"], Output, "--series", "--scale", "z=3");
        Assert.StartsWith($"{Output}  5 images   197 kB → ", summary, StringComparison.Ordinal);
        Assert.Equal(["0", "1", "2", "3", "4"], Assert.IsType<Series>((await OmeDocument.LoadAsync(folder["out.zarr/OME"], cancellationToken: Cancel)).Content).Paths);
        var images = await ImagesAsync(5);
        Assert.Equal(["first slide", "cells", "2", "10", "b"], images.Select(image => image.Multiscale.Name));
        Assert.Equal([1, 3, 0.25, 0.25], images[1].Levels[0].PixelSize);
        Assert.Equal(new ushort[] { 1, 2, 3, 4 }, await images[0].Levels[0].ReadAsync<ushort>(Cancel));
        Assert.Equal(new byte[] { 10 }, await images[3].Levels[0].ReadAsync<byte>(Cancel));
    }

    [Fact]
    public async Task Each_image_has_the_display_windows_of_its_own_pixels()
    {
        TestFiles.WriteGray<byte>(folder["a/same.tif"], 1, 3);
        TestFiles.WriteGray<byte>(folder["b/same.tif"], 1, 200);
        await Run.OutputOf("convert", folder["a/same.tif"], folder["b/same.tif"], Output, "--series", "--channel-names", "GFP");
        Assert.Equal([3, 200], (await ImagesAsync(2)).Select(image => image.Metadata.Omero!.Channels[0].Window!.End));
    }

    [Fact]
    public async Task Every_document_is_valid_and_the_OME_XML_names_the_images()
    {
        await Run.OutputOf("convert", folder["first slide.ome.tif"], TestFiles.Cells, Output, "--series");
        await ValidDocuments.RequireAsync(Output, OmeDocumentKind.Bioformats2Raw, OmeDocumentKind.Series, OmeDocumentKind.Image);
        var xml = System.Xml.Linq.XDocument.Load(folder["out.zarr/OME/METADATA.ome.xml"]);
        Assert.Equal(["first slide", "cells"], xml.Root!.Elements().Where(element => element.Name.LocalName == "Image").Select(image => image.Attribute("Name")?.Value));
    }

    [Fact]
    public async Task An_image_that_OME_XML_cannot_describe_leaves_it_out_with_a_warning()
    {
        TestFiles.WriteGray<ulong>(folder["large.tif"], 1, 7);
        var arguments = new[] { "convert", folder["more/b.tif"], folder["large.tif"], Output, "--series" };
        const string Expected = "METADATA.ome.xml is left out: series 1: OME-XML has no pixel type for uint64";
        Assert.EndsWith($" s\n  warning: {Expected}\n", await Run.OutputOf(arguments), StringComparison.Ordinal);
        Assert.False(File.Exists(folder["out.zarr/OME/METADATA.ome.xml"]));
        var json = System.Text.Json.Nodes.JsonNode.Parse(await Run.OutputOf([.. arguments, "--overwrite", "--json"]))!;
        Assert.Equal([Expected], json["warnings"]!.AsArray().Select(warning => (string?)warning));
    }

    [Theory]
    [InlineData("1,64,64", "2,128,128", "2,2", "1,1,64,64", "1,2,128,128")]
    [InlineData("2,1,2,3", "none", "2,2", "2,1,2,3", null)]
    public async Task Chunks_and_shards_fit_images_of_different_numbers_of_axes(string chunks, string shards, string small, string large, string? shard)
    {
        await Run.OutputOf("convert", folder["first slide.ome.tif"], TestFiles.Cells, Output, "--series", "--chunks", chunks, "--shards", shards);
        var arrays = (await ImagesAsync(2)).ConvertAll(image => image.Levels[0].ZarrArray);
        Assert.Equal(small, string.Join(",", arrays[0].InnerChunkShape ?? arrays[0].ChunkShape));
        Assert.Equal(large, string.Join(",", arrays[1].InnerChunkShape ?? arrays[1].ChunkShape));
        Assert.Equal(shard, arrays[1].InnerChunkShape is null ? null : string.Join(",", arrays[1].ChunkShape));
    }

    [Fact]
    public async Task The_OME_XML_is_left_out_on_request()
    {
        await Run.OutputOf("convert", folder["more"], Output, "--series", "--no-ome-xml");
        Assert.False(File.Exists(folder["out.zarr/OME/METADATA.ome.xml"]));
        Assert.Equal(3, (await ImagesAsync(3)).Count);
    }

    [Fact]
    public async Task Info_tells_the_images()
    {
        await Run.OutputOf("convert", folder["first slide.ome.tif"], folder["more/b.tif"], Output, "--series");
        Directory.Delete(folder["out.zarr/1"], recursive: true);
        Assert.Equal(
            $"""
            {Output}   OME-Zarr 0.5 collection (bioformats2raw)
              images    0 · 1
              0         "first slide" 2 x 2 uint16 (y, x)
              1         cannot be opened: no Zarr node at /1: neither 1/zarr.json nor 1/.zgroup exists in {Output}

            """,
            await Run.OutputOf("info", Output));
    }

    [Theory]
    [InlineData("--scale: there is no axis t; the image has c, z, y, x", "--scale", "t=1")]
    [InlineData("--channel-names gives 2 names, ~/first slide.ome.tif has 1 channel", "--channel-names", "A,B")]
    public Task Options_that_do_not_fit_all_images(string line, params string[] options)
    {
        File.Copy(TestFiles.Cells, folder["cells.tif"]);
        return ErrorLines.RequireAsync(folder, line, ["cells.tif", "first slide.ome.tif", "new.zarr", "--series", .. options]);
    }

    private async Task<List<OmeImage>> ImagesAsync(int count)
    {
        var images = new List<OmeImage>();
        for (var i = 0; i < count; i++)
        {
            images.Add(await OmeImage.OpenAsync(Path.Join(Output, $"{i}"), cancellationToken: Cancel));
        }

        return images;
    }
}
