using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Zarr;

namespace OmeZarr.Cli.Images;

/// <summary>Forwards pixels and measures the smallest and largest finite value of each channel, so that pixels are read only once.</summary>
internal sealed class ChannelRangeSource : IArraySource
{
    private readonly IArraySource inner;
    private readonly int? channelAxis;
    private readonly (double Min, double Max)[] ranges;
    private readonly Func<ReadOnlyMemory<byte>, (double Min, double Max)> measure;
    private readonly Lock gate = new();

    /// <param name="inner">The source of the pixels.</param>
    /// <param name="channelAxis">The dimension of the channels; null if there is one channel without an axis.</param>
    internal ChannelRangeSource(IArraySource inner, int? channelAxis)
    {
        (this.inner, this.channelAxis) = (inner, channelAxis);
        ranges = new (double, double)[channelAxis is { } axis ? inner.Shape[axis] : 1];
        Array.Fill(ranges, (double.PositiveInfinity, double.NegativeInfinity));
        measure = MeasureFor(inner.DataType);
    }

    public Shape Shape => inner.Shape;

    public DataType DataType => inner.DataType;

    /// <summary>The range of each channel; 0 to 0 for a channel without finite pixels.</summary>
    internal IReadOnlyList<(double Min, double Max)> Ranges =>
        [.. ranges.Select(range => range.Min <= range.Max ? range : (0, 0))];

    public async ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        await inner.ReadAsync(region, destination, cancellationToken).ConfigureAwait(false);
        var (channels, run) = channelAxis is { } axis
            ? ((int)region.Shape[axis], (int)region.Shape.Skip(axis + 1).Aggregate(1L, (product, length) => product * length) * DataType.Size)
            : (1, destination.Length);
        var first = channelAxis is { } dimension ? (int)region.Offset[dimension] : 0;
        for (var start = 0; start < destination.Length; start += run)
        {
            Add(first + (start / run % channels), measure(destination.Slice(start, run)));
        }
    }

    private void Add(int channel, (double Min, double Max) range)
    {
        lock (gate)
        {
            var known = ranges[channel];
            ranges[channel] = (Math.Min(known.Min, range.Min), Math.Max(known.Max, range.Max));
        }
    }

    private static Func<ReadOnlyMemory<byte>, (double Min, double Max)> MeasureFor(DataType type) => type.Name switch
    {
        "int8" => Integers<sbyte>,
        "int16" => Integers<short>,
        "int32" => Integers<int>,
        "int64" => Integers<long>,
        "uint16" => Integers<ushort>,
        "uint32" => Integers<uint>,
        "uint64" => Integers<ulong>,
        "float16" => Floats<Half>,
        "float32" => Floats<float>,
        "float64" => Floats<double>,
        "uint8" or "bool" => Integers<byte>,
        _ => throw new UsageException($"images of {type} have no value range that a viewer could show"),
    };

    private static (double Min, double Max) Integers<T>(ReadOnlyMemory<byte> bytes)
        where T : unmanaged, INumber<T>
    {
        var values = MemoryMarshal.Cast<byte, T>(bytes.Span);
        return (double.CreateChecked(TensorPrimitives.Min(values)), double.CreateChecked(TensorPrimitives.Max(values)));
    }

    /// <summary>Excludes NaN and infinity, which JSON cannot represent.</summary>
    private static (double Min, double Max) Floats<T>(ReadOnlyMemory<byte> bytes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = MemoryMarshal.Cast<byte, T>(bytes.Span);
        var (min, max) = (TensorPrimitives.Min(values), TensorPrimitives.Max(values));
        // Min and Max propagate NaN. Nearly all images have neither NaN nor infinity, so they need no second pass.
        return T.IsFinite(min) && T.IsFinite(max) ? (double.CreateChecked(min), double.CreateChecked(max)) : FiniteFloats(values);
    }

    private static (double Min, double Max) FiniteFloats<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (min, max) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            if (T.IsFinite(value))
            {
                var number = double.CreateChecked(value);
                (min, max) = (Math.Min(min, number), Math.Max(max, number));
            }
        }

        return (min, max);
    }
}
