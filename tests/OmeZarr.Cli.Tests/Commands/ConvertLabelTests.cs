using OmeZarr.V05;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Commands;

/// <summary>An image and its labels in one command.</summary>
public sealed class ConvertLabelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ConvertLabelTests()
    {
        TestFiles.WriteGray<byte>(folder["a.tif"], 2, 1, 2, 3, 4);
        TestFiles.WriteGray<byte>(folder["b.tif"], 2, 5, 6, 7, 8);
        TestFiles.WriteGray<ushort>(folder["mask=1.tif"], 2, 0, 1, 1, 300);
        TestFiles.WriteGray<ushort>(folder["mask=2.tif"], 2, 0, 7, 7, 0);
        TestFiles.WriteGray<float>(folder["float.tif"], 2, 0, 1, 2, 3);
        TestFiles.WriteGray<ushort>(folder["wide.tif"], 4, 0, 1, 1, 300);
        File.Copy(TestFiles.Cells, folder["cells.tif"]);
    }

    private string Output => folder["out.zarr"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Labels_have_pixel_size_and_unit_of_the_image_but_no_channels()
    {
        var summary = await Run.OutputOf(
            "convert", folder["a.tif"], folder["b.tif"], Output, "--stack", "c", "--scale", "y=0.5,x=0.25", "--unit", "micrometer", "--label", $"nuclei={folder["mask=1.tif"]}", "--label", $"cells = {folder["mask=2.tif"]}");
        Assert.StartsWith($"{Output}  2 x 2 x 2 uint8 (c, y, x) with labels nuclei, cells   24 bytes → ", summary, StringComparison.Ordinal);
        var label = await OmeImage.OpenAsync(folder["out.zarr/labels/nuclei"], cancellationToken: Cancel);
        Assert.Equal(["y", "x"], label.Axes.Select(axis => axis.Name));
        Assert.Equal([0.5, 0.25], label.Levels[0].PixelSize);
        Assert.Equal(["micrometer", "micrometer"], label.Axes.Select(axis => axis.Unit));
        Assert.Equal(new ushort[] { 0, 1, 1, 300 }, await label.Levels[0].ReadAsync<ushort>(Cancel));
        Assert.Equal(["nuclei", "cells"], Assert.IsType<LabelsGroup>((await OmeDocument.LoadAsync(folder["out.zarr/labels"], cancellationToken: Cancel)).Content).Labels);
        Assert.Contains("\n  labels    nuclei · cells\n", await Run.OutputOf("info", Output), StringComparison.Ordinal);
        await ValidDocuments.RequireAsync(Output, OmeDocumentKind.Image, OmeDocumentKind.LabelImage, OmeDocumentKind.LabelsGroup);
    }

    [Fact]
    public async Task Lengths_of_chunks_and_shards_are_those_of_the_image_without_channels()
    {
        await Run.OutputOf("convert", folder["a.tif"], folder["b.tif"], Output, "--stack", "c", "--chunks", "2,1,1", "--shards", "2,2,1", "--label", $"nuclei={folder["mask=1.tif"]}");
        Assert.Contains("chunks 2 x 2 x 1   inner chunks 2 x 1 x 1", await Run.OutputOf("info", Output), StringComparison.Ordinal);
        Assert.Contains("chunks 2 x 1   inner chunks 1 x 1", await Run.OutputOf("info", folder["out.zarr/labels/nuclei"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Masks_of_single_files_are_stacked_like_the_image()
    {
        await Run.OutputOf("convert", folder["a.tif"], folder["b.tif"], Output, "--stack", "t", "--scale", "t=7", "--label", $"nuclei={folder["mask=?.tif"]}");
        var label = await OmeImage.OpenAsync(folder["out.zarr/labels/nuclei"], cancellationToken: Cancel);
        Assert.Equal(["t", "y", "x"], label.Axes.Select(axis => axis.Name));
        Assert.Equal([7, 1, 1], label.Levels[0].PixelSize);
        Assert.Equal(new ushort[] { 0, 1, 1, 300, 0, 7, 7, 0 }, await label.Levels[0].ReadAsync<ushort>(Cancel));
    }

    [Theory]
    [InlineData("--label nuclei: expected a name and a file, such as nuclei=mask.tif", "nuclei")]
    [InlineData("--label =a.tif: expected a name and a file, such as nuclei=mask.tif", "=a.tif")]
    [InlineData("--label nuclei=: expected a name and a file, such as nuclei=mask.tif", "nuclei=")]
    [InlineData("--label: the name Nuclei is given twice (capitals do not count)", "Nuclei=~/mask=1.tif", "nuclei=~/mask=2.tif")]
    [InlineData("~/none.tif: no such file", "nuclei=~/none.tif")]
    [InlineData("~/none*.tif: no file matches", "nuclei=~/none*.tif")]
    [InlineData("--label nuclei: there are 2 files; give one, or as many as the image has with --stack z or t", "nuclei=~/mask=?.tif")]
    [InlineData("--label nuclei: ~/wide.tif is 1 x 4 uint16 (y, x), the image 2 x 2 uint8 (y, x); labels are as large as their image", "nuclei=~/wide.tif")]
    [InlineData("--label nuclei: ~/cells.tif has the axes c, z, y, x, the image y, x; labels are one number for each pixel, without channels or colours", "nuclei=~/cells.tif")]
    [InlineData("--label nuclei: ~/float.tif is float32; labels are numbers of objects, so save it with integers of 8, 16 or 32 bits (ImageJ: Image > Type > 16-bit without scaling; Python: mask.astype(\"uint32\"))", "nuclei=~/float.tif")]
    [InlineData("label ../x: \"../x\" cannot be the name of a label: it has a slash; choose letters, digits, \"-\", \"_\" and \".\"", "../x=~/mask=1.tif")]
    public Task Labels_that_cannot_be(string line, params string[] labels) =>
        ErrorLines.RequireAsync(folder, line, ["a.tif", "new.zarr", .. labels.SelectMany(label => new[] { "--label", label })]);

    [Theory]
    [InlineData("--label nuclei: ~/mask=1.tif is 1 x 2 x 2 uint16 (z, y, x), the image 2 x 2 x 2 uint8 (z, y, x); labels are as large as their image", "z")]
    [InlineData("--label nuclei: ~/mask=1.tif is 1 x 2 x 2 uint16 (t, y, x), the image 2 x 2 x 2 uint8 (t, y, x); labels are as large as their image", "t")]
    public Task One_mask_does_not_fit_a_stack(string line, string axis) =>
        ErrorLines.RequireAsync(folder, line, "a.tif", "b.tif", "new.zarr", "--stack", axis, "--label", "nuclei=~/mask=1.tif");
}
