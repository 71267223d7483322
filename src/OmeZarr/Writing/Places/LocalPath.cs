using Zarr.Stores.Files;

namespace OmeZarr.Writing.Places;

/// <summary>Checks that a destination is a local folder.</summary>
internal static class LocalPath
{
    /// <exception cref="ArgumentException">The path is empty, or an address such as <c>s3://bucket/cells.ome.zarr</c>, which would become a local folder <c>s3:</c>.</exception>
    internal static void Require(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (Address.Is(path))
        {
            throw new ArgumentException($"{FindingText.Sanitize(path)} is an address, but only local folders can be written so far; give the path of a folder", nameof(path));
        }
    }
}
