using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Planning;

/// <summary>Completes the rendering block of an image to be written: every channel gets the colour and the window that the specification demands (OME-Zarr 0.5, section "omero").</summary>
internal static class OmeroPlan
{
    /// <summary>The metadata with a colour and a window for each channel. A missing window is the range of the data type: 0 to 1 for floating-point numbers, whose values nobody knows yet.</summary>
    /// <param name="image">The metadata.</param>
    /// <param name="dataType">The type of the pixels.</param>
    internal static Image Complete(Image image, DataType dataType) =>
        image.Omero is { } omero && omero.Channels.Any(channel => LacksColor(channel) || LacksWindow(channel))
            ? image with { Omero = omero with { Channels = [.. omero.Channels.Select((channel, i) => Complete(channel, i, omero.Channels.Count, dataType))] } }
            : image;

    private static OmeroChannel Complete(OmeroChannel channel, int index, int count, DataType dataType) => channel with
    {
        Color = LacksColor(channel) ? Omero.ColorOf(index, count) : channel.Color,
        Window = LacksWindow(channel) ? WindowOf(dataType) : channel.Window,
    };

    // A member of the wrong type is among the extra members; the rule about types refuses it.
    private static bool LacksColor(OmeroChannel channel) => channel.Color is null && !channel.ExtraMembers.Contains("color");

    private static bool LacksWindow(OmeroChannel channel) => channel.Window is null && !channel.ExtraMembers.Contains("window");

    /// <summary>The range of a data type.</summary>
    internal static OmeroWindow WindowOf(DataType dataType)
    {
        var (min, max) = RangeOf(dataType);
        return new OmeroWindow { Min = min, Start = min, End = max, Max = max };
    }

    private static (double Min, double Max) RangeOf(DataType dataType) => dataType.Name switch
    {
        "int8" => (sbyte.MinValue, sbyte.MaxValue),
        "int16" => (short.MinValue, short.MaxValue),
        "int32" => (int.MinValue, int.MaxValue),
        "int64" => (long.MinValue, long.MaxValue),
        "uint8" => (byte.MinValue, byte.MaxValue),
        "uint16" => (ushort.MinValue, ushort.MaxValue),
        "uint32" => (uint.MinValue, uint.MaxValue),
        "uint64" => (ulong.MinValue, ulong.MaxValue),
        _ => (0, 1),
    };
}
