using OmeZarr.Cli.Inputs;
using OmeZarr.Files;

namespace OmeZarr.Cli.Plates;

/// <summary>Stacks the files of a field of view: slices along z, channels along c, time points along t, if there are several.</summary>
internal static class FieldInput
{
    /// <exception cref="UsageException">The files do not fit together.</exception>
    /// <exception cref="IOException">A file is missing or is not a TIFF that can be read.</exception>
    internal static InputImage Open(PlateFilesOfField field, PlateFiles plate, string? fileAxes, OpenFiles files)
    {
        try
        {
            var image = Stack(plate.Times, 't', time => Stack(plate.Channels, 'c', channel => Stack(plate.Slices, 'z', slice =>
                InputImage.Open(field.Files[(channel, slice, time)], fileAxes, files))));
            return NameChannels(image, plate);
        }
        catch (UsageException error)
        {
            throw new UsageException($"well {field.Well}, field {field.Field}: {error.Message}");
        }
    }

    private static InputImage Stack(IReadOnlyList<string?> values, char axis, Func<string?, InputImage> open) =>
        values is [var single] ? open(single) : InputImage.Stack([.. values.Select(open)], axis);

    /// <summary>Names the channels after the files, also a single channel without an axis. Channels inside the files keep their names.</summary>
    private static InputImage NameChannels(InputImage image, PlateFiles plate) =>
        plate.Channels is [null] || (plate.Channels.Count == 1 && image.ChannelAxis is not null)
            ? image
            : image with { Channels = [.. plate.Channels.Select(channel => new FileChannel { Name = NameOf(channel) })] };

    private static string NameOf(string? channel) => channel is null || channel.All(char.IsAsciiDigit) ? $"channel {channel}".TrimEnd() : channel;
}
