using System.Diagnostics;
using TestKit;

namespace Soak.Writers;

/// <summary>A process is killed while it writes. What the documents list is whole, and it can be written over.</summary>
internal static class KillCase
{
    private const int ImagesOfPart = 3;

    internal static async Task RunAsync(Random random, Tally tally)
    {
        using var folder = new TemporaryFolder();
        var (top, kind) = (folder["h.ome.zarr"], random.Next(KilledWriter.Kinds));
        await WriteAndKillAsync(top, kind, TimeSpan.FromMicroseconds(random.Next(250_000)));
        var name = kind == KilledWriter.Image ? nameof(KilledWriter.Image) : $"{(GrowthKind)kind}";
        tally.Add(await RequireWholeAsync(folder, top, kind) ? $"killed while writing: {name} is whole" : $"killed between two renames: {name} was set aside");
        if (Directory.Exists(top) || kind != (int)GrowthKind.Labels)
        {
            await KilledWriter.WriteAsync(top, kind, random);
            await Hierarchy.ReadAsync(top);
            tally.Add($"written once more after the kill: {name}");
        }

        var image = OneShot.Image(KilledWriter.WithLabels(random));
        await image.WriteAsync(top, RandomOptions.Make(random));
        await Hierarchy.RequireAsync(top, image.Images);
        tally.Add($"replaced after the kill: {name}");
    }

    private static async Task WriteAndKillAsync(string top, int kind, TimeSpan wait)
    {
        using var writer = Process.Start(new ProcessStartInfo("dotnet", [typeof(KillCase).Assembly.Location, "write", top, $"{kind}"]) { RedirectStandardOutput = true })!;
        try
        {
            var line = await writer.StandardOutput.ReadLineAsync();
            DifferenceException.Require(line == KilledWriter.HasBegun, $"the writer ended by itself: {line}");
            await Task.Delay(wait);
        }
        finally
        {
            writer.Kill();
            await writer.WaitForExitAsync();
        }
    }

    /// <returns>False if something is missing because it was being replaced, and was set aside for that.</returns>
    private static async Task<bool> RequireWholeAsync(TemporaryFolder folder, string top, int kind)
    {
        try
        {
            var found = await Hierarchy.ReadAsync(top);
            DifferenceException.Require(kind == (int)GrowthKind.Labels || found.Count % ImagesOfPart == 0, $"images without all their labels: {string.Join(", ", found)}");
            return true;
        }
        catch (Exception error) when (error is Zarr.NodeNotFoundException or OmeZarr.OmeZarrException or IOException)
        {
            var isAside = Directory.EnumerateDirectories(folder.Path, "*.replaced", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).Any();
            return isAside ? false : throw new DifferenceException("not whole after the kill", error);
        }
    }
}
