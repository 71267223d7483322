using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Axes;

/// <summary>Names every axis of a file with a letter and sorts the axes into the order of OME-Zarr: t, c, z, y, x.</summary>
internal static class AxisNaming
{
    private const string Order = "tczyx";

    /// <summary>The axes of the image.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="layout">Its pages.</param>
    /// <param name="pageAxes">The axes of the pages, slowest first.</param>
    /// <param name="names">The letters of the axes within a page.</param>
    /// <param name="axes">The letters that the user gave; null to follow the file.</param>
    /// <exception cref="ArgumentException">The user's letters do not fit.</exception>
    /// <exception cref="TiffFormatException">The file does not say what an axis is.</exception>
    public static NamedAxes Name(string path, PageLayout layout, IReadOnlyList<PageAxis> pageAxes, PlaneNames names, string? axes)
    {
        var all = FileAxes(layout, pageAxes, names);
        // Page axes of length 1 are dropped unless the user names them.
        var named = axes is not null && axes.Length == all.Count
            ? all
            : [.. all.Where(axis => axis.Role != AxisRole.Pages || axis.Length > 1 || axis.Name is 'y' or 'x')];
        var separate = axes is null ? WithChannelsOfPages(named) : named;
        named = axes is null ? WithFewEnough(separate) : named;
        var letters = axes is null ? FromFile(path, named) : FromUser(path, axes, named);
        var result = named.Select((axis, i) => new ImageAxis
        {
            Role = axis.Role,
            Name = letters[i],
            Length = axis.Length,
            PageStride = axis.PageStride,
            SamplesPerPage = axis.SamplesPerPage,
        });
        return new NamedAxes([.. result.OrderBy(axis => Order.IndexOf(axis.Name, StringComparison.Ordinal))], axes is null ? Guess(named, letters, separate) : null);
    }

    private static List<FileAxis> FileAxes(PageLayout layout, IReadOnlyList<PageAxis> pageAxes, PlaneNames names)
    {
        var axes = new List<FileAxis>();
        var stride = 1L;
        foreach (var axis in pageAxes.Reverse())
        {
            axes.Insert(0, new FileAxis(AxisRole.Pages, axis.Name, axis.Length, stride));
            stride *= axis.Length;
        }

        if (layout.Samples > 1)
        {
            axes.Add(new FileAxis(AxisRole.Samples, names.Samples, layout.Samples, 0));
        }

        axes.Add(new FileAxis(AxisRole.Rows, names.Rows, layout.Height, 0));
        axes.Add(new FileAxis(AxisRole.Columns, names.Columns, layout.Width, 0));
        return axes;
    }

    /// <summary>Joins channels in several pages with the samples of each page, which are channels as well.</summary>
    private static List<FileAxis> WithChannelsOfPages(List<FileAxis> axes)
    {
        var pages = axes.FindIndex(axis => axis is { Role: AxisRole.Pages, Name: 'c' });
        var samples = axes.FindIndex(axis => axis is { Role: AxisRole.Samples, Name: 'c' });
        if (pages < 0 || samples < 0)
        {
            return axes;
        }

        var count = axes[samples].Length;
        List<FileAxis> joined = [.. axes];
        joined[pages] = axes[pages] with { Length = axes[pages].Length * count, SamplesPerPage = (int)count };
        joined.RemoveAt(samples);
        return joined;
    }

    /// <summary>Joins neighbouring axes of pages without a letter, the slowest first, until there is a letter for each: OME-Zarr has no more than three beside y and x.</summary>
    private static List<FileAxis> WithFewEnough(List<FileAxis> axes)
    {
        List<FileAxis> result = [.. axes];
        var free = "zct".Count(letter => axes.TrueForAll(axis => axis.Name != letter));
        while (result.Count(axis => axis.Name is null) > free && Enumerable.Range(0, result.Count - 1).FirstOrDefault(i => result[i].Name is null && result[i + 1].Name is null, -1) is >= 0 and var first)
        {
            result[first] = result[first + 1] with { Length = result[first].Length * result[first + 1].Length };
            result.RemoveAt(first + 1);
        }

        return result;
    }

    private static string FromFile(string path, List<FileAxis> axes)
    {
        var letters = axes.Select(axis => axis.Name ?? '?').ToArray();
        var free = new Queue<char>("zct".Where(letter => !letters.Contains(letter)));
        for (var i = letters.Length - 1; i >= 0; i--)
        {
            letters[i] = letters[i] != '?' || !free.TryDequeue(out var letter) ? letters[i] : letter;
        }

        return letters.Contains('?') || letters.Distinct().Count() < letters.Length
            ? throw new TiffFormatException(path, $"the file does not say clearly what its {axes.Count} axes ({Lengths(axes)}) are; name them with --axes")
            : new string(letters);
    }

    private static string? Guess(List<FileAxis> axes, string letters, List<FileAxis> separate)
    {
        var unnamed = axes.Select((axis, i) => (axis.Name, axis.Length, Letter: letters[i])).Where(axis => axis.Name is null).ToArray();
        var lengths = string.Join(" x ", separate.Where(axis => axis.Name is null).Select(axis => axis.Length));
        return unnamed switch
        {
            [] => null,
            [var (_, length, letter)] when axes.Count == separate.Count => $"the file does not say what its {length} pages are, so they were read as {letter}; name the axes with --axes{Other(letters, letter)}",
            _ => $"the file does not say what the axes of its pages ({lengths}) are, so they were read as {string.Join(", ", unnamed.Select(axis => axis.Letter))}"
                + $"{(axes.Count < separate.Count ? ", the slowest of them joined to one" : string.Empty)}; name the axes with --axes",
        };
    }

    private static string Other(string letters, char letter) =>
        "tzc".Where(other => !letters.Contains(other, StringComparison.Ordinal)).Select(other => $", for example {letters.Replace(letter, other)}").FirstOrDefault(string.Empty);

    private static string FromUser(string path, string axes, List<FileAxis> fileAxes)
    {
        var letters = axes.ToLowerInvariant();
        if (letters.Length != fileAxes.Count)
        {
            throw new ArgumentException($"axes \"{axes}\" has {letters.Length} letters, {path} has {fileAxes.Count} axes ({Lengths(fileAxes)})");
        }

        return letters.Any(letter => !Order.Contains(letter, StringComparison.Ordinal)) || letters.Distinct().Count() < letters.Length
            || !letters.Contains('y', StringComparison.Ordinal) || !letters.Contains('x', StringComparison.Ordinal)
            ? throw new ArgumentException($"axes \"{axes}\" must be different letters of t, c, z, y, x, with y and x among them")
            : letters;
    }

    private static string Lengths(List<FileAxis> axes) => string.Join(" x ", axes.Select(axis => axis.Length));

    private sealed record FileAxis(AxisRole Role, char? Name, long Length, long PageStride)
    {
        public int SamplesPerPage { get; init; } = 1;
    }
}
