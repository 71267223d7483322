using OmeZarr;
using Zarr;

namespace PowerLoss.Scenarios;

/// <summary>Labels of an image are replaced and added.</summary>
internal sealed class Labels(bool isFlushed) : Scenario(isFlushed)
{
    private const int Last = 4;
    private static readonly string[] Kept = ["cells", "nuclei"];

    internal override async Task SetUpAsync(string disk)
    {
        var image = new TestImage("image", 1);
        await OmeWriter.WriteImageAsync(FolderOf(disk), image.Metadata, image.Levels, image.Stored(Options));
        await using var labels = new LabelsBuilder(Path.Join(FolderOf(disk), "labels"), image.Stored(Options));
        foreach (var label in Kept)
        {
            await labels.WriteLabelAsync(new TestImage(label, 1).AsLabel());
        }
    }

    internal override async Task WriteAsync(string disk)
    {
        for (var generation = 2; generation <= Last; generation++)
        {
            await using var labels = new LabelsBuilder(Path.Join(FolderOf(disk), "labels"), new TestImage("image", generation).Stored(Options));
            foreach (var label in Kept.Append($"spots{generation}"))
            {
                await labels.WriteLabelAsync(new TestImage(label, generation).AsLabel());
                Acknowledged.Say(label, generation);
            }
        }
    }

    internal override async Task CheckAsync(string disk, Acknowledged acknowledged, Verdict verdict)
    {
        var listed = await ListedAsync(FolderOf(disk), verdict);
        var array = await TestImage.LookAsync(FolderOf(disk), "image", withLabels: false);
        verdict.Require(array.IsWhole, array.What);
        foreach (var label in Kept)
        {
            verdict.Require(listed.Contains(label), $"the label {label} is not listed any more");
            await RequireKeptAsync(FolderOf(disk, label), label, acknowledged, verdict);
        }

        foreach (var label in Enumerable.Range(2, Last - 1).Select(generation => $"spots{generation}"))
        {
            var sight = await LookAtNewAsync(FolderOf(disk, label), label, acknowledged, verdict);
            verdict.Require(!IsFlushed || acknowledged[label] == 0 || listed.Contains(label), $"the label {label} was acknowledged, but is not listed");
            verdict.Require(!IsFlushed || !listed.Contains(label) || sight.IsWhole, $"{sight.What}, but it is listed");
        }
    }

    private static string FolderOf(string disk) => Path.Join(disk, "image.ome.zarr");

    private static string FolderOf(string disk, string label) => Path.Join(FolderOf(disk), "labels", label);

    private static async Task<IReadOnlyList<string>> ListedAsync(string folder, Verdict verdict)
    {
        try
        {
            return await (await OmeImage.OpenAsync(folder)).ListLabelsAsync();
        }
        catch (Exception error) when (error is ZarrException or OmeZarrException or IOException)
        {
            verdict.Saw(State.Broken, error.Message);
            verdict.Require(false, error.Message);
            return [];
        }
    }
}
