using OmeZarr.Cli.Images;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Cli.Outputs;

/// <summary>
/// The display windows of a plate: the same for all fields, so that wells can be compared by eye. They are measured before anything is written, in the middle planes of
/// a few fields that are spread over the plate.
/// </summary>
internal sealed class PlateWindows
{
    private const int SampledFields = 16;
    private const long BytesAtOnce = 16 << 20;

    private readonly Dictionary<(DataType Type, int Channels), Func<ImageConversion, Image>> windows = [];

    private PlateWindows()
    {
    }

    /// <param name="fields">The fields.</param>
    /// <param name="example">An image of the existing plate. Fields of the same type and channels get its windows. Null if there is none.</param>
    /// <param name="cancellationToken">Cancels measuring.</param>
    internal static async Task<PlateWindows> MeasureAsync(IReadOnlyList<ImageConversion> fields, OmeImage? example, CancellationToken cancellationToken)
    {
        var result = new PlateWindows();
        if (example?.Metadata.Omero?.Channels is { } channels && channels.All(channel => channel.Window is not null))
        {
            result.windows[(example.Levels[0].DataType, channels.Count)] = field => field.Complete([.. channels.Select(channel => channel.Window!)]);
        }

        foreach (var alike in fields.Where(field => !field.IsComplex).GroupBy(KeyOf).Where(alike => !result.windows.ContainsKey(alike.Key)))
        {
            var measured = new ChannelWindows(alike.Key.Type, alike.Key.Channels);
            foreach (var field in Spread([.. alike]))
            {
                await MeasureAsync(measured, field, cancellationToken).ConfigureAwait(false);
            }

            result.windows[alike.Key] = field => field.Complete(measured);
        }

        return result;
    }

    /// <summary>The metadata of a field with its display windows; without any if its pixels are complex numbers.</summary>
    internal Image Complete(ImageConversion field) => field.IsComplex ? field.Metadata : windows[KeyOf(field)](field);

    private static (DataType Type, int Channels) KeyOf(ImageConversion field) => (field.Input.Pixels.DataType, field.Input.ChannelCount);

    private static IEnumerable<ImageConversion> Spread(IReadOnlyList<ImageConversion> fields)
    {
        var count = Math.Min(SampledFields, fields.Count);
        return Enumerable.Range(0, count).Select(i => fields[(int)(((2L * i) + 1) * fields.Count / (2 * count))]);
    }

    private static async Task MeasureAsync(ChannelWindows measured, ImageConversion field, CancellationToken cancellationToken)
    {
        try
        {
            await ReadMiddlePlanesAsync(measured.Measure(field.Input.Pixels, field.Input.ChannelAxis), field.Input.ChannelAxis, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Writing the field reports the error, when the wells before it are complete.
        }
    }

    /// <summary>One plane of each channel, some rows at a time.</summary>
    private static async Task ReadMiddlePlanesAsync(IArraySource source, int? channelAxis, CancellationToken cancellationToken)
    {
        var (shape, rows) = (source.Shape, source.Shape.Rank - 2);
        for (var channel = 0; channel < (channelAxis is { } axis ? shape[axis] : 1); channel++)
        {
            var step = Math.Max(1, BytesAtOnce / Math.Max(1, shape[rows + 1] * source.DataType.Size));
            for (var row = 0L; row < shape[rows]; row += step)
            {
                long[] offset = [.. shape.Index().Select(length => length.Index == channelAxis ? channel : length.Index < rows ? length.Item / 2 : 0)];
                offset[rows] = row;
                var region = new Region(offset, [.. Enumerable.Repeat(1L, rows), Math.Min(step, shape[rows] - row), shape[rows + 1]]);
                await source.ReadAsync(region, new byte[region.Shape.ElementCount * source.DataType.Size], cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
