using System.IO.Compression;
using System.Numerics;
using Zarr;

namespace OmeZarr.Measuring;

/// <summary>Forwards pixels and measures the values of each channel, so that pixels are read only once.</summary>
internal sealed class MeasuredSource : IArraySource
{
    private readonly IArraySource inner;
    private readonly int? channelAxis;
    private readonly ChannelValues[] channels;
    private readonly long step;

    internal MeasuredSource(IArraySource inner, int? channelAxis, ChannelValues[] channels)
    {
        (this.inner, this.channelAxis, this.channels) = (inner, channelAxis, channels);
        step = Step();
    }

    public Shape Shape => inner.Shape;

    public DataType DataType => inner.DataType;

    /// <summary>The same pixels with an empty measurement of its own.</summary>
    internal MeasuredSource Fresh() => new(inner, channelAxis, ChannelValues.Create(DataType, channels.Length));

    /// <summary>Saves what was measured so far.</summary>
    internal byte[] Save()
    {
        using var saved = new MemoryStream();
        using (var packed = new DeflateStream(saved, CompressionLevel.Optimal, leaveOpen: true))
        using (var writer = new BinaryWriter(packed))
        {
            Array.ForEach(channels, channel => channel.Save(writer));
        }

        return saved.ToArray();
    }

    /// <summary>Adds what another measurement of the same kind has saved.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal void Add(byte[] saved)
    {
        try
        {
            using var reader = new BinaryReader(new DeflateStream(new MemoryStream(saved), CompressionMode.Decompress));
            Array.ForEach(channels, channel => channel.Add(reader));
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException("the saved values of channels are damaged", e);
        }
    }

    public async ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        await inner.ReadAsync(region, destination, cancellationToken).ConfigureAwait(false);
        Measure(region, destination.Span);
    }

    /// <summary>
    /// The distance of the elements whose values are taken, counted in the order of the whole array, so that the choice does not depend on the regions that are asked for.
    /// It has no factor in common with the length of a row, so that all columns have their share.
    /// </summary>
    private long Step()
    {
        if (channels.Length == 0 || Shape.AsSpan().Contains(0) || !Shape.TryGetElementCount(out var count))
        {
            return 1;
        }

        var wanted = channels[0].Wanted * channels.Length;
        var distance = (count / wanted) + (count % wanted > 0 ? 1 : 0);
        while (distance > 1 && BigInteger.GreatestCommonDivisor(distance, Shape[Shape.Rank - 1]) > 1)
        {
            distance++;
        }

        return distance;
    }

    /// <summary>Adds runs that belong to one channel. If elements are left out, the number of the first element of each row is needed.</summary>
    private void Measure(Region region, ReadOnlySpan<byte> bytes)
    {
        var (shape, size) = (region.Shape, DataType.Size);
        var run = channelAxis is { } axis ? (int)shape.Skip(axis + 1).Aggregate(1L, (product, length) => product * length) : bytes.Length / size;
        var row = step == 1 || shape.Rank == 0 ? run : Math.Min(run, (int)shape[shape.Rank - 1]);
        var first = new long[run == 0 ? 0 : run / row];
        for (var start = 0; start < bytes.Length / size; start += run)
        {
            for (var i = 0; step > 1 && i < first.Length; i++)
            {
                first[i] = (step - (NumberOf(start + (i * row), region) % step)) % step;
            }

            var channel = channelAxis is { } dimension ? (int)(region.Offset[dimension] + (start / run % shape[dimension])) : 0;
            channels[channel].Add(bytes.Slice(start * size, run * size), first, step);
        }
    }

    /// <summary>The number of an element of a region in the order of the whole array.</summary>
    private long NumberOf(long element, Region region)
    {
        var (number, stride) = (0L, 1L);
        for (var d = region.Rank - 1; d >= 0; d--)
        {
            (element, var index) = Math.DivRem(element, region.Shape[d]);
            number += (region.Offset[d] + index) * stride;
            stride *= Shape[d];
        }

        return number;
    }
}
