using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Commands;

public sealed class ConvertErrorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ConvertErrorTests()
    {
        TestFiles.WriteGray(folder["a.tif"], 8, Enumerable.Range(0, 64).Select(i => (ushort)i).ToArray());
        TestFiles.WriteGray(folder["small.tif"], 4, new ushort[16]);
        TestFiles.WriteGray(folder["bytes.tif"], 8, new byte[64]);
        File.WriteAllBytes(folder["empty.tif"], []);
        File.WriteAllText(folder["text.tif"], "hello");
        File.WriteAllBytes(folder["truncated.tif"], File.ReadAllBytes(folder["a.tif"])[..300]);
        File.Copy(TestFiles.Cells, folder["cells.tif"]);
        Directory.CreateDirectory(folder["folder"]);
        Directory.CreateDirectory(folder["old.zarr"]);
        File.WriteAllText(folder["old.zarr/zarr.json"], """{"zarr_format":3,"node_type":"group"}""");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("~/missing.tif: no such file", "missing.tif", "out")]
    [InlineData("~/folder: is a folder; say what its files are: --plate or --series, or name the files of one image and --stack them", "folder", "out")]
    [InlineData("~/empty.tif: not a TIFF file", "empty.tif", "out")]
    [InlineData("~/text.tif: not a TIFF file", "text.tif", "out")]
    [InlineData("~/truncated.tif: page 0: strip 0 is truncated: 128 bytes at 256 of 300", "truncated.tif", "out")]
    [InlineData("~/no*.tif: no file matches", "no*.tif", "out")]
    [InlineData("there are 2 input files; say along which axis to stack them: --stack c, z or t; or keep each an image with --series, or make a plate with --plate", "a.tif", "a.tif", "out")]
    [InlineData("~/small.tif is 4 x 4 uint16 (y, x), ~/a.tif is 8 x 8 uint16 (y, x); only equal images can be stacked", "a.tif", "small.tif", "out", "--stack", "c")]
    [InlineData("~/bytes.tif is 8 x 8 uint8 (y, x), ~/a.tif is 8 x 8 uint16 (y, x); only equal images can be stacked", "a.tif", "bytes.tif", "out", "--stack", "c")]
    public Task Inputs_that_cannot_be_used(string line, params string[] args) => RequireError(line, args);

    [Theory]
    [InlineData("~/old.zarr exists; --overwrite replaces it. Nothing was changed", "a.tif", "old.zarr")]
    [InlineData("~/folder exists and is not a Zarr v3 hierarchy; choose another path. Nothing was changed", "a.tif", "folder", "--overwrite")]
    [InlineData("~/text.tif exists and is not a Zarr v3 hierarchy; choose another path. Nothing was changed", "a.tif", "text.tif", "--overwrite")]
    [InlineData("~/a.tif exists and is not a Zarr v3 hierarchy; choose another path. Nothing was changed", "a.tif", "a.tif", "--overwrite")]
    [InlineData("~/text.tif/deep/out: cannot be made, because ~/text.tif is a file", "a.tif", "text.tif/deep/out")]
    [InlineData("~/truncated.tif: page 0: strip 0 is truncated: 128 bytes at 256 of 300", "truncated.tif", "old.zarr", "--overwrite")]
    [InlineData("~/truncated.tif: page 0: strip 0 is truncated: 128 bytes at 256 of 300", "truncated.tif", "new/deep/out.zarr")]
    public Task Outputs_that_cannot_be_made(string line, params string[] args) => RequireError(line, args);

    [Theory]
    [InlineData("~/old.zarr/x.tif lies in ~/old.zarr, which is to be replaced; move it out of there, or choose another output. Nothing was changed", "old.zarr/x.tif", "old.zarr", "--overwrite")]
    [InlineData("~/old.zarr/0/c/0/x.tif lies in ~/old.zarr, which is to be replaced; move it out of there, or choose another output. Nothing was changed", "a.tif", "old.zarr/0/c/0/x.tif", "old.zarr", "--stack", "c", "--overwrite")]
    [InlineData("~/link/x.tif lies in ~/old.zarr, which is to be replaced; move it out of there, or choose another output. Nothing was changed", "link/x.tif", "old.zarr", "--overwrite")]
    [InlineData("~/old.zarr/x.tif lies in ~/link, which is to be replaced; move it out of there, or choose another output. Nothing was changed", "old.zarr/x.tif", "link", "--overwrite")]
    [InlineData("~/old.zarr is the input ~/old.zarr or lies in it; choose another output. Nothing was changed", "old.zarr", "old.zarr", "--series", "--overwrite")]
    [InlineData("~/old.zarr/x.tif lies in ~/old.zarr, which is to be replaced; move it out of there, or choose another output. Nothing was changed", "a.tif", "old.zarr", "--label", "cells=~/old.zarr/x.tif", "--overwrite")]
    public Task Inputs_that_would_be_deleted_with_what_the_output_replaces(string line, params string[] args)
    {
        TestFiles.WriteGray(folder["old.zarr/0/c/0/x.tif"], 8, new ushort[64]);
        TestFiles.WriteGray(folder["old.zarr/x.tif"], 8, new ushort[64]);
        Directory.CreateSymbolicLink(folder["link"], "old.zarr");
        return RequireError(line, args);
    }

    [Fact]
    public async Task An_output_beside_its_input_is_none_of_these()
    {
        File.Move(folder["a.tif"], folder["old.zarr.tif"]);
        await Run.OutputOf("convert", folder["old.zarr.tif"], folder["old.zarr"], "--overwrite");
        await Run.OutputOf("convert", folder["old.zarr.tif"], folder["old.zarr/../new.zarr"]);
    }

    [Theory]
    [InlineData("--scale", "y=0", "--scale: 0 is not a pixel size, which is a number greater than 0")]
    [InlineData("--scale", "y=-1", "--scale: -1 is not a pixel size, which is a number greater than 0")]
    [InlineData("--scale", "y=NaN", "--scale: NaN is not a pixel size, which is a number greater than 0")]
    [InlineData("--scale", "y=1e400", "--scale: 1e400 is not a pixel size, which is a number greater than 0")]
    [InlineData("--scale", "y=1,y=2", "--scale y=1,y=2: the axis y is given twice")]
    [InlineData("--scale", "z=1", "--scale: there is no axis z; the image has y, x")]
    [InlineData("--scale", "0.5", "--scale 0.5: expected something like y=0.65,x=0.65")]
    [InlineData("--scale", "y=0,5", "--scale y=0,5: expected something like y=0.65,x=0.65")]
    [InlineData("--scale", "", "--scale \"\": expected something like y=0.65,x=0.65")]
    [InlineData("--unit", "y=second", "--unit: second is not a unit of space in OME-Zarr; there is micrometer, nanometer and others")]
    [InlineData("--unit", "t=second", "--unit: there is no axis t; the image has y, x")]
    [InlineData("--compression", "zip", "--compression zip: there is blosc-zstd, blosc-lz4, zstd, gzip, none; did you mean gzip?")]
    [InlineData("--chunks", "1,1,1", "--chunks 1,1,1: expected 2 lengths, one for each of the axes y, x of the image")]
    [InlineData("--chunks", "0,1", "--chunks 0,1: expected auto, whole, or a length for each axis, such as 1,256,256")]
    [InlineData("--chunks", "1x256", "--chunks 1x256: expected auto, whole, or a length for each axis, such as 1,256,256")]
    [InlineData("--shards", "1,1,1", "--shards 1,1,1: expected 2 numbers, one for each of the axes y, x of the image")]
    [InlineData("--shards", "chunks:2", "--shards chunks:2: expected 2 numbers, one for each of the axes y, x of the image")]
    [InlineData("--shards", "5,8", "--shards 5,8: shards hold whole chunks, which are 8,8; give multiples of these lengths, or count chunks: --shards chunks:1,4,4", "--chunks", "8,8")]
    [InlineData("--shards", "0,8", "--shards 0,8: expected none, auto, a length for each axis, such as 1,1024,1024, or chunks for each axis, such as chunks:1,4,4")]
    [InlineData("--shards", "chunks:", "--shards chunks:: expected none, auto, a length for each axis, such as 1,1024,1024, or chunks for each axis, such as chunks:1,4,4")]
    [InlineData("--skip", "x", "--skip leaves out files of a plate; it is given together with --plate")]
    [InlineData("--axes", "qx", "--axes qx: expected different letters of t, c, z, y, x, with y and x among them")]
    [InlineData("--axes", "yyx", "--axes yyx: expected different letters of t, c, z, y, x, with y and x among them")]
    [InlineData("--axes", "tzyx", "axes \"tzyx\" has 4 letters, ~/a.tif has 2 axes (8 x 8)")]
    [InlineData("--stack", "y", "--stack y: files are stacked along c, z or t")]
    [InlineData("--channel-names", "A,B", "--channel-names gives 2 names, the image has 1 channel")]
    [InlineData("--channel-names", "A,,B", "--channel-names A,,B: name 2 is empty")]
    [InlineData("--name", " ", "--name: the name is empty")]
    public Task Option_values_that_cannot_be(string option, string value, string line, params string[] more) => RequireError(line, ["a.tif", "out", option, value, .. more]);

    [Theory]
    [InlineData("--series", "--plate", "auto", "--series and --plate cannot be given together: the files are either images of their own or parts of a plate")]
    [InlineData("--series", "--stack", "c", "--series and --stack cannot be given together: the files are either images of their own or parts of one image")]
    [InlineData("--series", "--label", "a=b", "--series and --label cannot be given together: labels describe one image; convert it alone")]
    [InlineData("--series", "--name", "a", "--series and --name cannot be given together: the images are named after their files")]
    [InlineData("--plate=auto", "--stack", "c", "--plate and --stack cannot be given together: the pattern says what is stacked: its groups channel, z and time")]
    [InlineData("--plate=auto", "--label", "a=b", "--plate and --label cannot be given together: labels describe one image; convert it alone")]
    public Task Options_that_exclude_each_other(string one, string other, string value, string line) => RequireError(line, "a.tif", "out", one, other, value);

    [Theory]
    [InlineData("--stack", "c", "--stack c: ~/cells.tif has an axis c already (c, z, y, x); stack along another")]
    [InlineData("--channel-names", "A,B,C", "--channel-names gives 3 names, the image has 2 channels")]
    [InlineData("--unit", "c=second", "--unit: channels (c) have no unit")]
    [InlineData("--scale", "c=2", "--scale: channels (c) have no size")]
    public Task Option_values_that_do_not_fit_the_channels(string option, string value, string line) => RequireError(line, "cells.tif", "out", option, value);

    [Fact]
    public async Task Cancelling_leaves_nothing_behind()
    {
        var before = Snapshot();
        using var source = new CancellationTokenSource();
        using var error = new StringWriter { NewLine = "\n" };
        source.Cancel();
        string[] args = ["convert", folder["cells.tif"], folder["new/out"]];
        Assert.Equal(130, await Application.RunAsync(args, new Terminal(TextWriter.Null, error, false), source.Token));
        Assert.Equal("omezarr: cancelled; nothing was written\n", error.ToString());
        Assert.Equal(before, Snapshot());
    }

    private Task RequireError(string line, params string[] args) => ErrorLines.RequireAsync(folder, line, args);

    private string[] Snapshot() => ErrorLines.Snapshot(folder);
}
