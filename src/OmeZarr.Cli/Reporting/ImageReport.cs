using System.Text.Json.Nodes;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Cli.Reporting;

/// <summary>A short report on an image inside a plate or collection.</summary>
/// <param name="Path">Its path in the store.</param>
/// <param name="Name">Its name; null if it has none.</param>
/// <param name="Axes">Names of its axes.</param>
/// <param name="Shape">Shape of its first level; null if it cannot be opened.</param>
/// <param name="DataType">Type of its elements.</param>
/// <param name="Levels">Number of levels.</param>
/// <param name="Problem">The reason why it cannot be opened; null if it can.</param>
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
        ["axes"] = new JsonArray([.. Axes.Select(axis => JsonValue.Create(axis))]),
        ["shape"] = Shape is { } shape ? new JsonArray([.. shape.Select(length => JsonValue.Create(length))]) : null,
        ["dataType"] = DataType?.Name,
        ["levels"] = Levels,
        ["problem"] = Problem,
    };

    /// <summary>One line, without the path.</summary>
    public override string ToString() => Problem is null
        ? $"{(Name is null ? string.Empty : $"\"{Name}\" ")}{Shape} {DataType} ({string.Join(", ", Axes)}){(Levels > 1 ? $", {Levels} levels" : string.Empty)}"
        : $"cannot be opened: {Problem}";
}
