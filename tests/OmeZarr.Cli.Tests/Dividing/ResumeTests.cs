using System.Diagnostics;
using System.Runtime.InteropServices;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Dividing;

/// <summary><c>omezarr convert --resume</c>.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_gives_the_same_bytes_and_leaves_nothing_else()
    {
        await Run.OutputOf("convert", TestFiles.Cells, folder["a/x.zarr"]);
        await Run.OutputOf("convert", TestFiles.Cells, folder["b/x.zarr"], "--resume");
        SameBytes.Require(folder["a/x.zarr"], folder["b/x.zarr"]);
        Assert.Single(Directory.EnumerateFileSystemEntries(folder["b"]));
    }

    [Fact]
    public async Task Killed_again_and_again_it_gives_the_same_bytes()
    {
        var input = Volume();
        string[] options = ["--name", "x", "--compression", "gzip", "--pyramid", "3"];
        await Run.OutputOf(["convert", input, folder["whole.zarr"], .. options]);
        var kills = 0;
        for (var attempt = 0; attempt < 200; attempt++)
        {
            using var program = Start(["convert", input, folder["x.zarr"], "--resume", .. options]);
            if (!program.WaitForExit(TimeSpan.FromMilliseconds(900 + (150 * attempt))))
            {
                program.Kill();
                await program.WaitForExitAsync(Cancel);
                kills++;
            }

            if (program.ExitCode == 0)
            {
                break;
            }
        }

        Assert.True(kills > 0);
        SameBytes.Require(folder["whole.zarr"], folder["x.zarr"]);
        Assert.Equal(["in.tif", "whole.zarr", "x.zarr"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_changed_input_or_option_is_noticed()
    {
        var input = Volume();
        using var program = Start("convert", input, folder["x.zarr"], "--resume", "--compression", "gzip");
        while (!File.Exists(folder[".x.zarr.parts/plan"]) && !program.HasExited)
        {
            await Task.Delay(1, Cancel);
        }

        program.Kill();
        await program.WaitForExitAsync(Cancel);
        var other = await Run.Of("convert", input, folder["x.zarr"], "--resume");
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("holds the parts of another plan", other.Error, StringComparison.Ordinal);
        File.SetLastWriteTimeUtc(input, DateTime.UtcNow.AddHours(-1));
        Assert.Equal(2, (await Run.Of("convert", input, folder["x.zarr"], "--resume", "--compression", "gzip")).ExitCode);
        Assert.False(Path.Exists(folder["x.zarr"]));
        Assert.Equal(0, (await Run.Of("convert", input, folder["x.zarr"], "--pyramid", "none")).ExitCode); // without --resume it is as ever
    }

    [Fact]
    public async Task It_is_not_for_adding_to_an_output() =>
        Assert.Contains("--append adds", (await Run.Of("convert", TestFiles.Cells, folder["x.zarr"], "--series", "--append", "--resume")).Error, StringComparison.Ordinal);

    private string Volume()
    {
        var values = new ushort[2048 * 4096];
        new Random(1).NextBytes(MemoryMarshal.AsBytes(values.AsSpan()));
        return TestFiles.WriteGray<ushort>(folder["in.tif"], 2048, values);
    }

    private static Process Start(params string[] args) =>
        Process.Start(new ProcessStartInfo("dotnet", ["exec", Path.Join(AppContext.BaseDirectory, "OmeZarr.Cli.dll"), .. args]) { RedirectStandardError = false, RedirectStandardOutput = false })!;
}
