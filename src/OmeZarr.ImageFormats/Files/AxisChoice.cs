using OmeZarr.Files;

namespace OmeZarr.ImageFormats.Files;

/// <summary>An axis of stored pixels.</summary>
/// <param name="Name">The letter: t, c, z, y or x.</param>
/// <param name="Length">The number of elements.</param>
/// <param name="Stride">The distance between neighbours in the file, in bytes.</param>
/// <param name="Size">The distance between neighbours in space or time; null if the file does not say it.</param>
internal sealed record StoredAxis(char Name, long Length, long Stride, PhysicalSize? Size = null);

/// <summary>Chooses the axes of an image.</summary>
internal static class AxisChoice
{
    private const string Order = "tczyx";

    /// <summary>The axes of rows of pixels whose samples lie side by side; without channels if there is one sample.</summary>
    /// <param name="height">Number of rows.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="samples">Samples of a pixel.</param>
    /// <param name="size">Bytes of a sample.</param>
    internal static IReadOnlyList<StoredAxis> Interleaved(long height, long width, int samples, int size)
    {
        StoredAxis[] axes = [new('y', height, width * samples * size), new('x', width, samples * size), new('c', samples, size)];
        return samples > 1 ? axes : axes[..2];
    }

    /// <summary>The axes with the letters that the user gives, sorted into the order of OME-Zarr. Axes of length 1 but y and x are dropped, unless the user names them.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="stored">The axes of the file, slowest first.</param>
    /// <param name="given">The letters of the user; null to follow the file.</param>
    /// <exception cref="ArgumentException">The letters do not fit.</exception>
    internal static IReadOnlyList<StoredAxis> Choose(string path, IReadOnlyList<StoredAxis> stored, string? given)
    {
        IReadOnlyList<StoredAxis> kept = given?.Length == stored.Count ? stored : [.. stored.Where(axis => axis.Length > 1 || axis.Name is 'y' or 'x')];
        if (given is not null)
        {
            var letters = given.ToLowerInvariant();
            var isUsable = letters.Length == kept.Count && letters.All(letter => Order.Contains(letter, StringComparison.Ordinal)) && letters.Distinct().Count() == letters.Length
                && letters.Contains('y', StringComparison.Ordinal) && letters.Contains('x', StringComparison.Ordinal);
            kept = isUsable
                ? [.. kept.Zip(letters, (axis, letter) => letter == axis.Name ? axis : axis with { Name = letter, Size = null })]
                : throw new ArgumentException($"axes \"{given}\" do not fit {path}, which has {kept.Count} axes ({string.Join(" x ", kept.Select(axis => axis.Length))}); give different letters of t, c, z, y, x, with y and x among them");
        }

        return [.. kept.OrderBy(axis => Order.IndexOf(axis.Name, StringComparison.Ordinal))];
    }
}
