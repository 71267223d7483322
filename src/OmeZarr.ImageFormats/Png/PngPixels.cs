using OmeZarr.ImageFormats.Files;
using Zarr;

namespace OmeZarr.ImageFormats.Png;

/// <summary>The pixels of a PNG file, decoded whole when they are read first.</summary>
internal sealed class PngPixels(PlainFile file, PngHeader header, IReadOnlyList<StoredAxis> axes) : IArraySource
{
    private readonly Lock gate = new();
    private byte[]? decoded;

    public Shape Shape { get; } = Shape.Create([.. axes.Select(axis => axis.Length)]);

    public DataType DataType => header.DataType;

    public ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        region.RequireInside(Shape);
        var expected = (Int128)region.Shape.ElementCount * DataType.Size;
        if (destination.Length != expected)
        {
            throw new ArgumentException($"the destination has {destination.Length} bytes, the region {region} needs {expected}", nameof(destination));
        }

        try
        {
            Copy(Decoded(cancellationToken), region, destination.Span);
            return ValueTask.CompletedTask;
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            return ValueTask.FromException(error);
        }
    }

    private byte[] Decoded(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return decoded ??= PngDecoder.Decode(file, header, cancellationToken);
        }
    }

    private void Copy(ReadOnlySpan<byte> pixels, Region region, Span<byte> destination)
    {
        var (rank, size) = (axes.Count, DataType.Size);
        if (destination.IsEmpty)
        {
            return;
        }

        var index = new long[rank - 1];
        var columns = (int)region.Shape[rank - 1];
        for (var at = 0; at < destination.Length; at += columns * size)
        {
            var from = region.Offset[rank - 1] * axes[^1].Stride;
            for (var d = 0; d < rank - 1; d++)
            {
                from += (region.Offset[d] + index[d]) * axes[d].Stride;
            }

            CopyRow(pixels[(int)from..], (int)axes[^1].Stride, destination.Slice(at, columns * size), size);
            for (var d = rank - 2; d >= 0 && ++index[d] == region.Shape[d]; d--)
            {
                index[d] = 0;
            }
        }
    }

    private static void CopyRow(ReadOnlySpan<byte> source, int stride, Span<byte> destination, int size)
    {
        if (stride == size)
        {
            source[..destination.Length].CopyTo(destination);
            return;
        }

        for (var i = 0; i < destination.Length / size; i++)
        {
            source.Slice(i * stride, size).CopyTo(destination[(i * size)..]);
        }
    }
}
