using System.Runtime.InteropServices;
using OmeZarr.ImageFormats.Files;
using Zarr;

namespace OmeZarr.ImageFormats.Png;

/// <summary>The pixels of a PNG file, decoded whole when they are read first.</summary>
internal sealed class PngPixels(PlainFile file, PngHeader header, IReadOnlyList<StoredAxis> axes) : IArraySource
{
    private readonly Lock gate = new();
    private IArraySource? decoded;

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
            return Decoded(cancellationToken).ReadAsync(region, destination, cancellationToken);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            return ValueTask.FromException(error);
        }
    }

    private IArraySource Decoded(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return decoded ??= DataType == DataType.UInt16 ? Decode<ushort>(cancellationToken) : Decode<byte>(cancellationToken);
        }
    }

    private IArraySource Decode<T>(CancellationToken cancellationToken)
        where T : unmanaged
    {
        var pixels = new T[header.DecodedBytes / DataType.Size];
        PngDecoder.Decode(file, header, MemoryMarshal.AsBytes(pixels.AsSpan()), cancellationToken);
        return ArraySource.FromStrided<T>(pixels, Shape, [.. axes.Select(axis => axis.Stride / DataType.Size)]);
    }
}
