namespace OmeZarr.Tiff.Axes;

/// <summary>The axes of an image.</summary>
/// <param name="Axes">The axes, in the order of OME-Zarr.</param>
/// <param name="Guess">Which letters were guessed, for users; null if none.</param>
internal sealed record NamedAxes(IReadOnlyList<ImageAxis> Axes, string? Guess);
