using System.Text.Json;

namespace OmeZarr.Tiff.Axes;

/// <summary>
/// The description that tifffile writes: JSON with the <c>shape</c> of the whole array and, optionally, the letters of its <c>axes</c>. Leading axes without a letter are z, c and t,
/// from the last to the first.
/// </summary>
internal static class ShapedDescription
{
    private const string Writer = "tifffile";

    public static FileDescription? TryParse(string text, long samples, bool isPlanar, long height, long width)
    {
        if (!text.StartsWith('{') || TryReadJson(text) is not var (shape, axes) || shape.Length < 2)
        {
            return null;
        }

        var (leading, sampleAxis) = Split(shape, samples, isPlanar, height, width);
        if (leading < 0)
        {
            return Unusable($"its shape ({string.Join(", ", shape)}) is not that of its pages");
        }

        return axes is null || axes.Length != shape.Length
            ? new FileDescription { Writer = Writer, PageAxes = [.. shape.Take(leading).Select(length => new PageAxis(null, length))] }
            : Named(shape, axes, leading, sampleAxis);
    }

    private static FileDescription Named(long[] shape, string axes, int leading, int sampleAxis)
    {
        // S is tifffile's letter for the samples of a pixel.
        var pageAxes = shape.Take(leading).Zip(axes, (length, letter) => new PageAxis(char.ToLowerInvariant(letter), length)).ToArray();
        var unknown = pageAxes.Where(axis => axis.Length > 1 && axis.Name is not ('t' or 'c' or 'z')).Select(axis => axis.Name).ToArray();
        return new FileDescription
        {
            Writer = Writer,
            PageAxes = pageAxes,
            SampleName = sampleAxis >= 0 && char.ToLowerInvariant(axes[sampleAxis]) is 't' or 'z' ? char.ToLowerInvariant(axes[sampleAxis]) : 'c',
            Problem = unknown.Length > 0 ? $"its axes \"{axes}\" have a letter other than t, c, z, y, x" : null,
        };
    }

    /// <summary>The number of leading axes that are pages, and the axis of the samples (-1 if there is none); (-1, -1) if the shape does not end with the shape of a page.</summary>
    private static (int Leading, int SampleAxis) Split(long[] shape, long samples, bool isPlanar, long height, long width)
    {
        long[] chunky = [height, width, samples];
        long[] planar = [samples, height, width];
        if (samples == 1 && shape.AsSpan().EndsWith([height, width]))
        {
            return (shape.Length - 2, -1);
        }

        return shape.AsSpan().EndsWith(isPlanar ? planar : chunky)
            ? (shape.Length - 3, isPlanar ? shape.Length - 3 : shape.Length - 1)
            : (-1, -1);
    }

    private static FileDescription Unusable(string problem) => new() { Writer = Writer, PageAxes = [], Problem = problem };

    private static (long[] Shape, string? Axes)? TryReadJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text.TrimEnd('\0'));
            return document.RootElement.TryGetProperty("shape", out var shape) && ReadShape(shape) is { } lengths
                ? (lengths, ReadText(document.RootElement))
                : null;
        }
        catch (JsonException)
        {
            // Any program may write a description that begins with a brace; such text describes no axes.
            return null;
        }
    }

    private static long[]? ReadShape(JsonElement shape)
    {
        if (shape.ValueKind != JsonValueKind.Array || shape.GetArrayLength() > global::Zarr.Shape.MaxRank)
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

    private static string? ReadText(JsonElement root) =>
        root.TryGetProperty("axes", out var axes) && axes.ValueKind == JsonValueKind.String ? axes.GetString() : null;
}
