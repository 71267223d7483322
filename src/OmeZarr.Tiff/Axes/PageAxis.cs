namespace OmeZarr.Tiff.Axes;

/// <summary>One axis of the pages of a file.</summary>
/// <param name="Name">The letter, or null if the file does not name the axis.</param>
/// <param name="Length">The length.</param>
internal readonly record struct PageAxis(char? Name, long Length);
