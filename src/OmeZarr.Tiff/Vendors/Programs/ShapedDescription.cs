using System.Text.Json;
using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Images;
using OmeZarr.Tiff.Pages;
using OmeZarr.Tiff.Parsing;

namespace OmeZarr.Tiff.Vendors.Programs;

/// <summary>
/// The description that tifffile writes: JSON with the <c>shape</c> of the whole array and, optionally, the letters of its <c>axes</c>, a <c>unit</c> and the <c>spacing</c> of slices. Leading axes
/// without a letter are z, c and t, from the last to the first; this is a guess.
/// </summary>
internal static class ShapedDescription
{
    private const string Writer = "tifffile";
    private const string Letters = "tczyx";
    private const int MaxChannels = 4096;

    public static bool IsOne(TiffPages file, int directory) => Find(file, directory) is not null;

    /// <summary>What tifffile says about an image; null if tifffile did not describe it.</summary>
    public static FileDescription? TryParse(TiffPages file, int directory, PageLayout layout)
    {
        if (Find(file, directory) is not { } text)
        {
            return null;
        }

        using var document = JsonDocument.Parse(text);
        var (shape, axes) = WithoutLastOnes(ReadShape(document.RootElement)!, document.RootElement.Text("axes"), layout);
        var (leading, sampleAxis) = Split(shape, layout);
        var description = leading < 0
            ? new FileDescription { Writer = Writer, PageAxes = [], Problem = $"its shape ({string.Join(", ", shape)}) is not that of its pages" }
            : Name(shape, axes?.Length == shape.Length ? axes.ToLowerInvariant() : null, leading, sampleAxis);
        return description with
        {
            Name = document.RootElement.Text("Name") ?? document.RootElement.Text("name"),
            Sizes = ReadSizes(document.RootElement, file, directory),
            Channels = ReadChannels(document.RootElement),
        };
    }

    private static string? Find(TiffPages file, int directory) => file.Texts(directory, TiffTag.ImageDescription).FirstOrDefault(IsShaped);

    private static bool IsShaped(string text)
    {
        using var document = JsonValues.TryParse(text);
        return document is not null && ReadShape(document.RootElement) is { Length: >= 2 };
    }

    /// <summary>tifffile stores arrays that end with axes of length 1 without these, and describes them with these.</summary>
    private static (long[] Shape, string? Axes) WithoutLastOnes(long[] shape, string? axes, PageLayout layout)
    {
        var rank = shape.Length;
        while (rank > 2 && shape[rank - 1] == 1 && Split(shape[..rank], layout).Leading < 0)
        {
            rank--;
        }

        return Split(shape[..rank], layout).Leading < 0 ? (shape, axes) : (shape[..rank], axes?.Length == shape.Length ? axes[..rank] : axes);
    }

    private static FileDescription Name(long[] shape, string? axes, int leading, int sampleAxis)
    {
        var (row, column) = (sampleAxis == leading ? leading + 1 : leading, sampleAxis == leading ? leading + 2 : leading + 1);
        var names = new PlaneNames(Letter(axes, sampleAxis, "tcz") ?? 'c', Letter(axes, row, Letters) ?? Free('y', axes), Letter(axes, column, Letters) ?? Free('x', axes));
        // Q, I and other letters do not say what an axis is.
        var isUsual = names is { Rows: 'y', Columns: 'x' };
        PageAxis[] pageAxes = [.. Enumerable.Range(0, leading).Select(axis => new PageAxis(Letter(axes, axis, isUsual ? "tcz" : Letters), shape[axis]))];
        char[] known = [.. pageAxes.Select(axis => axis.Name).OfType<char>()];
        if (isUsual)
        {
            var isUnique = known.Distinct().Count() == known.Length;
            return new FileDescription { Writer = Writer, PlaneNames = names, PageAxes = isUnique ? pageAxes : [.. pageAxes.Select(axis => axis with { Name = null })] };
        }

        // Arrays such as ZYXC are stored as if their last two axes were rows and columns, unless they are colours.
        char[] all = [.. known, names.Rows, names.Columns, .. sampleAxis < 0 ? Array.Empty<char>() : [names.Samples]];
        return new FileDescription
        {
            Writer = Writer,
            PlaneNames = names,
            PageAxes = pageAxes,
            Guess = Letter(axes, column, Letters) is null ? $"tifffile does not say what its last axis of {shape[column]} is, so it was read as {names.Columns}; name the axes with --axes" : null,
            Problem = all.Contains('y') && all.Contains('x') && all.Distinct().Count() == all.Length
                ? null
                : $"its axes are {axes!.ToUpperInvariant()}, so that the rows and columns of its pages are {char.ToUpperInvariant(axes[row])} and {char.ToUpperInvariant(axes[column])} instead of Y and X",
        };
    }

