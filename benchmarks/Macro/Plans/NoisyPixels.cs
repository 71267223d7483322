using Inputs;
using Zarr;

namespace Macro.Plans;

/// <summary>Pixels of any shape that look like those of a camera: rows are pieces of one noisy frame in memory. Reading costs little more than copying.</summary>
internal sealed class NoisyPixels(Shape shape) : IArraySource
{
    private const int Side = 4096;
    private const long Stride = 7919; // prime, so that rows begin at many places of the frame

    private static readonly Lazy<byte[]> Frame = new(() => InputKind.Named("camera").ToBytes([1, Side, Side]));

    public Shape Shape => shape;

    public DataType DataType => DataType.UInt16;

    public ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        var last = region.Shape.Rank - 1;
        var length = (int)region.Shape[last] * sizeof(ushort);
        var frame = Frame.Value;
        var target = destination.Span;
        for (var (row, index) = (0, new long[last]); row * length < target.Length; row++, Next(index, region.Shape))
        {
            var number = index.Select((at, d) => region.Offset[d] + at).Zip(Shape).Aggregate(0L, (sum, pair) => (sum * pair.Second) + pair.First);
            var start = ((number * Stride * Side) + region.Offset[last]) % ((Side * (long)Side) - region.Shape[last]);
            frame.AsSpan((int)start * sizeof(ushort), length).CopyTo(target[(row * length)..]);
        }

        return ValueTask.CompletedTask;
    }

    private static void Next(long[] index, Shape lengths)
    {
        for (var d = index.Length - 1; d >= 0; d--)
        {
            if (++index[d] < lengths[d])
            {
                return;
            }

            index[d] = 0;
        }
    }
}
