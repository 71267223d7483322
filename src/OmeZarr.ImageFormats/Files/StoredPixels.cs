using System.Buffers;
using Zarr;

namespace OmeZarr.ImageFormats.Files;

/// <summary>Uncompressed pixels in a file, at regular distances along each axis.</summary>
/// <param name="file">The file.</param>
/// <param name="start">Offset of the first element, in bytes.</param>
/// <param name="dataType">The type of the elements.</param>
/// <param name="axes">The axes of the image.</param>
/// <param name="isBigEndian">Whether numbers begin with their most significant byte.</param>
internal sealed class StoredPixels(Func<PlainFile> file, long start, DataType dataType, IReadOnlyList<StoredAxis> axes, bool isBigEndian) : IArraySource
{
    // Elements of a row that are not neighbours are read together up to this size.
    private const int BatchBytes = 1 << 20;

    public Shape Shape { get; } = Shape.Create([.. axes.Select(axis => axis.Length)]);

    public DataType DataType => dataType;

    public ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        region.RequireInside(Shape);
        region.RequireLength(destination.Length, dataType.Size);

        try
        {
            Read(region, destination.Span, cancellationToken);
            return ValueTask.CompletedTask;
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            return ValueTask.FromException(error);
        }
    }

    private void Read(Region region, Span<byte> destination, CancellationToken cancellationToken)
    {
        if (destination.IsEmpty)
        {
            return;
        }

        var opened = file();
        var (outer, runBytes) = Split(region);
        var index = new long[outer];
        for (var at = 0; at < destination.Length; at += runBytes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var offset = start;
            for (var d = 0; d < axes.Count; d++)
            {
                offset += (region.Offset[d] + (d < outer ? index[d] : 0)) * axes[d].Stride;
            }

            ReadRun(opened, offset, destination.Slice(at, runBytes));
            for (var d = outer - 1; d >= 0 && ++index[d] == region.Shape[d]; d--)
            {
                index[d] = 0;
            }
        }

        if (isBigEndian == BitConverter.IsLittleEndian && dataType.ComponentSize > 1)
        {
            SwapBytes(destination, dataType.ComponentSize);
        }
    }

    /// <summary>The number of axes to count through, and the bytes of the destination that one run along the others fills.</summary>
    private (int Outer, int RunBytes) Split(Region region)
    {
        var last = axes.Count - 1;
        var run = region.Shape[last] * dataType.Size;
        var outer = last;
        // Whole rows that follow each other in the file are one run.
        while (outer > 0 && axes[last].Stride == dataType.Size && axes[outer - 1].Stride == run && region.Shape[outer] == axes[outer].Length)
        {
            outer--;
            run *= region.Shape[outer];
        }

        return (outer, checked((int)run));
    }

    private void ReadRun(PlainFile opened, long offset, Span<byte> destination)
    {
        var (size, stride) = (dataType.Size, axes[^1].Stride);
        if (stride == size)
        {
            opened.Read(offset, destination);
            return;
        }

        var atOnce = (int)Math.Max(1, BatchBytes / stride);
        var buffer = ArrayPool<byte>.Shared.Rent(checked((int)(((atOnce - 1) * stride) + size)));
        try
        {
            for (var first = 0; first < destination.Length / size; first += atOnce)
            {
                var count = Math.Min(atOnce, (destination.Length / size) - first);
                var bytes = buffer.AsSpan(0, (int)(((count - 1) * stride) + size));
                opened.Read(offset + (first * stride), bytes);
                for (var i = 0; i < count; i++)
                {
                    bytes.Slice((int)(i * stride), size).CopyTo(destination[((first + i) * size)..]);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void SwapBytes(Span<byte> numbers, int size)
    {
        for (var at = 0; at < numbers.Length; at += size)
        {
            numbers.Slice(at, size).Reverse();
        }
    }
}
