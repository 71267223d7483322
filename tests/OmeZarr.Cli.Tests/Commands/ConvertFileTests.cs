using System.Text.Json;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Commands;

/// <summary>Files of several images: collections, plates, single images, smaller copies, and what is said of the rest.</summary>
public sealed class ConvertFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Output => folder["out.zarr"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Several_images_become_a_collection_with_the_OME_XML_of_the_file()
    {
        var summary = await Run.OutputOf("convert", WriteTwoImages(), Output, "--json");
        var collection = await OmeCollection.OpenAsync(Output, cancellationToken: Cancel);
        Assert.Equal(2, collection.Paths.Count);
        var (first, second) = (await collection.OpenImageAsync(0, Cancel), await collection.OpenImageAsync(1, Cancel));
        Assert.Equal(("left", "right"), (first.Multiscale.Name, second.Multiscale.Name));
        Assert.Equal([1, 2, 3, 4, 5, 6], (await first.Levels[0].ReadAsync<byte>(Cancel)).ToArray());
        Assert.Equal([7, 8], (await second.Levels[0].ReadAsync<byte>(Cancel)).ToArray());
        var xml = await File.ReadAllTextAsync(Path.Join(Output, "OME", "METADATA.ome.xml"), Cancel);
        Assert.Contains("kept as it is", xml, StringComparison.Ordinal);
        Assert.DoesNotContain("TiffData", xml, StringComparison.Ordinal);
        Assert.Equal(["left", "right"], JsonDocument.Parse(summary).RootElement.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task A_number_takes_one_image()
    {
        await Run.OutputOf("convert", WriteTwoImages(), Output, "--series", "1");
        var image = await OmeImage.OpenAsync(Output, cancellationToken: Cancel);
        Assert.Equal([7, 8], (await image.Levels[0].ReadAsync<byte>(Cancel)).ToArray());
        var run = await Run.Of("convert", folder["two.ome.tif"], folder["b.zarr"], "--series", "2");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"--series 2: {folder["two.ome.tif"]} has 2 images, counted from 0:\n  0  2 x 3 uint8 (y, x)  left\n  1  1 x 2 uint8 (y, x)  right", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["b.zarr"]));
    }

    [Fact]
    public async Task All_images_of_all_files_have_the_names_of_both()
    {
        TestFiles.WriteGray<byte>(folder["alone.tif"], 1, 9);
        await Run.OutputOf("convert", WriteTwoImages(), folder["alone.tif"], Output, "--series");
        var collection = await OmeCollection.OpenAsync(Output, cancellationToken: Cancel);
        var names = new List<string?>();
        for (var i = 0; i < collection.Paths.Count; i++)
        {
            names.Add((await collection.OpenImageAsync(i, Cancel)).Multiscale.Name);
        }

        Assert.Equal(["two - left", "two - right", "alone"], names);
    }

    [Theory]
    [InlineData("--label", "holds 2 images; labels describe one image, so choose one with --series N")]
    [InlineData("--stack", "holds 2 images; choose one with --series N, or convert this file alone to make a collection of all:")]
    public async Task Where_one_image_is_needed_several_are_an_error(string option, string message)
    {
        TestFiles.WriteGray<byte>(folder["mask.tif"], 3, 1, 2, 3, 4, 5, 6);
        string[] args = option == "--label"
            ? ["convert", WriteTwoImages(), Output, "--label", $"nuclei={folder["mask.tif"]}"]
            : ["convert", WriteTwoImages(), folder["mask.tif"], Output, "--stack", "z"];
        var run = await Run.Of(args);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Output));
    }

    [Fact]
    public async Task A_file_that_describes_a_plate_becomes_a_plate()
    {
        var plate = "<Plate ID=\"Plate:0\" Name=\"screen 7\" Rows=\"2\" Columns=\"3\" RowNamingConvention=\"letter\" ColumnNamingConvention=\"number\">"
            + "<Well ID=\"Well:0\" Row=\"0\" Column=\"1\"><WellSample ID=\"WellSample:0\" Index=\"0\"><ImageRef ID=\"Image:0\"/></WellSample></Well>"
            + "<Well ID=\"Well:1\" Row=\"1\" Column=\"2\"><WellSample ID=\"WellSample:1\" Index=\"1\"><ImageRef ID=\"Image:1\"/></WellSample></Well></Plate>";
        var file = new OmeTiffFile().Page(2, [1, 2]).Page(2, [3, 4]).Page(2, [5, 6]).Write(
            folder["plate.ome.tif"],
            OmeTiffFile.Document(plate + OmeTiffFile.Image(0, "a", 2, 1, 0) + OmeTiffFile.Image(1, "b", 2, 1, 1) + OmeTiffFile.Image(2, "overview of all", 2, 1, 2)));
        var strict = await Run.Of("convert", file, Output, "--strict");
        Assert.Equal(2, strict.ExitCode);
        Assert.StartsWith("omezarr: --strict: ", strict.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Output));

        var run = await Run.Of("convert", file, Output, "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal($"warning: {file}: the image overview of all is left out, because it is in no well of the plate; --series keeps all images in a collection\n", run.Error);
        var finding = Assert.Single(JsonDocument.Parse(run.Out).RootElement.GetProperty("findings").EnumerateArray());
        Assert.Equal(("left-out", file), (finding.GetProperty("kind").GetString(), finding.GetProperty("file").GetString()));
        var written = await OmePlate.OpenAsync(Output, cancellationToken: Cancel);
        Assert.Equal("screen 7", written.Metadata.Definition.Name);
        Assert.Equal(["A", "B"], written.Metadata.Definition.Rows.Select(row => row.Name));
        Assert.Equal(["1", "2", "3"], written.Metadata.Definition.Columns.Select(column => column.Name));
        Assert.Equal(["A/2", "B/3"], written.Metadata.Definition.Wells.Select(well => well.Path).Order());
    }

    [Fact]
    public async Task Smaller_copies_can_be_kept_or_converted()
    {
        var file = new OmeTiffFile().Page(4, [.. Enumerable.Range(0, 16).Select(i => (byte)i)], (2, [10, 11, 12, 13])).Write(
            folder["levels.ome.tif"],
            OmeTiffFile.Document(OmeTiffFile.Image(0, "a", 4, 4, 0, attributes: "PhysicalSizeX=\"0.5\" PhysicalSizeY=\"0.5\"")));
        await Run.OutputOf("convert", file, Output, "--keep-levels");
        var image = await OmeImage.OpenAsync(Output, cancellationToken: Cancel);
        Assert.Equal(2, image.Levels.Count);
        Assert.Equal([10, 11, 12, 13], (await image.Levels[1].ReadAsync<byte>(Cancel)).ToArray());
        Assert.Equal([1.0, 1.0], image.Multiscale.PixelSize(1));
        Assert.Equal([0.25, 0.25], image.Multiscale.Origin(1));

        await Run.OutputOf("convert", file, folder["small.zarr"], "--level", "1");
        var small = await OmeImage.OpenAsync(folder["small.zarr"], cancellationToken: Cancel);
        Assert.Equal([10, 11, 12, 13], (await small.Levels[0].ReadAsync<byte>(Cancel)).ToArray());
        Assert.Equal([1.0, 1.0], small.Multiscale.PixelSize(0));
        Assert.Equal(["micrometer", "micrometer"], small.Multiscale.Units);

        var run = await Run.Of("convert", file, folder["none.zarr"], "--level", "2");
        Assert.Equal((2, $"omezarr: --level 2: {file} has 1 smaller copy of the image\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Colours_of_the_file_are_shown()
    {
        // 0xFF0000FF (red, opaque) and 0x00FF00FF (green) as signed numbers.
        var file = new OmeTiffFile().Page(2, [1, 2]).Page(2, [3, 4]).Write(
            folder["colours.ome.tif"],
            OmeTiffFile.Document(OmeTiffFile.Image(0, "a", 2, 1, 0, "SizeC=\"2\" SizeZ=\"1\" SizeT=\"1\"", "<Channel ID=\"Channel:0\" Name=\"RFP\" Color=\"-16776961\"/><Channel ID=\"Channel:1\" Color=\"16711935\"/>", planes: 2)));
        await Run.OutputOf("convert", file, Output);
        var channels = (await OmeImage.OpenAsync(Output, cancellationToken: Cancel)).Metadata.Omero!.Channels;
        Assert.Equal([("RFP", "FF0000"), ("channel 1", "00FF00")], channels.Select(channel => (channel.Label!, channel.Color!)));
    }

    [Fact]
    public async Task Three_channels_are_colours_if_the_user_says_so()
    {
        foreach (var (i, name) in new[] { "r", "g", "b" }.Index())
        {
            TestFiles.WriteGray<byte>(folder[$"{name}.tif"], 2, (byte)(10 * i), (byte)((10 * i) + 100));
        }

        await Run.OutputOf("convert", folder["r.tif"], folder["g.tif"], folder["b.tif"], Output, "--stack", "c", "--rgb");
        var channels = (await OmeImage.OpenAsync(Output, cancellationToken: Cancel)).Metadata.Omero!.Channels;
        Assert.Equal(["FF0000", "00FF00", "0000FF"], channels.Select(channel => channel.Color));
        Assert.Single(channels.Select(channel => channel.Window).Distinct());
        var run = await Run.Of("convert", folder["r.tif"], folder["b.zarr"], "--rgb");
        Assert.Equal((2, $"omezarr: --rgb: {folder["r.tif"]} has 1 channel; red, green, blue (and opacity) are 3 or 4\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Planes_that_are_missing_are_told_and_counted()
    {
        var file = new OmeTiffFile().Page(2, [1, 2]).Page(2, [3, 4]).Write(
            folder["short.ome.tif"], OmeTiffFile.Document(OmeTiffFile.Image(0, "a", 2, 1, 0, "SizeC=\"1\" SizeZ=\"3\" SizeT=\"1\"", planes: 3)));
        var run = await Run.Of("convert", file, Output, "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith($"warning: {file}: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(JsonDocument.Parse(run.Out).RootElement.GetProperty("findings").EnumerateArray(), finding => finding.GetProperty("kind").GetString() == "missing");
        var image = await OmeImage.OpenAsync(Output, cancellationToken: Cancel);
        Assert.Equal([1, 2, 3, 4, 0, 0], (await image.Levels[0].ReadAsync<byte>(Cancel)).ToArray());
    }

    [Fact]
    public async Task A_list_of_files_is_given_by_a_file()
    {
        TestFiles.WriteGray<byte>(folder["2.tif"], 2, 1, 2);
        TestFiles.WriteGray<byte>(folder["10.tif"], 2, 3, 4);
        await File.WriteAllLinesAsync(folder["list.txt"], [folder["2.tif"], string.Empty, $"  {folder["10.tif"]} "], Cancel);
        await Run.OutputOf("convert", "@" + folder["list.txt"], Output, "--stack", "z");
        Assert.Equal([1, 2, 3, 4], (await (await OmeImage.OpenAsync(Output, cancellationToken: Cancel)).Levels[0].ReadAsync<byte>(Cancel)).ToArray());
        var missing = await Run.Of("convert", "@" + folder["none.txt"], folder["b.zarr"]);
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("there is no file", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_PNG_is_converted_too()
    {
        // 2 x 1 pixels of 16 bits, 258 and 772, written by zlib of Python.
        byte[] png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAIAAAABEAAAAACB2fwVAAAADUlEQVR42mNgZGJmAQAAGQALOARUtAAAAABJRU5ErkJggg==");
        await File.WriteAllBytesAsync(folder["a.png"], png, Cancel);
        var run = await Run.Of("convert", folder["a.png"], Output);
        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        var image = await OmeImage.OpenAsync(Output, cancellationToken: Cancel);
        Assert.Equal([258, 772], (await image.Levels[0].ReadAsync<ushort>(Cancel)).ToArray());
    }

    [Theory]
    [InlineData("PositionX=\"2\" PositionXUnit=\"mm\" PositionY=\"-7\" PositionYUnit=\"µm\"", new[] { -7.0, 2000 })]
    [InlineData("PositionX=\"2\" PositionXUnit=\"reference frame\" PositionY=\"3\" PositionYUnit=\"nm\"", new[] { 0.003, 0 })]
    [InlineData("", new[] { 0.0, 0 })]
    public async Task The_position_is_where_the_image_begins(string position, double[] expected)
    {
        var plane = $"<TiffData/><Plane TheZ=\"0\" TheC=\"0\" TheT=\"0\" {position}/>";
        var file = new OmeTiffFile().Page(2, [1, 2]).Write(
            folder["placed.ome.tif"],
            OmeTiffFile.Document(OmeTiffFile.Image(0, "a", 2, 1, 0, attributes: "PhysicalSizeX=\"0.5\" PhysicalSizeY=\"0.5\"").Replace("<TiffData IFD=\"0\" PlaneCount=\"1\"/>", plane, StringComparison.Ordinal)));
        await Run.OutputOf("convert", file, Output);
        Assert.Equal(expected, (await OmeImage.OpenAsync(Output, cancellationToken: Cancel)).Multiscale.Origin(0));
    }

    [Fact]
    public async Task A_name_is_for_one_image()
    {
        var run = await Run.Of("convert", WriteTwoImages(), Output, "--name", "cells");
        Assert.Equal((2, $"omezarr: --name: {folder["two.ome.tif"]} holds 2 images, which have names of their own; choose one with --series N, or leave the names as they are\n"), (run.ExitCode, run.Error));
        Assert.False(Directory.Exists(Output));
        TestFiles.WriteGray<byte>(folder["mask.tif"], 2, 0, 1);
        await Run.OutputOf("convert", folder["two.ome.tif"], Output, "--series", "1", "--name", "cells", "--label", $"nuclei={folder["mask.tif"]}");
        var image = await OmeImage.OpenAsync(Output, cancellationToken: Cancel);
        Assert.Equal("cells", image.Multiscale.Name);
        Assert.Equal(["nuclei"], await image.ListLabelsAsync(Cancel));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("--series")]
    public async Task Complex_numbers_are_converted_without_windows(string option)
    {
        var bytes = new byte[352 + 16];
        BitConverter.GetBytes(348).CopyTo(bytes, 0);
        (bytes[40], bytes[42], bytes[44], bytes[70]) = (2, 2, 1, 32);
        BitConverter.GetBytes(352f).CopyTo(bytes, 108);
        "n+1\0"u8.CopyTo(bytes.AsSpan(344));
        BitConverter.GetBytes(1.5f).CopyTo(bytes, 352);
        BitConverter.GetBytes(-2f).CopyTo(bytes, 364);
        await File.WriteAllBytesAsync(folder["complex.nii"], bytes, Cancel);
        await Run.OutputOf(["convert", folder["complex.nii"], Output, .. option == "plain" ? Array.Empty<string>() : [option]]);
        var image = await OmeImage.OpenAsync(option == "plain" ? Output : Path.Join(Output, "0"), cancellationToken: Cancel);
        Assert.Null(image.Metadata.Omero);
        Assert.Equal([new Zarr.Complex64(1.5f, 0), new Zarr.Complex64(0, -2)], (await image.Levels[0].ReadAsync<Zarr.Complex64>(Cancel)).ToArray());
    }

    [Fact]
    public async Task A_file_of_no_known_kind_is_refused_with_the_kinds_that_are()
    {
        await File.WriteAllTextAsync(folder["a.czi"], "ZISRAWFILE", Cancel);
        var run = await Run.Of("convert", folder["a.czi"], Output);
        Assert.Equal((2, $"omezarr: {folder["a.czi"]}: not a file of a kind that is read (TIFF, PNG, JPEG, NIfTI, MRC, HDF5); convert it to OME-TIFF first, for example with bfconvert of Bio-Formats\n"), (run.ExitCode, run.Error));
    }

    private string WriteTwoImages() => new OmeTiffFile().Page(3, [1, 2, 3, 4, 5, 6]).Page(2, [7, 8]).Write(
        folder["two.ome.tif"],
        OmeTiffFile.Document("<Experimenter ID=\"Experimenter:0\" LastName=\"kept as it is\"/>" + OmeTiffFile.Image(0, "left", 3, 2, 0) + OmeTiffFile.Image(1, "right", 2, 1, 1)));
}
