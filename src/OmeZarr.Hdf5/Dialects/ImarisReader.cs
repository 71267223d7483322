using System.Globalization;
using OmeZarr.Files;
using OmeZarr.Hdf5.Files;
using PureHDF;
using Zarr;

namespace OmeZarr.Hdf5.Dialects;

/// <summary>Imaris 5.5 files: one dataset for each resolution level, time point and channel, padded to whole chunks; what they mean stands as texts in attributes.</summary>
internal static class ImarisReader
{
    private static readonly string[] SizeNames = ["ImageSizeZ", "ImageSizeY", "ImageSizeX"];

    /// <summary>The images of the file; null if it is not one of Imaris.</summary>
    internal static Hdf5ImageFile? Read(Hdf5File file, ImageFileOptions options)
    {
        var isImaris = file.Ask(root => root.FindGroup("DataSet", "ResolutionLevel 0") is not null && root.FindGroup("DataSetInfo", "Image") is not null);
        if (!isImaris)
        {
            return null;
        }

        if (options.Axes is not null)
        {
            throw new ArgumentException($"{file.Path} says its axes itself; leave out --axes");
        }

        var findings = new List<FileFinding>();
        var levels = file.Ask(root => root.FindGroup("DataSet")!.CountGroups("ResolutionLevel "));
        var first = Level(file, 0);
        ReportMissing(first, findings);
        var names = AxesOf(first);
        var pixels = first.Pixels(names);
        var sizes = file.Ask(root => SpaceOf(root.FindGroup("DataSetInfo", "Image")!, first.Lengths));
        var image = new FileImage
        {
            Pixels = pixels,
            Axes = names,
            PixelSizes = [.. names.Select(letter => letter == 't' ? file.Ask(root => IntervalOf(root.FindGroup("DataSetInfo", "TimeInfo"), first.Times, findings)) : sizes.Sizes[IndexOf(letter)])],
            Position = sizes.Origin is { } origin ? [.. names.Select(letter => IndexOf(letter) < 3 ? origin[IndexOf(letter)] : null)] : [],
            Levels = [.. Enumerable.Range(1, Math.Max(0, levels - 1)).Select(level => Level(file, level)).Where(level => IsLike(level, first, findings)).Select(level => level.Pixels(names))],
            Channels = file.Ask(root => (FileChannel[])[.. Enumerable.Range(0, first.Channels).Select(channel => ChannelOf(root.FindGroup("DataSetInfo", $"Channel {channel}"), channel, findings))]),
            Name = file.Ask(root => root.Find("DataSetInfo", "Image").Text("Name")) is { Length: > 0 } and not "(name not specified)" and var name ? name : null,
        };
        if (file.Ask(root => root.Find("Scene") ?? root.Find("Scene8")) is not null)
        {
            findings.Add(new FileFinding(FileFindingKind.LeftOut, "the scene (spots, surfaces and other objects) is left out"));
        }

        return new Hdf5ImageFile(file, "Imaris", [image], findings);
    }

    /// <summary>The index of a letter in z, y, x; 3 for the others.</summary>
    private static int IndexOf(char letter) => letter switch { 'z' => 0, 'y' => 1, 'x' => 2, _ => 3 };

    private static string AxesOf(ImarisLevel level) =>
        string.Concat("tczyx".Where(letter => letter switch { 't' => level.Times > 1, 'c' => level.Channels > 1, 'z' => level.Lengths[0] > 1, _ => true }));

    private static ImarisLevel Level(Hdf5File file, int number) => file.Ask(root =>
    {
        var group = root.FindGroup("DataSet", $"ResolutionLevel {number}")!;
        var times = group.CountGroups("TimePoint ");
        var channels = Enumerable.Range(0, times).Max(time => (int?)group.FindGroup($"TimePoint {time}")!.CountGroups("Channel ")) ?? 0;
        var arrays = new Hdf5Array?[times, channels];
        Hdf5Array? sample = null;
        long[]? lengths = null;
        for (var t = 0; t < times; t++)
        {
            for (var c = 0; c < channels; c++)
            {
                var channel = group.FindGroup($"TimePoint {t}", $"Channel {c}");
                if (channel?.Find("Data") is not { } data || Hdf5Array.Of(file, data) is not { Lengths.Count: 3 } array)
                {
                    continue;
                }

                long[] own = [.. SizeNames.Select((name, d) => channel.Number(name) is >= 1 and var size && size <= array.Lengths[d] ? (long)size : array.Lengths[d])];
                lengths ??= own;
                sample ??= array;
                arrays[t, c] = array.DataType == sample.DataType && own.SequenceEqual(lengths) ? array
                    : throw file.Damaged($"time point {t}, channel {c} of level {number} is {string.Join(" x ", own)} {array.DataType}, others are {string.Join(" x ", lengths)} {sample.DataType}");
            }
        }

        return sample is null ? throw file.Damaged($"level {number} has no pixels") : new ImarisLevel(number, arrays, sample.DataType, lengths!);
    });

