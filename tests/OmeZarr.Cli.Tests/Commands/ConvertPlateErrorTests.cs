using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Commands;

/// <summary>Files that make no plate.</summary>
public sealed class ConvertPlateErrorTests : IDisposable
{
    private const string Pattern = "(?<well>[A-Z][0-9]+)_f(?<field>[0-9]+)(_z(?<z>[0-9]+))?_c(?<channel>[0-9]+)[.]tif$";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public Task Missing_planes_are_an_error_if_the_user_says_so()
    {
        Write("A1_f1_c1.tif", "A1_f1_c2.tif", "B2_f1_c1.tif");
        return RequireError("--strict: ~/in: 1 plane has no file and is filled with 0: well B/2, field 1, channel 2. Nothing was written", "--plate", Pattern, "--strict");
    }

    [Fact]
    public Task Of_many_missing_planes_a_few_are_listed()
    {
        Write("A1_f1_z1_c1.tif", "A1_f1_z2_c2.tif", "A2_f1_z3_c1.tif");
        return RequireError(
            "--strict: ~/in: 9 planes have no file and are filled with 0: well A/1, field 1, channel 1, z 2; well A/1, field 1, channel 1, z 3; well A/1, field 1, channel 2, z 1; well A/1, field 1, channel 2, z 3; …. Nothing was written",
            "--plate",
            Pattern,
            "--strict");
    }

    [Theory]
    [InlineData("a_A1_f1_c1.tif", "b_A1_f1_c1.tif", "")]
    [InlineData("A1_f1_c1.tif", "A01_f001_c01.tif", "")]
    [InlineData("A1_f1_z1_c1.tif", "x/A1_f1_z1_c1.tif", ", z 1")]
    public Task Two_files_of_the_same_place_are_refused(string first, string second, string slice)
    {
        Write(first, second);
        var paths = new[] { first, second }.Select(name => Path.Join("~", "in", name)).Order(OmeZarr.Planning.NaturalOrder.Instance).ToArray();
        return RequireError($"--plate: {paths[0]} and {paths[1]} are the same image: well A/1, field 1, channel 1{slice}; leave one out, or tell them apart in the pattern");
    }

    [Fact]
    public Task A_file_that_is_given_twice_is_refused()
    {
        Write("A1_f1_c1.tif");
        return ErrorLines.RequireAsync(folder, "--plate: ~/in/A1_f1_c1.tif is given twice", "in", "in/A1_f1_c1.tif", "out.zarr", "--plate", Pattern);
    }

    [Fact]
    public Task Files_that_do_not_follow_the_pattern_are_named()
    {
        Write("A1_f1_c1.tif", "my thumb 1.tif", "my thumb 2.tif", "my thumb 3.tif", "my thumb 4.tif");
        return RequireError(
            $"--plate: 4 of 5 file names do not follow the pattern {Pattern}: my thumb 1.tif, my thumb 2.tif, my thumb 3.tif, …; name the files more exactly, or leave some out with --skip");
    }

    [Fact]
    public async Task That_no_file_follows_is_told_with_examples()
    {
        Write("one.tif", "two.tif");
        await RequireError($"--plate: no file name follows the pattern {Pattern}; the names are one.tif, two.tif");
        await RequireError(
            "--plate auto: the names (one.tif, two.tif) follow none of the conventions cellomics, evos, incarta, imagexpress, phenix, columbus, yokogawa, cq1, incell, cytation, incucyte, acquifer, scanr, leica, micromanager, nikon, generic; write a pattern, such as '_(?<well>[A-P]\\d\\d)_s(?<field>\\d+)_w(?<channel>\\d)'",
            "--plate",
            "auto");
    }

    [Theory]
    [InlineData("--skip: the pattern is found in the names of all files, so nothing is left", "--skip", "A1")]
    [InlineData("--skip [: not a regular expression: Invalid pattern '[' at offset 1. Unterminated [] set.", "--skip", "[")]
    [InlineData("--channel-names gives 1 name, the image has 2 channels", "--channel-names", "a")]
    [InlineData("--scale: there is no axis z; the image has c, y, x", "--scale", "z=1")]
    [InlineData("--chunks 1,1: expected 3 lengths, one for each of the axes c, y, x of ~/in/A1_f1_c1.tif", "--chunks", "1,1")]
    public Task Options_that_do_not_fit(string line, params string[] options)
    {
        Write("A1_f1_c1.tif", "A1_f1_c2.tif");
        return RequireError(line, ["--plate", Pattern, .. options]);
    }

    [Fact]
    public Task Images_of_a_field_that_differ_are_told_with_their_place()
    {
        Write("A1_f1_c1.tif");
        TestFiles.WriteGray<ushort>(folder["in/A1_f1_c2.tif"], 2, 1, 2);
        return RequireError("well A/1, field 1: ~/in/A1_f1_c2.tif is 1 x 2 uint16 (y, x), ~/in/A1_f1_c1.tif is 1 x 2 uint8 (y, x); only equal images can be stacked");
    }

    [Fact]
    public Task Channels_in_the_files_and_in_their_names_are_too_many()
    {
        Directory.CreateDirectory(folder["in"]);
        File.Copy(TestFiles.Cells, folder["in/A1_f1_c1.tif"]);
        File.Copy(TestFiles.Cells, folder["in/A1_f1_c2.tif"]);
        return RequireError("well A/1, field 1: ~/in/A1_f1_c1.tif has an axis c already (c, z, y, x); files cannot be stacked along it");
    }

    [Fact]
    public Task Damaged_files_are_found_before_anything_is_there()
    {
        Write("A1_f1_c1.tif");
        File.WriteAllText(folder["in/A1_f2_c1.tif"], "text");
        return RequireError("~/in/A1_f2_c1.tif: not a TIFF file");
    }

    [Theory]
    [InlineData(Pattern)]
    [InlineData("(?<well>[A-Z][0-9]+)")] // without channels nothing is measured, so it is the writer who notices
    public async Task Damaged_pixels_leave_the_old_plate_as_it_was(string pattern)
    {
        Write("A1_f1_c1.tif", "B1_f1_c1.tif");
        await Run.OutputOf("convert", folder["in"], folder["out.zarr"], "--plate", pattern);
        var file = File.ReadAllBytes(folder["in/B1_f1_c1.tif"]);
        File.WriteAllBytes(folder["in/B1_f1_c1.tif"], file[..^1]);
        await RequireError("~/in/B1_f1_c1.tif: page 0: strip 0 is truncated: 2 bytes at 256 of 257", "--plate", pattern, "--overwrite");
    }

    [Fact]
    public Task An_existing_plate_is_not_touched_without_being_told()
    {
        Write("A1_f1_c1.tif");
        Directory.CreateDirectory(folder["out.zarr"]);
        File.WriteAllText(folder["out.zarr/zarr.json"], """{"zarr_format":3,"node_type":"group"}""");
        return RequireError("~/out.zarr exists; --overwrite replaces it, --append adds to it. Nothing was changed");
    }

    [Fact]
    public Task A_folder_without_images_is_told()
    {
        Directory.CreateDirectory(folder["in/deep"]);
        File.WriteAllText(folder["in/deep/readme.txt"], "text");
        return RequireError("~/in: there is no image file in this folder");
    }

    private void Write(params string[] names)
    {
        foreach (var name in names)
        {
            TestFiles.WriteGray<byte>(folder[$"in/{name}"], 2, 1, 2);
        }
    }

    private Task RequireError(string line, params string[] options) =>
        ErrorLines.RequireAsync(folder, line, ["in", "out.zarr", .. options.Length == 0 ? ["--plate", Pattern] : options]);
}