    /// <summary>The letter of an axis within the pages that has none: the usual one, or, if another axis has that, one for values of a pixel.</summary>
    private static char Free(char usual, string? axes) =>
        axes?.Contains(usual, StringComparison.Ordinal) == true ? "czt".FirstOrDefault(letter => !axes.Contains(letter, StringComparison.Ordinal), usual) : usual;

    /// <summary>The letter of an axis; null if it is none of those that are known. S is the letter of tifffile for the samples of a pixel.</summary>
    private static char? Letter(string? axes, int axis, string known) =>
        axes is null || axis < 0 ? null : (axes[axis] == 's' ? 'c' : axes[axis]) is var letter && known.Contains(letter, StringComparison.Ordinal) ? letter : null;

    /// <summary>The number of leading axes that are pages, and the axis of the samples (-1 if there is none); (-1, -1) if the shape does not end with the shape of a page.</summary>
    private static (int Leading, int SampleAxis) Split(long[] shape, PageLayout layout)
    {
        long[] chunky = [layout.Height, layout.Width, layout.Samples];
        long[] planar = [layout.Samples, layout.Height, layout.Width];
        if (layout.Samples == 1 && shape.AsSpan().EndsWith([layout.Height, layout.Width]))
        {
            return (shape.Length - 2, -1);
        }

        return shape.AsSpan().EndsWith(layout.IsPlanar ? planar : chunky)
            ? (shape.Length - 3, layout.IsPlanar ? shape.Length - 3 : shape.Length - 1)
            : (-1, -1);
    }

    private static Dictionary<char, PhysicalSize> ReadSizes(JsonElement root, TiffPages file, int directory)
    {
        // OME names (PhysicalSizeX) are what callers of tifffile often use.
        var unit = PhysicalUnits.Length(root.Text("unit"));
        var sizes = unit is null ? Resolution.IfPlausible(file, directory) : Resolution.InUnits(file, directory, unit, unit);
        var spacing = root.Number("spacing");
        Resolution.Add(sizes, 'z', unit is null && sizes.Count == 0 ? null : spacing, unit ?? "micrometer");
        foreach (var axis in "zyx")
        {
            var name = $"PhysicalSize{char.ToUpperInvariant(axis)}";
            Resolution.Add(sizes, axis, root.Number(name), PhysicalUnits.Length(root.Text(name + "Unit")) ?? "micrometer");
        }

        Resolution.Add(sizes, 't', root.Number("finterval"), PhysicalUnits.Time(root.Text("tunit")) ?? "second");
        Resolution.Add(sizes, 't', root.Number("TimeIncrement"), PhysicalUnits.Time(root.Text("TimeIncrementUnit")) ?? "second");
        return sizes;
    }

    private static FileChannel[] ReadChannels(JsonElement root) =>
        root.Find("Channel") is { } channel ? [.. channel.Items("Name", MaxChannels).Select(name => new FileChannel { Name = name.AsText() })] : [];

    private static long[]? ReadShape(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("shape", out var shape)
            || shape.ValueKind != JsonValueKind.Array || shape.GetArrayLength() > global::Zarr.Shape.MaxRank)
        {
            return null;
        }

        var lengths = new List<long>();
        foreach (var item in shape.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out var length) || length < 1)
            {
                return null;
            }

            lengths.Add(length);
        }

        return [.. lengths];
    }
}
