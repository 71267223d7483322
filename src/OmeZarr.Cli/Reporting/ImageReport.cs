using System.Text.Json.Nodes;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Cli.Reporting;

/// <summary>A short report on an image inside a plate or collection.</summary>
/// <param name="Path">The path in the store.</param>
/// <param name="Name">The name; null if the image has none.</param>
/// <param name="Axes">Names of the axes.</param>
/// <param name="Shape">Shape of the first level; null if the image cannot be opened.</param>
/// <param name="DataType">Type of the pixels; null if the image cannot be opened.</param>
/// <param name="Levels">Number of levels.</param>
/// <param name="Problem">The reason why the image cannot be opened; null if it can.</param>
internal sealed record ImageReport(string Path, string? Name, IReadOnlyList<string> Axes, Shape? Shape, DataType? DataType, int Levels, string? Problem)
{
    internal static async Task<ImageReport> CreateAsync(IStore store, string path, CancellationToken cancellationToken)
    {
        try
        {
            var image = await OmeImage.OpenAsync(store, new StorePrefix(path), null, cancellationToken).ConfigureAwait(false);
            var level = image.Levels[0];
            return new ImageReport(path, image.Multiscale.Name, [.. image.Axes.Select(axis => axis.Name)], level.Shape, level.DataType, image.Levels.Count, null);
        }
        catch (Exception error) when (error is ZarrException or OmeZarrException or ArgumentException)
        {
            return new ImageReport(path, null, [], null, null, 0, error.Message.Split('\n')[0]);
        }
    }

    internal JsonObject ToJson() => new()
    {
        ["path"] = Path,
        ["name"] = Name,
        ["axes"] = JsonOutput.List(Axes),
        ["shape"] = Shape is { } shape ? JsonOutput.List(shape) : null,
        ["dataType"] = DataType?.Name,
        ["levels"] = Levels,
        ["problem"] = Problem,
    };

    /// <summary>One line, without the path.</summary>
    public override string ToString() => Problem is null
        ? $"{(Name is null ? string.Empty : $"\"{Name}\" ")}{Shape} {DataType} ({string.Join(", ", Axes)}){(Levels > 1 ? $", {Levels} levels" : string.Empty)}"
        : $"cannot be opened: {Problem}";
}
