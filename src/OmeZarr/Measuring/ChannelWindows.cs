using OmeZarr.Measuring;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr;

/// <summary>
/// Measures the display windows of the channels of an image while its pixels are written, so that nothing is read twice. Give a writer the source of <see cref="Measure"/> in place of the pixels,
/// and <see cref="Complete"/> as <see cref="WriteOptions.CompleteMetadata"/>. Thread-safe.
/// </summary>
/// <remarks>
/// Values of 8 and 16 bits are counted, up to 16 million of each channel; of larger images every nth pixel. Of other types up to 65,536 values of each channel are kept. Smallest and largest values are always those
/// of all pixels. NaN and infinity do not count.
/// </remarks>
public sealed class ChannelWindows
{
    private readonly DataType dataType;
    private readonly ChannelValues[] channels;

    /// <summary>A measurement without values.</summary>
    /// <param name="dataType">The type of the pixels.</param>
    /// <param name="channelCount">The number of channels; 1 for an image without an axis of channels.</param>
    /// <exception cref="ArgumentException">The type is complex.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no channel.</exception>
    public ChannelWindows(DataType dataType, int channelCount = 1)
    {
        ArgumentNullException.ThrowIfNull(dataType);
        ArgumentOutOfRangeException.ThrowIfLessThan(channelCount, 1);
        (this.dataType, channels) = (dataType, ChannelValues.Create(dataType, channelCount));
    }

    /// <summary>The same pixels; the values of each region that is read from them are measured. Several images may be measured together.</summary>
    /// <param name="source">The pixels of level 0.</param>
    /// <param name="channelAxis">The dimension of the channels; null if there is one channel without an axis.</param>
    /// <exception cref="ArgumentException">The source has another data type, or another number of channels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The source has no such dimension.</exception>
    public IArraySource Measure(IArraySource source, int? channelAxis = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (channelAxis is { } axis)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(axis, nameof(channelAxis));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(axis, source.Shape.Rank, nameof(channelAxis));
        }

        var found = channelAxis is { } dimension ? source.Shape[dimension] : 1;
        return source.DataType == dataType && found == channels.Length
            ? new MeasuredSource(source, channelAxis, channels)
            : throw new ArgumentException($"the source has {Counted.Of(found, "channel")} of {source.DataType}, {Counted.Of(channels.Length, "channel")} of {dataType} are measured", nameof(source));
    }

    /// <summary>The windows of the values so far. <see cref="OmeroWindow.Min"/> and <see cref="OmeroWindow.Max"/> are the limits of the data type for 8 and 16 bits, otherwise those of the data.</summary>
    /// <remarks>
    /// <see cref="OmeroWindow.Start"/> and <see cref="OmeroWindow.End"/> are the 0.5th and 99.7th percentiles, so that a few bright pixels do not leave the rest dark. Where these are equal, they are the extremes, and
    /// a constant is shown bright unless it is 0.
    /// </remarks>
    /// <param name="showsExtremes">Whether they are the smallest and largest values instead.</param>
    public IReadOnlyList<OmeroWindow> ToWindows(bool showsExtremes = false) =>
        [.. channels.Select(channel => DisplayWindow.Of(channel.Summarise(), dataType, showsExtremes))];

    /// <summary>The metadata with the windows (percentiles) of the channels that have none. An image without <see cref="Image.Omero"/> gets a complete one.</summary>
    /// <param name="image">The metadata.</param>
    public Image Complete(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var windows = ToWindows();
        return image with
        {
            Omero = image.Omero is { } omero
                ? omero with { Channels = [.. omero.Channels.Select((channel, i) => channel.Window is null && i < windows.Count ? channel with { Window = windows[i] } : channel)] }
                : Omero.FromChannels([.. windows.Select((_, i) => $"channel {i}")], windows),
        };
    }
}
