using System.Globalization;
using OmeZarr.Files;
using OmeZarr.Hdf5.Files;
using Zarr;

namespace OmeZarr.Hdf5.Dialects;

/// <summary>
/// BigDataViewer files: <c>t00000/s00/0/cells</c> for each time point, setup and level. A setup is a channel, tile, angle or illumination; the <c>.xml</c> beside the file says which. Setups that
/// differ in nothing but the channel are one image. Elements of 16 bits are unsigned, whatever the file says.
/// </summary>
internal static class BigDataViewerReader
{
    private const string TimeFormat = "00000";
    private const string SetupFormat = "00";

    /// <summary>The images of the file; null if it is not one of BigDataViewer.</summary>
    internal static Hdf5ImageFile? Read(Hdf5File file, ImageFileOptions options)
    {
        var setups = file.Ask(root => root.FindGroup("t00000", "s00", "0") is null ? 0 : root.FindGroup("t00000")!.CountGroups("s", SetupFormat));
        if (setups == 0)
        {
            return null;
        }

        if (options.Axes is not null)
        {
            throw new ArgumentException($"{file.Path} says its axes itself; leave out --axes");
        }

        var findings = new List<FileFinding>();
        var times = file.Ask(root => root.CountGroups("t", TimeFormat));
        var description = SetupDescription.Read(file.Path, findings);
        var stored = Enumerable.Range(0, setups).Select(setup => Setup(file, setup, times)).ToList();
        var images = description.Group(stored).Select(group => ImageOf(group, description, findings)).ToList();
        return new Hdf5ImageFile(file, "BigDataViewer", images, findings, description.Path is { } xml ? [xml] : null);
    }

    private static StoredSetup Setup(Hdf5File file, int setup, int times) => file.Ask(root =>
    {
        var name = $"s{setup.ToString(SetupFormat, CultureInfo.InvariantCulture)}";
        var levels = root.FindGroup("t00000", name)?.CountGroups(string.Empty) ?? 0;
        var arrays = Enumerable.Range(0, Math.Max(1, levels)).Select(level =>
        {
            Hdf5Array?[] found =
            [
                .. Enumerable.Range(0, times).Select(time => root.Find($"t{time.ToString(TimeFormat, CultureInfo.InvariantCulture)}", name, level.ToString(CultureInfo.InvariantCulture), "cells") is { } cells
                    ? Hdf5Array.Of(file, cells) is { Lengths.Count: 3 } array ? array : throw file.Damaged($"{name} at time point {time}, level {level} is no array of three dimensions")
                    : null),
            ];
            var shapes = found.OfType<Hdf5Array>().Select(array => (string.Join(" x ", array.Lengths), array.DataType)).Distinct().ToList();
            return shapes.Count == 1 ? found : throw file.Damaged($"{name} has time points of {(shapes.Count == 0 ? "no" : "several")} shapes at level {level}");
        }).ToList();
        return new StoredSetup(setup, arrays);
    });

    private static FileImage ImageOf(IReadOnlyList<StoredSetup> group, SetupDescription description, List<FileFinding> findings)
    {
        var first = group[0];
        var (lengths, times) = (first.LengthsOf(0), first.Levels[0].Length);
        var axes = string.Concat("tczyx".Where(letter => letter switch { 't' => times > 1, 'c' => group.Count > 1, 'z' => lengths[0] > 1, _ => true }));
        foreach (var setup in group)
        {
            findings.AddRange(setup.Levels[0].Index().Where(time => time.Item is null)
                .Select(time => new FileFinding(FileFindingKind.Missing, $"time point {time.Index} of setup {setup.Number} is missing and reads as zeros")));
        }

        var sizes = description.SizesOf(first.Number);
        return new FileImage
        {
            Pixels = PixelsOf(group, axes, 0),
            Axes = axes,
            PixelSizes = [.. axes.Select(letter => "zyx".IndexOf(letter, StringComparison.Ordinal) is >= 0 and var d ? sizes[d] : null)],
            Levels = [.. Enumerable.Range(1, first.Levels.Count - 1).Where(level => lengths[0] > 1 || first.LengthsOf(level)[0] == 1).Select(level => PixelsOf(group, axes, level))],
            Channels = [.. group.Select(setup => new FileChannel { Name = description.ChannelOf(setup.Number) })],
            Name = description.NameOf(first.Number, isAlone: group.Count == 1),
        };
    }

    private static Hdf5Pixels PixelsOf(IReadOnlyList<StoredSetup> group, string axes, int level)
    {
        var lengths = group[0].LengthsOf(level);
        return new Hdf5Pixels(
            axes,
            [.. axes.Select(letter => letter switch { 't' => group[0].Levels[0].Length, 'c' => group.Count, 'z' => lengths[0], 'y' => lengths[1], _ => lengths[2] })],
            axes.Contains('z', StringComparison.Ordinal) ? "zyx" : "_yx",
            group[0].DataType,
            (t, c) => group[(int)c].Levels[level][t]);
    }

    /// <summary>The arrays of a setup.</summary>
    /// <param name="Number">Its number.</param>
    /// <param name="Levels">For each level one array for each time point; null where it is missing.</param>
    internal sealed record StoredSetup(int Number, IReadOnlyList<Hdf5Array?[]> Levels)
    {
        /// <summary>16 bits are stored as signed and mean unsigned.</summary>
        internal DataType DataType => Sample(0).DataType == DataType.Int16 ? DataType.UInt16 : Sample(0).DataType;

        internal IReadOnlyList<long> LengthsOf(int level) => Sample(level).Lengths;

        /// <summary>Whether the arrays of another setup can be channels of the same image.</summary>
        internal bool IsLike(StoredSetup other) => DataType == other.DataType && Levels.Count == other.Levels.Count
            && Enumerable.Range(0, Levels.Count).All(level => LengthsOf(level).SequenceEqual(other.LengthsOf(level)));

        private Hdf5Array Sample(int level) => Levels[level].First(array => array is not null)!;
    }
}
