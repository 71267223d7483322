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

    [Fact]
    public async Task Where_a_strip_does_not_fit_memory_the_strip_is_blamed_and_not_the_chunks()
    {
        using var folder = new TemporaryFolder();
        var input = TestFiles.WriteHugeStrip(folder["huge.tif"], 16384);
        using var program = Start(start => start.Environment["DOTNET_GCHeapHardLimit"] = "C000000", "convert", input, folder["out.zarr"]);
        Assert.Equal(
            $"omezarr: {input}: page 0: there is not enough memory to decode strip 0, which has 268,435,456 bytes and is decoded whole; write the file with smaller strips",
            (await program.StandardError.ReadToEndAsync(Cancel)).TrimEnd());
        await program.WaitForExitAsync(Cancel);
        Assert.Equal(2, program.ExitCode);
        Assert.False(Directory.Exists(folder["out.zarr"]));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task A_signal_ends_it_and_leaves_nothing_behind(string signal)
    {
        RequireSignal(signal);
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

    [Theory]
    [InlineData("view", "INT")]
    [InlineData("view", "TERM")]
    [InlineData("serve", "INT")]
    [InlineData("serve", "TERM")]
    [InlineData("serve", "HUP")]
    public async Task A_signal_stops_a_server_although_somebody_is_connected(string verb, string signal)
    {
        RequireSignal(signal);
        using var folder = new TemporaryFolder();
        Assert.Equal(0, (await Run.Of("convert", Path.Join(SharedData.RepositoryRoot, "samples/cells.tif"), folder["cells.ome.zarr"])).ExitCode);
        using var program = Start(verb == "view" ? ["view", folder["cells.ome.zarr"], "--no-browser"] : ["serve", folder["cells.ome.zarr"]]);
        var address = new Uri((await program.StandardOutput.ReadLineAsync(Cancel))!);
        using var client = new HttpClient();
        Assert.NotEmpty(await client.GetByteArrayAsync(new Uri(address, verb == "view" ? "api/root" : "zarr.json"), Cancel));
        using var idle = new System.Net.Sockets.TcpClient();
        await idle.ConnectAsync(address.Host, address.Port, Cancel);
        using var kill = Process.Start("kill", [$"-{signal}", $"{program.Id}"]);
        await program.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        Assert.Equal(0, program.ExitCode);
        Assert.Equal($"{(verb == "view" ? "showing" : "serving")} {folder["cells.ome.zarr"]}; Ctrl-C stops", (await program.StandardError.ReadToEndAsync(Cancel)).TrimEnd());
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(address, Cancel));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Skips a test whose signal cannot arrive: a process that is started in the background of a script, or with nohup, hands on that signals are ignored.</summary>
    private static void RequireSignal(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals of Unix");
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        const string Name = "SigIgn:";
        var line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith(Name, StringComparison.Ordinal));
        var ignored = Convert.ToUInt64(line[Name.Length..].Trim(), 16);
        var number = signal switch { "HUP" => 1, "INT" => 2, _ => 15 };
        Assert.SkipWhen(((ignored >> (number - 1)) & 1) == 1, $"SIG{signal} is ignored by the process that started the tests");
    }

    private static Process Start(params string[] args) => Start(_ => { }, args);

    private static Process Start(Action<ProcessStartInfo> prepare, params string[] args)
    {
        var program = Path.Join(AppContext.BaseDirectory, "OmeZarr.Cli.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", program, .. args]) { RedirectStandardError = true, RedirectStandardOutput = true };
        prepare(start);
        return Process.Start(start)!;
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
