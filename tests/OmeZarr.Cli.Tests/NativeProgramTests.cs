using System.Text.RegularExpressions;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests;

/// <summary>
/// The native program does what the managed one does: it stores the same bytes, prints the same lines and ends with the same exit code.
/// <c>.ci/run</c> publishes it and names it in <c>OMEZARR_NATIVE</c>.
/// </summary>
public sealed partial class NativeProgramTests
{
    /// <summary>Commands, one after the other in one folder. IN is the folder of the inputs.</summary>
    public static TheoryData<string, string[]> Cases { get; } = new()
    {
        { "help", ["--help", "convert --help", "info --help", "tree --help", "validate --help", "thumbnail --help", "clean --help", "--version"] },
        { "wrong use", ["convrt", "convert", "convert a.tif b.zarr --overwite", "info nothing", "convert IN/broken.tif out.zarr", "convert IN/gray.tif s3://bucket/out.zarr"] },
        { "an image", ["convert IN/cells.tif out.zarr", "info out.zarr", "info out.zarr --json", "convert IN/gray.tif out.zarr", "convert IN/gray.tif out.zarr --overwrite", "info out.zarr"] },
        { "options", ["convert IN/cells.tif out.zarr --scale z=2,x=0.5 --unit nanometer --name µ --channel-names DAPI,Grün --chunks 1,1,64,64 --shards chunks:1,2,1,2 --checksum", "info out.zarr"] },
        { "compressions", [.. new[] { "blosc-zstd", "blosc-lz4", "zstd", "gzip", "none" }.SelectMany(name => new[] { $"convert IN/noise.tif {name}.zarr --compression {name}", $"info {name}.zarr --json" })] },
        { "types", [.. new[] { "byte", "gray", "signed", "float", "double" }.SelectMany(name => new[] { $"convert IN/{name}.tif {name}.zarr", $"info {name}.zarr" })] },
        { "labels", ["convert IN/gray.tif out.zarr --label nuclei=IN/mask.tif --sync", "thumbnail out.zarr out.png --labels nuclei", "info out.zarr", "info out.zarr --json"] },
        { "a stack", ["convert IN/Plate1_A01_s1_w1.tif IN/Plate1_A01_s1_w2.tif out.zarr --stack c", "info out.zarr"] },
        { "a plate", ["convert IN/plate plate.zarr --plate imagexpress", "info plate.zarr", "info plate.zarr --json", "tree plate.zarr", "tree plate.zarr --arrays --json", "thumbnail plate.zarr plate.png", "validate plate.zarr", "validate plate.zarr --data all --json", "validate --explain well-missing", "validate . --strict --quiet"] },
        { "a collection", ["convert IN/gray.tif IN/cells.tif IN/float.tif out.zarr --series", "info out.zarr", "info out.zarr --json"] },
        { "cleaning", ["convert IN/gray.tif out.zarr", "clean out.zarr", "clean out.zarr --json", "clean nothing"] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task It_does_what_the_managed_program_does(string name, string[] commands)
    {
        ArgumentNullException.ThrowIfNull(commands);
        var native = Programs.PathOrSkip("OMEZARR_NATIVE", "publish src/OmeZarr.Cli with -r and name the file, as .ci/run does");
        using var inputs = new TemporaryFolder();
        using var expected = new TemporaryFolder();
        using var actual = new TemporaryFolder();
        WriteInputs(inputs);
        foreach (var command in commands)
        {
            string[] arguments = [.. command.Split(' ').Select(argument => argument.Replace("IN/", inputs.Path + "/", StringComparison.Ordinal))];
            var managed = Timeless(await Programs.RunAsync(Programs.Managed, expected.Path, arguments), expected);
            Assert.Equal(managed, Timeless(await Programs.RunAsync([native], actual.Path, arguments), actual));
            Assert.True(managed.ExitCode == 0 || command != commands[0] || name == "wrong use", managed.Error);
        }

        Assert.Equal(expected.Files(), actual.Files());
        Assert.All(expected.Files(), file => Assert.Equal(File.ReadAllBytes(expected[file]), File.ReadAllBytes(actual[file])));
        Assert.True(name is "help" or "wrong use" || expected.Files().Count > 0, "nothing was written");
    }

    private static void WriteInputs(TemporaryFolder folder)
    {
        File.Copy(TestFiles.Cells, folder["cells.tif"]);
        File.WriteAllText(folder["broken.tif"], "II*");
        var values = Enumerable.Range(1, 200 * 120).ToArray();
        var random = new Random(7);
        TestFiles.WriteGray(folder["byte.tif"], 200, [.. values.Select(value => (byte)(value / 97))]);
        TestFiles.WriteGray(folder["gray.tif"], 200, [.. values.Select(value => (ushort)(value * 3))]);
        TestFiles.WriteGray(folder["noise.tif"], 200, [.. values.Select(value => (ushort)(value + random.Next(50)))]);
        TestFiles.WriteGray(folder["signed.tif"], 200, [.. values.Select(value => (short)(value - 12000))]);
        TestFiles.WriteGray(folder["float.tif"], 200, [.. values.Select(value => value / 7f)]);
        TestFiles.WriteGray(folder["double.tif"], 200, [.. values.Select(value => Math.Sin(value))]);
        TestFiles.WriteGray(folder["mask.tif"], 200, [.. values.Select(value => (ushort)(value % 200 / 40))]);
        foreach (var name in new[] { "Plate1_A01_s1_w1", "Plate1_A01_s1_w2", "plate/Plate1_A01_s1_w1", "plate/Plate1_A01_s1_w2", "plate/Plate1_B02_s1_w1", "plate/Plate1_B02_s1_w2" })
        {
            TestFiles.WriteGray(folder[$"{name}.tif"], 200, [.. values.Select(value => (ushort)(value + random.Next(9)))]);
        }
    }

    /// <summary>Without how long it took, and where.</summary>
    private static Run Timeless(Run run, TemporaryFolder folder) => run with
    {
        Out = Seconds().Replace(run.Out, "# s").Replace(folder.Path, "FOLDER", StringComparison.Ordinal),
        Error = run.Error.Replace(folder.Path, "FOLDER", StringComparison.Ordinal),
    };

    [GeneratedRegex("""[0-9.]+ s(?=\n)|(?<="seconds": ?)[0-9.eE+-]+""")]
    private static partial Regex Seconds();
}
