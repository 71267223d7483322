using OmeZarr.Files;

namespace OmeZarr.Tiff.Axes;

/// <summary>The axes of pages whose lengths the user gave, with <see cref="ImageFileOptions.Sizes"/>.</summary>
internal static class PageSizes
{
    /// <summary>The axes of the pages; null if the user gave no lengths.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="options">What the user gave.</param>
    /// <param name="pages">Number of pages of the image.</param>
    /// <param name="samples">Samples of a pixel.</param>
    /// <exception cref="ArgumentException">The lengths do not fit the axes or the file.</exception>
    public static IReadOnlyList<PageAxis>? Read(string path, ImageFileOptions options, long pages, int samples)
    {
        if (options.Sizes.Count == 0)
        {
            return null;
        }

        var axes = options.Axes?.ToLowerInvariant()
            ?? throw new ArgumentException("lengths of axes need the axes, because their order says which pages belong together: for example --axes tzyx --sizes t=3,z=5");
        var letters = axes[..Math.Max(0, axes.Length - (samples > 1 ? 3 : 2))];
        var sizes = options.Sizes.ToDictionary(size => char.ToLowerInvariant(size.Key), size => size.Value);
        if (sizes.Keys.Except(letters).Any())
        {
            throw new ArgumentException($"a length is given for {string.Join(", ", sizes.Keys.Except(letters))}, but the axes of the pages are \"{letters}\" (of \"{axes}\")");
        }

        return Complete(path, letters, sizes, pages);
    }

    private static PageAxis[] Complete(string path, string letters, Dictionary<char, long> sizes, long pages)
    {
        if (sizes.Values.Any(length => length < 1) || letters.Length - sizes.Count > 1)
        {
            throw new ArgumentException($"the axes \"{letters}\" of the pages need positive lengths; one of them may be left out");
        }

        var product = sizes.Values.Aggregate((Int128)1, (count, length) => count > long.MaxValue ? count : count * length);
        var rest = letters.Length > sizes.Count && product <= pages ? pages / (long)product : 1;
        return product * rest == pages
            ? [.. letters.Select(letter => new PageAxis(letter, sizes.GetValueOrDefault(letter, rest)))]
            : throw new ArgumentException($"{string.Join(" x ", sizes.Select(size => $"{size.Key}={size.Value}"))} does not fit the {pages} pages of {path}");
    }
}
