using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Commands;

/// <summary>A folder, pipe, socket or device in the place of a document or an input is an error at once.</summary>
public sealed class NoFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Kinds => NoFile.Kinds;

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Info_says_what_stands_in_the_place_of_a_document(string kind)
    {
        var (a, b) = (TestFiles.WriteGray(folder["a.tif"], 8, new ushort[64]), TestFiles.WriteGray(folder["b.tif"], 8, new ushort[64]));
        await Run.OutputOf("convert", a, folder["image"], "--label", $"cells={b}");
        await Run.OutputOf("convert", a, b, folder["collection"], "--series");
        await Run.OutputOf("convert", TestFiles.WriteGray(folder["in/A1.tif"], 8, new ushort[64]), folder["plate"], "--plate", "(?<row>[A-Z])(?<column>[0-9]+)");
        foreach (var (store, document) in new[]
        {
            ("image", "image/labels/zarr.json"), ("image", "image/0/zarr.json"), ("image/0", "image/0/zarr.json"), ("image", "image/zarr.json"), ("collection", "collection/OME/zarr.json"),
            ("collection", "collection/zarr.json"), ("plate", "plate/A/1/zarr.json"), ("plate", "plate/zarr.json"),
        })
        {
            await NoFile.PutAsync(kind, folder[document]);
            var run = await RunAsync("info", folder[store]);
            Assert.Equal(2, run.ExitCode);
            NoFile.RequireNamed(kind, folder[document], run.Error);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Convert_neither_reads_it_nor_replaces_it(string kind)
    {
        await NoFile.PutAsync(kind, folder["in.tif"]);
        var run = await RunAsync("convert", folder["in.tif"], folder["out"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(folder["in.tif"], run.Error, StringComparison.Ordinal);
        await NoFile.PutAsync(kind, folder["old/zarr.json"]);
        run = await RunAsync("convert", TestFiles.Cells, folder["old"], "--overwrite");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(folder["old"], run.Error, StringComparison.Ordinal);
        Assert.True(Path.Exists(folder["old/zarr.json"]));
        Assert.False(Path.Exists(folder["out"]));
    }

    private static async Task<Run> RunAsync(params string[] args)
    {
        Run? run = null;
        await NoFile.SoonAsync(async () => run = await Run.Of(args));
        return run!;
    }
}
