using System.Diagnostics;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests;

/// <summary>The program as a process of its own.</summary>
public sealed class ProcessTests
{
    [Fact]
    public async Task An_error_goes_to_standard_error_with_exit_code_2()
    {
        using var program = Start("info", "no such store");
        Assert.Equal("omezarr: no such store: no such folder", (await program.StandardError.ReadToEndAsync(Cancel)).TrimEnd());
        Assert.Empty(await program.StandardOutput.ReadToEndAsync(Cancel));
        await program.WaitForExitAsync(Cancel);
        Assert.Equal(2, program.ExitCode);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task A_signal_ends_it_and_leaves_nothing_behind(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals of Unix");
        using var folder = new TemporaryFolder();
        var input = TestFiles.WriteGray(folder["a.tif"], 4096, Noise(4096 * 8192));
        using var program = Start("convert", input, folder["new/out.zarr"], "--compression", "gzip");
        await WaitFor(() => Directory.Exists(folder["new"]) || program.HasExited);
        using var kill = Process.Start("kill", [$"-{signal}", $"{program.Id}"]);
        await program.WaitForExitAsync(Cancel);
        Assert.Equal("omezarr: cancelled; nothing was written", (await program.StandardError.ReadToEndAsync(Cancel)).TrimEnd());
        Assert.Equal(130, program.ExitCode);
        Assert.Equal(["a.tif"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Process Start(params string[] args)
    {
        var program = Path.Join(AppContext.BaseDirectory, "OmeZarr.Cli.dll");
        return Process.Start(new ProcessStartInfo("dotnet", ["exec", program, .. args]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
    }

    private static async Task WaitFor(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(10, Cancel);
        }
    }

    private static ushort[] Noise(int count)
    {
        var values = new ushort[count];
        new Random(1).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
