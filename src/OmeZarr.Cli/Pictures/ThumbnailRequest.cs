using Zarr.Stores;

namespace OmeZarr.Cli.Pictures;

/// <summary>The request for a picture.</summary>
/// <param name="Store">Where an image, plate, well or collection is.</param>
/// <param name="Output">The PNG file.</param>
internal sealed record ThumbnailRequest(StoreLocation Store, string Output)
{
    /// <summary>What to show, but for the channels.</summary>
    internal RenderOptions Options { get; init; } = new();

    /// <summary>Names or numbers of channels; null for those that are shown at first.</summary>
    internal IReadOnlyList<string>? Channels { get; init; }

    /// <summary>Path of an image of a collection; null for the first.</summary>
    internal string? Series { get; init; }

    internal bool Overwrite { get; init; }
}
