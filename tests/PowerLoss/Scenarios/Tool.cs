using System.Diagnostics;
using System.Runtime.InteropServices;
using OmeZarr.Cli.Tests;
using Zarr;

namespace PowerLoss.Scenarios;

/// <summary><c>omezarr convert</c> writes an image and replaces another, with <c>--sync</c> if everything is to be flushed.</summary>
internal sealed class Tool(bool isFlushed) : Scenario(isFlushed)
{
    private const int Last = 4;
    private const int Size = 256;

    internal override Task SetUpAsync(string disk) => ConvertAsync(disk, "old", 1, isSynced: false);

    internal override async Task WriteAsync(string disk)
    {
        for (var generation = 2; generation <= Last; generation++)
        {
            foreach (var name in new[] { $"new{generation}", "old" })
            {
                await ConvertAsync(disk, name, generation, IsFlushed);
                Acknowledged.Say(name, generation);
            }
        }
    }

    internal override async Task CheckAsync(string disk, Acknowledged acknowledged, Verdict verdict)
    {
        await RequireKeptAsync(FolderOf(disk, "old"), "old", acknowledged, verdict, levels: 1);
        for (var generation = 2; generation <= Last; generation++)
        {
            await LookAtNewAsync(FolderOf(disk, $"new{generation}"), $"new{generation}", acknowledged, verdict, levels: 1);
        }
    }

    private static async Task ConvertAsync(string disk, string name, int generation, bool isSynced)
    {
        var image = new TestImage(name, generation);
        var input = TestFiles.WriteGray(Path.Join(disk, "input", $"{name}-{generation}.tif"), Size, MemoryMarshal.Cast<byte, ushort>(image.Pixels(0, Shape.Create([Size, Size]))));
        string[] given = ["convert", input, FolderOf(disk, name), "--name", $"{generation}", "--chunks", generation % 2 == 0 ? "8,8" : "32,32", "--overwrite"];
        var tool = Path.Join(AppContext.BaseDirectory, "OmeZarr.Cli.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", tool, .. given, .. isSynced ? ["--sync"] : Array.Empty<string>()]) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        File.Delete(input);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"omezarr ended with exit code {process.ExitCode}");
        }
    }

    private static string FolderOf(string disk, string name) => Path.Join(disk, $"{name}.ome.zarr");
}
