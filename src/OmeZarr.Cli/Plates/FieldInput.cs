using OmeZarr.Cli.Inputs;
using OmeZarr.Cli.Plates.Instruments;
using OmeZarr.Files;
using Zarr;

namespace OmeZarr.Cli.Plates;

/// <summary>Stacks the files of a field of view: slices along z, channels along c, time points along t, if there are several. Missing planes are filled with 0.</summary>
/// <param name="plate">The files.</param>
/// <param name="images">The opened files, by path.</param>
/// <param name="facts">What is known beside the files.</param>
internal sealed class FieldInput(PlateFiles plate, IReadOnlyDictionary<string, InputImage> images, PlateFacts facts)
{
    private readonly Dictionary<(Shape Shape, DataType Type), IArraySource> empty = [];

    /// <exception cref="UsageException">The files do not fit together.</exception>
    internal InputImage Stack(PlateFilesOfField field)
    {
        try
        {
            var model = Empty(images[field.Files.Values.First()]);
            var image = Stack(plate.Times, 't', time => Stack(plate.Channels, 'c', channel => Stack(plate.Slices, 'z', slice =>
                field.Files.TryGetValue((channel, slice, time), out var path) ? images[path] : model)));
            return WithFacts(NameChannels(image, field), field);
        }
        catch (UsageException error)
        {
            throw new UsageException($"well {field.Well}, field {field.Field}: {error.Message}");
        }
    }

    private static InputImage Stack(IReadOnlyList<string?> values, char axis, Func<string?, InputImage> open) =>
        values is [var single] ? open(single) : InputImage.Stack([.. values.Select(open)], axis);

    /// <summary>An image of zeros like another. All of one shape share their source.</summary>
    private InputImage Empty(InputImage image)
    {
        var key = (image.Pixels.Shape, image.Pixels.DataType);
        if (!empty.TryGetValue(key, out var zeros))
        {
            empty[key] = zeros = ArraySource.FromFunction(key.Shape, key.DataType, (_, bytes) => bytes.Clear());
        }

        return image with { Pixels = zeros, Findings = [] };
    }

    /// <summary>Names the channels after the files, also a single channel without an axis. Channels inside the files keep their names.</summary>
    private InputImage NameChannels(InputImage image, PlateFilesOfField field)
    {
        if (plate.Channels is [null] || (plate.Channels.Count == 1 && image.ChannelAxis is not null))
        {
            return image;
        }

        var inside = NamesInFiles(field);
        return image with { Channels = [.. plate.Channels.Select(channel => new FileChannel { Name = NameOf(channel, inside) })] };
    }

    /// <summary>What the instrument says, otherwise the name of the channel in the name of the file, or inside the file if that is only a number.</summary>
    private string NameOf(string? channel, Dictionary<string, string> inside)
    {
        if (channel is not null && facts.Channels.TryGetValue(channel, out var name))
        {
            return name;
        }

        return channel is not null && !channel.All(char.IsAsciiDigit) ? channel
            : channel is not null && inside.TryGetValue(channel, out var found) ? found
            : $"channel {channel}".TrimEnd();
    }

    /// <summary>The names that the files of a field give to their only channel; none if they do not tell the channels apart. Only files of the field are asked, so that parts of a plate get the same names as the whole.</summary>
    private Dictionary<string, string> NamesInFiles(PlateFilesOfField field)
    {
        var names = new Dictionary<string, string>();
        foreach (var file in field.Files.GroupBy(file => file.Key.Channel, file => file.Value))
        {
            if (file.Key is { } channel && images[file.Min(StringComparer.Ordinal)!] is { ChannelAxis: null, Channels: [{ Name: { } name }] })
            {
                names[channel] = name;
            }
        }

        return names.Values.Distinct().Count() == names.Count ? names : [];
    }

    /// <summary>Adds sizes that the files do not say, and the place of the field.</summary>
    private InputImage WithFacts(InputImage image, PlateFilesOfField field)
    {
        var sizes = image.Axes.Zip(image.PixelSizes, (axis, size) => size ?? (facts.Sizes.TryGetValue(axis, out var known) ? known : (PhysicalSize?)null));
        // Files say where they are on the stage. The place of a field is that in its well, which only the instrument tells.
        return facts.Centers.TryGetValue(field.Key, out var center)
            ? image with { PixelSizes = [.. sizes], Origin = [], Center = (center.X, center.Y) }
            : image with { PixelSizes = [.. sizes], Origin = [] };
    }
}
