using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.OmeXml;

namespace OmeZarr.Tiff.OmeTiff;

/// <summary>The distances and positions of an image.</summary>
internal static class OmeSizes
{
    // Timers of microscopes jitter by milliseconds; a frame that was skipped is off by a whole interval.
    private const double Jitter = 0.05;

    /// <summary>The distance along each axis.</summary>
    public static PhysicalSize?[] Of(PixelsElement pixels, IReadOnlyList<ImageAxis> axes, string what, List<FileFinding> findings)
    {
        foreach (var unit in pixels.Distances.Where(distance => !OmeUnits.IsKnown(distance.Key, distance.Value.Unit)).Select(distance => distance.Value.Unit).Distinct())
        {
            findings.Add(new FileFinding(FileFindingKind.LeftOut, $"{what}: its unit \"{unit}\" is unknown, so the sizes have no unit"));
        }

        return [.. axes.Select(axis => Of(pixels, axis, what, findings))];
    }

    /// <summary>The position on the stage along each axis; empty if there is none.</summary>
    public static FilePosition?[] PositionOf(ImageElement image, WellSampleElement? field, IReadOnlyList<ImageAxis> axes)
    {
        IReadOnlyDictionary<char, OmeQuantity>[] sources = [image.Pixels!.Position, field?.Position ?? new Dictionary<char, OmeQuantity>(), image.StageLabel];
        FilePosition?[] position = [.. axes.Select(axis => sources.Where(source => source.ContainsKey(axis.Name)).Select(source => OmeUnits.Position(source[axis.Name])).FirstOrDefault())];
        return position.Any(place => place is not null) ? position : [];
    }

    private static PhysicalSize? Of(PixelsElement pixels, ImageAxis axis, string what, List<FileFinding> findings) => axis.Name switch
    {
        't' => pixels.Distances.TryGetValue('t', out var increment) ? OmeUnits.Time(increment) : FromTimes(pixels, axis.Length, what, findings),
        'c' => null,
        var letter => pixels.Distances.TryGetValue(letter, out var distance) ? OmeUnits.Length(distance) : null,
    };

    private static PhysicalSize? FromTimes(PixelsElement pixels, long frames, string what, List<FileFinding> findings)
    {
        var times = pixels.Times;
        if (frames < 2 || times.Count != frames || times.Values.Select(time => time.Unit).Distinct().Count() > 1)
        {
            return null;
        }

        double[] steps = [.. Enumerable.Range(1, times.Count - 1).Select(t => times.GetValueOrDefault(t).Value - times.GetValueOrDefault(t - 1).Value)];
        var mean = steps.Average();
        var isRegular = mean > 0 && steps.All(step => Math.Abs(step - mean) <= Jitter * mean);
        findings.Add(isRegular
            ? new FileFinding(FileFindingKind.Guessed, $"{what}: the time between frames is the mean of the times of its planes")
            : new FileFinding(FileFindingKind.LeftOut, $"{what}: its frames are not evenly spaced in time, so the time between them is not read"));
        return isRegular ? OmeUnits.Time(times.First().Value with { Value = mean }) : null;
    }
}
