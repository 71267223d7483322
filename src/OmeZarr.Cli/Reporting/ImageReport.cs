using System.Text.Json.Nodes;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Cli.Reporting;

/// <summary>A short report on an image inside a plate, well or collection, or on a label image.</summary>
/// <param name="Path">The path in the store.</param>
/// <param name="Name">The name; null if the image has none.</param>
/// <param name="Axes">Names of the axes.</param>
/// <param name="Shape">Shape of the first level; null if the image cannot be opened.</param>
/// <param name="DataType">Type of the pixels; null if the image cannot be opened.</param>
/// <param name="Levels">Number of levels.</param>
/// <param name="Problem">The reason why the image cannot be opened; null if it can.</param>
internal sealed record ImageReport(string Path, string? Name, IReadOnlyList<string> Axes, Shape? Shape, DataType? DataType, int Levels, string? Problem)
{
    /// <summary>Number of levels that cannot be opened.</summary>
    internal int Missing { get; private init; }

    internal static async Task<ImageReport> CreateAsync(ZarrGroup group, string path, CancellationToken cancellationToken)
    {
        try
        {
            var image = await OmeImage.OpenAsync(group.Store, group.Path.IsRoot ? new StorePrefix(path) : group.Path.Append(path), new ZarrOptions { UsesConsolidatedMetadata = false }, cancellationToken).ConfigureAwait(false);
            var level = image.Levels[0];
            return new ImageReport(path, image.Multiscale.Name, [.. image.Axes.Select(axis => axis.Name)], level.Shape, level.DataType, image.Levels.Count, null) { Missing = image.Multiscale.Datasets.Count - image.Levels.Count };
        }
        catch (Exception error) when (error is ZarrException or OmeZarrException or ArgumentException)
        {
            return Broken(path, error);
        }
    }

    /// <summary>The report on an image or well that cannot be opened.</summary>
    internal static ImageReport Broken(string path, Exception error) => new(path, null, [], null, null, 0, error.Message.Split('\n')[0]);

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
        ? $"{(Name is null ? string.Empty : $"\"{Name}\" ")}{Shape} {DataType} ({string.Join(", ", Axes)}){(Levels > 1 ? $", {Levels} levels" : string.Empty)}{(Missing > 0 ? $", {Counted.Of(Missing, "level")} cannot be opened" : string.Empty)}"
        : $"cannot be opened: {Problem}";
}
