namespace OmeZarr.Tiff.Axes;

/// <summary>One axis along which the pages of a file are counted.</summary>
/// <param name="Name">Its letter, or null if the file does not say it.</param>
/// <param name="Length">Its length.</param>
internal readonly record struct PageAxis(char? Name, long Length);
