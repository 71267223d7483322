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
        var (shape, axes) = (ReadShape(document.RootElement)!, document.RootElement.Text("axes"));
        var (leading, sampleAxis) = Split(shape, layout);
        var description = leading < 0
            ? new FileDescription { Writer = Writer, PageAxes = [], Problem = $"its shape ({string.Join(", ", shape)}) is not that of its pages" }
            : Name(shape, axes?.Length == shape.Length ? axes : null, leading, sampleAxis) with { Problem = ProblemOf(shape, axes, leading, sampleAxis) };
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

    private static FileDescription Name(long[] shape, string? axes, int leading, int sampleAxis)
    {
        // S is tifffile's letter for the samples of a pixel. Q, I and other letters do not say what an axis is.
        char? Letter(int axis) => axes is not null && char.ToLowerInvariant(axes[axis]) is var letter && letter is 't' or 'c' or 'z' ? letter : null;
        var pageAxes = Enumerable.Range(0, leading).Select(i => new PageAxis(Letter(i), shape[i])).ToArray();
        var isUnique = pageAxes.Where(axis => axis.Name is not null).DistinctBy(axis => axis.Name).Count() == pageAxes.Count(axis => axis.Name is not null);
        return new FileDescription
        {
            Writer = Writer,
            PageAxes = isUnique ? pageAxes : [.. pageAxes.Select(axis => axis with { Name = null })],
            SampleName = sampleAxis >= 0 && Letter(sampleAxis) is { } letter ? letter : 'c',
        };
    }

    /// <summary>Pages are rows and columns. A file that calls these otherwise, such as <c>ZYXC</c>, is not what it would be read as.</summary>
    private static string? ProblemOf(long[] shape, string? axes, int leading, int sampleAxis)
    {
        if (axes?.Length != shape.Length)
        {
            return null;
        }

        char[] plane = [.. axes.ToUpperInvariant().Where((_, axis) => axis >= leading && axis != sampleAxis)];
        return "TCZX".Contains(plane[0], StringComparison.Ordinal) || "TCZY".Contains(plane[1], StringComparison.Ordinal)
            ? $"its axes are {axes}, so that the rows and columns of its pages are {plane[0]} and {plane[1]} instead of Y and X"
            : null;
    }

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
