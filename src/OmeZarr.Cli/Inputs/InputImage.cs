using OmeZarr.Files;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Cli.Inputs;

/// <summary>One file or several stacked files as an array with named axes.</summary>
/// <param name="Path">The file, or the first one.</param>
/// <param name="Pixels">The array.</param>
/// <param name="Axes">One letter for each axis, in the order of OME-Zarr.</param>
/// <param name="PixelSizes">The distance between elements along each axis; null if the files do not say it.</param>
/// <param name="Channels">The channels, one for each element of axis c or one without that axis; empty if neither the files nor their names say anything.</param>
internal sealed record InputImage(
    string Path, IArraySource Pixels, string Axes, IReadOnlyList<PhysicalSize?> PixelSizes, IReadOnlyList<FileChannel> Channels)
{
    private const string AxisOrder = "tczyx";

    /// <summary>The centre of the image in micrometers, x to the right and y downwards; null if it is unknown.</summary>
    internal (double X, double Y)? Center { get; init; }

    /// <summary>The name in the file; null if it has none.</summary>
    internal string? Name { get; init; }

    /// <summary>The number of the image in its file, counted from 0.</summary>
    internal int Number { get; init; }

    /// <summary>The OME-XML of the file, with one Image for each image of the file, in their order; null if it has none.</summary>
    internal string? OmeXml { get; init; }

    /// <inheritdoc cref="FileImage.Kind"/>
    internal FileImageKind Kind { get; init; }

    /// <inheritdoc cref="FileImage.Levels"/>
    internal IReadOnlyList<IArraySource> Levels { get; init; } = [];

    /// <summary>Where the pixels of each of <see cref="Levels"/> lie; null for a level, or missing, if the input does not say it: it then covers the extent of the image.</summary>
    internal IReadOnlyList<LevelPlace?> LevelPlaces { get; init; } = [];

    /// <summary>The place of the first pixel along each axis, in the unit of the axis; empty if the input does not say it.</summary>
    internal IReadOnlyList<double> Origin { get; init; } = [];

    /// <summary>Label images that the input has of this image.</summary>
    internal IReadOnlyList<InputLabel> Labels { get; init; } = [];

    /// <summary>Colours and properties of the labels that the pixels are; null if the input does not say that it is a label image.</summary>
    internal ImageLabel? LabelValues { get; init; }

    /// <summary>What viewers show first; null if the input does not say it.</summary>
    internal OmeroRenderingDefs? FirstView { get; init; }

    /// <inheritdoc cref="FileImage.Well"/>
    internal FileWell? Well { get; init; }

    /// <summary>What its files do not give, and what was guessed.</summary>
    internal IReadOnlyList<InputFinding> Findings { get; init; } = [];

    /// <summary>Names of the channels; null if not all have one.</summary>
    internal IReadOnlyList<string>? ChannelNames => Channels.Count > 0 && Channels.All(channel => channel.Name is not null) ? [.. Channels.Select(channel => channel.Name!)] : null;

    /// <summary>Whether the channels are the red, green, blue (and alpha) of a colour image.</summary>
    internal bool IsRgb { get => field || ChannelNames is ["Red", "Green", "Blue", ..]; init; }

    /// <summary>The dimension of the channels; null if there is none.</summary>
    internal int? ChannelAxis => Axes.IndexOf('c', StringComparison.Ordinal) is >= 0 and var axis ? axis : null;

    /// <summary>Number of channels; 1 without a channel axis.</summary>
    internal int ChannelCount => ChannelAxis is { } axis ? checked((int)Pixels.Shape[axis]) : 1;

    /// <summary>The index of the middle slice; null if there is no axis z.</summary>
    internal long? MiddleSlice => LengthOf('z') / 2;

    /// <summary>The length of an axis; null if there is none of this letter.</summary>
    internal long? LengthOf(char axis) => Axes.IndexOf(axis, StringComparison.Ordinal) is >= 0 and var index ? Pixels.Shape[index] : null;

    internal long ByteCount => Pixels.Shape.ElementCount * Pixels.DataType.Size;

    /// <summary>Opens a file of one image.</summary>
    /// <exception cref="UsageException">The file holds several images.</exception>
    /// <exception cref="IOException">The file is missing, damaged, or of no known kind.</exception>
    internal static InputImage Open(string path, string? axes, OpenFiles files)
    {
        return InputFile.Open(path, axes, files).Only();
    }

    /// <summary>Stacks images along a new axis.</summary>
    /// <param name="images">The images, equal in shape, type and axes.</param>
    /// <param name="axis">The letter of the new axis.</param>
    /// <exception cref="UsageException">The images differ, or have that axis already.</exception>
    internal static InputImage Stack(IReadOnlyList<InputImage> images, char axis)
    {
        var first = images[0];
        if (first.Axes.Contains(axis, StringComparison.Ordinal))
        {
            throw new UsageException($"{first.Path} has an axis {axis} already ({first.AxisList}); files cannot be stacked along it");
        }

        RequireAlike(images);
        var position = first.Axes.Count(other => AxisOrder.IndexOf(other, StringComparison.Ordinal) < AxisOrder.IndexOf(axis, StringComparison.Ordinal));
        return new InputImage(
            first.Path,
            ArraySource.Stack([.. images.Select(image => image.Pixels)], position),
            first.Axes.Insert(position, axis.ToString()),
            [.. first.PixelSizes.Take(position), null, .. first.PixelSizes.Skip(position)],
            axis == 'c' ? [.. images.Select(image => (image.Channels is [var only] ? only : new FileChannel()) with { Name = FileName.OfFile(image.Path) })] : first.Channels)
        {
            Levels = StackLevels(images, position),
            LevelPlaces = images.All(image => image.LevelPlaces.SequenceEqual(first.LevelPlaces)) ? [.. first.LevelPlaces.Select(place => place?.Insert(position))] : [],
            Origin = first.Origin.Count > 0 ? [.. first.Origin.Take(position), 0, .. first.Origin.Skip(position)] : [],
            Findings = [.. images.SelectMany(image => image.Findings.Concat(image.LabelsLeftOut(image.Labels, "images are stacked without labels")))],
        };
    }

    /// <summary>The smaller copies that all images have.</summary>
    private static IReadOnlyList<IArraySource> StackLevels(IReadOnlyList<InputImage> images, int position)
    {
        var first = images[0].Levels;
        return
        [
            .. Enumerable.Range(0, images.Min(image => image.Levels.Count))
                .TakeWhile(level => images.All(image => image.Levels[level].Shape == first[level].Shape && image.Levels[level].DataType == first[level].DataType))
                .Select(level => ArraySource.Stack([.. images.Select(image => image.Levels[level])], position)),
        ];
    }

    /// <summary>The image with its first smaller copies only.</summary>
    internal InputImage WithLevels(int count) => this with { Levels = [.. Levels.Take(count)], LevelPlaces = [.. LevelPlaces.Take(count)] };

    /// <summary>The smaller copy with a number; 0 is the image itself.</summary>
    /// <exception cref="UsageException">The file has fewer copies.</exception>
    internal InputImage AtLevel(int level)
    {
        if (level > Levels.Count)
        {
            throw new UsageException($"--level {level}: {Path} has {(Levels.Count == 0 ? "no smaller copies of the image" : $"{Levels.Count} smaller {(Levels.Count == 1 ? "copy" : "copies")} of the image")}");
        }

        return level == 0 ? this : AtLevel(Levels[level - 1], PlaceOf(level - 1)) with { Levels = [.. Levels.Skip(level)], LevelPlaces = [.. LevelPlaces.Skip(level)] };
    }

    private LevelPlace? PlaceOf(int level) => level < LevelPlaces.Count ? LevelPlaces[level] : null;

    private InputImage AtLevel(IArraySource pixels, LevelPlace? given)
    {
        double[] from = [.. PixelSizes.Select(size => size?.Value ?? 1)];
        var place = given ?? LevelPlace.Covering(Pixels.Shape, pixels.Shape, from, Origin);
        return this with
        {
            Pixels = pixels,
            PixelSizes = [.. PixelSizes.Select((size, axis) => size is { } known ? known with { Value = place.Sizes[axis] } : size)],
            Origin = given is not null || Origin.Count > 0 ? place.Origin : [],
            Labels = [],
            Findings = [.. Findings, .. LabelsLeftOut(Labels, "it is as large as full resolution")],
        };
    }

    /// <summary>Where the pixels of a smaller copy lie, when pixels have other sizes and the image has another place than in the input.</summary>
    /// <param name="level">The number of the copy, counted from 0.</param>
    /// <param name="sizes">The sizes of the pixels of the image.</param>
    /// <param name="origin">The place of its first pixel; null for 0.</param>
    internal LevelPlace PlaceOf(int level, IReadOnlyList<double> sizes, IReadOnlyList<double>? origin) => PlaceOf(level) is { } place
        ? place.Moved([.. PixelSizes.Select(size => size?.Value ?? 1)], Origin, sizes, origin ?? [])
        : LevelPlace.Covering(Pixels.Shape, Levels[level].Shape, sizes, origin ?? []);

    /// <summary>The image without label images that have other levels, for outputs that keep the levels.</summary>
    internal InputImage WithLabelsOfAllLevels()
    {
        var others = Labels.Where(label => label.Levels.Count != Levels.Count).ToList();
        return others.Count == 0 ? this : this with { Labels = [.. Labels.Except(others)], Findings = [.. Findings, .. LabelsLeftOut(others, "it has other levels than the image")] };
    }

    /// <summary>The axes for messages: <c>c, y, x</c>.</summary>
    internal string AxisList => string.Join(", ", Axes.ToCharArray());

    /// <summary>Shape, type and axes.</summary>
    internal string Description => $"{Pixels.Shape} {Pixels.DataType} ({AxisList})";

    private IEnumerable<InputFinding> LabelsLeftOut(IEnumerable<InputLabel> labels, string reason) =>
        labels.Select(label => new InputFinding(Path, FileFindingKind.LeftOut, $"the label image {Quote.IfNeeded(label.Name)} is left out: {reason}"));

    private static void RequireAlike(IReadOnlyList<InputImage> images)
    {
        var first = images[0];
        foreach (var image in images)
        {
            if (image.Pixels.Shape != first.Pixels.Shape || image.Pixels.DataType != first.Pixels.DataType || image.Axes != first.Axes)
            {
                throw new UsageException($"{image.Path} is {image.Description}, {first.Path} is {first.Description}; only equal images can be stacked");
            }
        }
    }
}