    private static void ReportMissing(ImarisLevel level, List<FileFinding> findings)
    {
        for (var t = 0; t < level.Times; t++)
        {
            for (var c = 0; c < level.Channels; c++)
            {
                if (level.Arrays[t, c] is null)
                {
                    findings.Add(new FileFinding(FileFindingKind.Missing, $"time point {t}, channel {c} is missing and reads as zeros"));
                }
            }
        }
    }

    private static bool IsLike(ImarisLevel level, ImarisLevel first, List<FileFinding> findings)
    {
        var isLike = level.Times == first.Times && level.Channels == first.Channels && level.DataType == first.DataType && level.Arrays.Cast<Hdf5Array?>().All(array => array is not null)
            && (first.Lengths[0] > 1 || level.Lengths[0] == 1);
        if (!isLike)
        {
            findings.Add(new FileFinding(FileFindingKind.LeftOut, $"resolution level {level.Number} is left out: it has other time points, channels or elements than full resolution"));
        }

        return isLike;
    }

    /// <summary>Sizes of a voxel along z, y, x, and the centre of the first voxel, from the edges of the volume; no place if the volume begins at the origin.</summary>
    private static (PhysicalSize?[] Sizes, FilePosition?[]? Origin) SpaceOf(IH5Group image, long[] lengths)
    {
        var unit = image.Text("Unit") is { Length: > 0 } given ? given : "um";
        var (sizes, origin) = (new PhysicalSize?[4], new FilePosition?[3]);
        for (var (d, axis) = (0, 2); d < 3; d++, axis--)
        {
            if (image.Number($"ExtMin{axis}") is { } from && image.Number($"ExtMax{axis}") is { } to)
            {
                sizes[d] = Hdf5Groups.SizeOf((to - from) / lengths[d], unit);
                origin[d] = from == 0 || sizes[d] is not { } size ? null : new FilePosition(from + (size.Value / 2), size.Unit);
            }
        }

        return (sizes, origin.All(place => place is null) ? null : origin);
    }

    private static PhysicalSize? IntervalOf(IH5Group? times, int count, List<FileFinding> findings)
    {
        var stamps = Enumerable.Range(1, count).Select(time => DateTime.TryParse(times.Text($"TimePoint{time}"), CultureInfo.InvariantCulture, DateTimeStyles.None, out var stamp) ? stamp : (DateTime?)null).ToArray();
        if (count < 2 || stamps.Any(stamp => stamp is null))
        {
            return null;
        }

        double[] steps = [.. stamps.Zip(stamps.Skip(1), (before, after) => (after!.Value - before!.Value).TotalSeconds)];
        var mean = steps.Average();
        if (steps.Any(step => Math.Abs(step - mean) > Math.Max(0.001, mean * 0.05)))
        {
            findings.Add(new FileFinding(FileFindingKind.Guessed, FormattableString.Invariant($"the time points are {steps.Min():0.###} to {steps.Max():0.###} seconds apart; the mean is taken")));
        }

        return mean > 0 ? new PhysicalSize(Math.Round(mean, 6), "second") : null;
    }

    private static FileChannel ChannelOf(IH5Group? channel, int number, List<FileFinding> findings)
    {
        if (channel.Text("ColorMode") == "TableColor")
        {
            findings.Add(new FileFinding(FileFindingKind.LeftOut, $"the colour table of channel {number} is left out"));
        }

        double[] color = Numbers(channel.Text("Color"));
        double[] window = Numbers(channel.Text("ColorRange"));
        return new FileChannel
        {
            Name = channel.Text("Name") is { Length: > 0 } and not "(name not specified)" and var name ? name : null,
            Color = color.Length == 3 && channel.Text("ColorMode") != "TableColor" ? string.Concat(color.Select(part => ((int)Math.Round(Math.Clamp(part, 0, 1) * 255)).ToString("X2", CultureInfo.InvariantCulture))) : null,
            Window = window is [var start, var end] && start < end ? (start, end) : null,
            EmissionWavelength = channel.Number("LSMEmissionWavelength") is > 0 and var length ? length : null,
        };
    }

    private static double[] Numbers(string? text)
    {
        var parts = text?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        double[] numbers = [.. parts.Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN)];
        return numbers.All(double.IsFinite) ? numbers : [];
    }

    /// <summary>The datasets of a resolution level.</summary>
    /// <param name="Number">The number of the level, 0 for full resolution.</param>
    /// <param name="Arrays">One dataset for each time point and channel; null where it is missing.</param>
    /// <param name="DataType">The type of all elements.</param>
    /// <param name="Lengths">The lengths along z, y, x without the padding.</param>
    private sealed record ImarisLevel(int Number, Hdf5Array?[,] Arrays, DataType DataType, long[] Lengths)
    {
        internal int Times => Arrays.GetLength(0);

        internal int Channels => Arrays.GetLength(1);

        internal Hdf5Pixels Pixels(string axes)
        {
            long[] lengths = [.. axes.Select(letter => letter switch { 't' => Times, 'c' => Channels, _ => Lengths[IndexOf(letter)] })];
            return new Hdf5Pixels(axes, lengths, axes.Contains('z', StringComparison.Ordinal) ? "zyx" : "_yx", DataType, (t, c) => Arrays[t, c]);
        }
    }
}
