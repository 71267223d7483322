using OmeZarr;

namespace PowerLoss.Scenarios;

/// <summary>Images with labels are written to folders that are not there.</summary>
internal sealed class Fresh(bool isFlushed) : Scenario(isFlushed)
{
    private const int Count = 4;

    internal override Task SetUpAsync(string disk) => Task.CompletedTask;

    internal override async Task WriteAsync(string disk)
    {
        for (var number = 1; number <= Count; number++)
        {
            var image = new TestImage($"image{number}", number);
            await OmeWriter.WriteImageAsync(FolderOf(disk, image.Name), image.Metadata, image.Levels, image.Stored(Options), [new TestImage($"{image.Name}/cells", number).AsLabel()]);
            Acknowledged.Say(image.Name, number);
        }
    }

    internal override async Task CheckAsync(string disk, Acknowledged acknowledged, Verdict verdict)
    {
        verdict.Saw(State.Old, "nothing");
        for (var number = 1; number <= Count; number++)
        {
            await LookAtNewAsync(FolderOf(disk, $"image{number}"), $"image{number}", acknowledged, verdict);
        }
    }

    private static string FolderOf(string disk, string name) => Path.Join(disk, "of", name, "cells.ome.zarr");
}
