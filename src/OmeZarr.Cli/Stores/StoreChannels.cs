using OmeZarr.Files;
using OmeZarr.V05;

namespace OmeZarr.Cli.Stores;

/// <summary>The channels of a stored image as those of files.</summary>
internal static class StoreChannels
{
    private const int ColorLength = 6;

    /// <summary>The channels that omero describes.</summary>
    internal static IReadOnlyList<FileChannel> Of(Omero? omero) => omero is null ? [] : [.. omero.Channels.Select(Of)];

    private static FileChannel Of(OmeroChannel channel) => new()
    {
        Name = channel.Label is { Length: > 0 } label ? label : null,
        Color = channel.Color is { Length: ColorLength } color && color.All(char.IsAsciiHexDigit) ? color : null,
        Window = channel.Window is { } window ? (window.Start, window.End) : null,
        IsInverted = channel.Inverted == true,
    };
}
