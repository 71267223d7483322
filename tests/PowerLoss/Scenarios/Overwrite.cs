using OmeZarr;

namespace PowerLoss.Scenarios;

/// <summary>An image with labels is replaced again and again.</summary>
internal sealed class Overwrite(bool isFlushed) : Scenario(isFlushed)
{
    private const string Name = "image";
    private const int Last = 7;

    internal override Task SetUpAsync(string disk) => WriteAsync(disk, 1);

    internal override async Task WriteAsync(string disk)
    {
        for (var generation = 2; generation <= Last; generation++)
        {
            await WriteAsync(disk, generation);
            Acknowledged.Say(Name, generation);
        }
    }

    internal override Task CheckAsync(string disk, Acknowledged acknowledged, Verdict verdict) => RequireKeptAsync(FolderOf(disk), Name, acknowledged, verdict);

    private Task<string> WriteAsync(string disk, int generation)
    {
        var image = new TestImage(Name, generation);
        return OmeWriter.WriteImageAsync(FolderOf(disk), image.Metadata, image.Levels, image.Stored(Options), [new TestImage($"{Name}/cells", generation).AsLabel()]);
    }

    private static string FolderOf(string disk) => Path.Join(disk, "cells.ome.zarr");
}
