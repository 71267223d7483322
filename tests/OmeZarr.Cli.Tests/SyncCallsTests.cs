using System.Diagnostics;
using System.Text.RegularExpressions;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests;

/// <summary>In which order the program forces files to the disk, renames and deletes, as strace sees it.</summary>
public sealed partial class SyncCallsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Output => folder["out.zarr"];

    [Fact]
    public async Task Without_the_option_a_new_store_waits_for_no_disk()
    {
        var calls = await ConvertAsync();
        Assert.DoesNotContain(calls, call => call.IsSync);
        Assert.Contains(calls, call => call.Name == "renameat2");
    }

    [Fact]
    public async Task With_the_option_every_file_is_on_the_disk_before_the_store_appears_and_its_name_before_the_program_ends()
    {
        var calls = await ConvertAsync("--sync");
        var appearance = calls.FindIndex(call => call.Name == "renameat2" && call.Line.Contains("RENAME_NOREPLACE", StringComparison.Ordinal));
        foreach (var file in Directory.EnumerateFiles(Output, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(Output, file);
            Assert.Contains(calls.Take(appearance), call => call.IsSync && call.Line.Contains($"/new/{relative}>", StringComparison.Ordinal));
        }

        foreach (var directory in Directory.EnumerateDirectories(Output, "*", SearchOption.AllDirectories))
        {
            Assert.Contains(calls.Take(appearance), call => call.IsSync && call.Line.Contains($"/new/{Path.GetRelativePath(Output, directory)}>", StringComparison.Ordinal));
        }

        Assert.Contains(calls.Skip(appearance), IsSyncOfFolder);
    }

    [Fact]
    public async Task What_replaces_is_on_the_disk_before_the_exchange_and_the_exchange_before_anything_is_deleted()
    {
        await ConvertAsync();
        var calls = await ConvertAsync("--overwrite");
        var exchange = calls.FindIndex(call => call.Name == "renameat2" && call.Line.Contains("RENAME_EXCHANGE", StringComparison.Ordinal));
        Assert.True(exchange > 0);
        Assert.Contains(calls.Take(exchange), call => call.IsSync && call.Line.Contains("/new/zarr.json>", StringComparison.Ordinal));
        var named = calls.FindIndex(exchange, IsSyncOfFolder);
        var deleted = calls.FindIndex(exchange, call => call.Name is "unlink" or "unlinkat" or "rmdir");
        Assert.True(exchange < named && named < deleted, string.Join('\n', calls.Skip(exchange).Take(10).Select(call => call.Line)));
    }

    [Fact]
    public async Task Very_many_files_are_forced_to_the_disk_by_one_call()
    {
        var calls = await ConvertAsync("--sync", "--chunks", "4,4");
        Assert.Single(calls, call => call.Name == "syncfs");
        Assert.DoesNotContain(calls, call => call.Name == "fsync" && call.Line.Contains("/new/", StringComparison.Ordinal));
    }

    private bool IsSyncOfFolder(Call call) => call.Name == "fsync" && call.Line.Contains(Path.GetFileName(folder.Path)[^32..] + ">", StringComparison.Ordinal);

    private async Task<List<Call>> ConvertAsync(params string[] options)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(path => File.Exists(Path.Join(path, "strace"))), "needs strace");
        var input = TestFiles.WriteGray(folder["a.tif"], 64, [.. Enumerable.Range(1, 64 * 96).Select(value => (ushort)value)]);
        var trace = folder["trace"];
        var tool = Path.Join(AppContext.BaseDirectory, "OmeZarr.Cli.dll");
        string[] arguments = ["-f", "-y", "-o", trace, "-s", "1000", "-e", "trace=fsync,fdatasync,syncfs,rename,renameat2,unlink,unlinkat,rmdir", "dotnet", "exec", tool, "convert", input, Output, .. options];
        using var program = Process.Start(new ProcessStartInfo("strace", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var error = await program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(program.ExitCode == 0, error);
        return [.. from line in await File.ReadAllLinesAsync(trace, TestContext.Current.CancellationToken)
                   let match = Name().Match(line)
                   where match.Success && line.Contains(Path.GetFileName(folder.Path)[^32..], StringComparison.Ordinal) && line.EndsWith("= 0", StringComparison.Ordinal)
                   select new Call(match.Groups[1].Value, line)];
    }

    [GeneratedRegex(@"^\d+\s+(\w+)\(")]
    private static partial Regex Name();

    private sealed record Call(string Name, string Line)
    {
        public bool IsSync => Name is "fsync" or "fdatasync" or "syncfs";
    }
}
