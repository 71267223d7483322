using Zarr;

namespace OmeZarr.Validating;

/// <summary>What label images are compared with: the image that they belong to.</summary>
/// <param name="Path">Path of the image.</param>
/// <param name="Multiscales">Its multiscales.</param>
internal sealed record ImageFacts(string Path, IReadOnlyList<MultiscaleFacts> Multiscales);

/// <summary>A multiscale of an image.</summary>
/// <param name="Axes">Names of the axes.</param>
/// <param name="Levels">Number of datasets.</param>
/// <param name="Shape">Shape of the first level; null if it cannot be opened or does not fit the axes.</param>
internal sealed record MultiscaleFacts(ValueList<string> Axes, int Levels, Shape? Shape);
