using System.Globalization;
using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.OmeXml;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.OmeTiff;

/// <summary>What a document says about the channels.</summary>
internal static class OmeChannels
{
    private static readonly string[] ColorNames = ["Red", "Green", "Blue", "Alpha"];
    private static readonly string[] Colors = ["FF0000", "00FF00", "0000FF", "FFFFFF"];

    /// <summary>One for each element of axis c; empty if the document says nothing about them.</summary>
    public static FileChannel[] Of(PixelsElement pixels, PageLayout layout, IReadOnlyList<ImageAxis> axes)
    {
        var count = axes.FirstOrDefault(axis => axis.Name == 'c')?.Length ?? 1;
        var channels = pixels.Channels;
        var all = channels.Count == count ? channels.Select(Of).ToArray()
            : (long)channels.Count * layout.Samples == count ? [.. channels.SelectMany(channel => SamplesOf(channel, layout, channels.Count > 1))]
            : count == layout.Samples ? [.. SamplesOf(new ChannelElement(), layout, isOneOfMany: false)]
            : Array.Empty<FileChannel>();
        return all.All(channel => channel == new FileChannel()) ? [] : all;
    }

    private static FileChannel Of(ChannelElement channel) => new()
    {
        Name = channel.Name,
        Color = ColorOf(channel.Color),
        EmissionWavelength = channel.Emission is { } emission ? OmeUnits.Nanometers(emission) : null,
    };

    /// <summary>The samples of a colour image are channels of their own.</summary>
    private static IEnumerable<FileChannel> SamplesOf(ChannelElement channel, PageLayout layout, bool isOneOfMany)
    {
        // 2 is RGB; 6 is YCbCr, which the decoder converts to RGB.
        var isColor = layout is { Photometric: 2 or 6, Samples: 3 or 4 };
        return Enumerable.Range(0, layout.Samples).Select(sample => new FileChannel
        {
            Name = NameOf(channel.Name, isColor ? ColorNames[sample] : null, sample, isOneOfMany),
            Color = isColor && isOneOfMany ? Colors[sample] : null,
        });
    }

    private static string? NameOf(string? channel, string? color, int sample, bool isOneOfMany) =>
        color is not null ? isOneOfMany && channel is not null ? $"{channel} {color}" : color
        : channel is not null ? $"{channel} {sample}"
        : null;

    // Transparent is not a colour to show: writers that leave it out store 0 or the smallest number. Nor is black, which would show nothing.
    private static string? ColorOf(int? color) => color is { } rgba && (byte)rgba != 0 && (uint)rgba >> 8 != 0 ? ((uint)rgba >> 8).ToString("X6", CultureInfo.InvariantCulture) : null;
}
