using System.Runtime.InteropServices;
using Zarr;

namespace OmeZarr.ImageFormats.Files;

/// <summary>Pixels that can only be decoded from the start of a file: decoded whole when they are read first, and kept.</summary>
/// <param name="dataType">Unsigned, of 8 or 16 bits.</param>
/// <param name="axes">The axes; strides are those of the decoded pixels.</param>
/// <param name="decode">Decodes all pixels into the bytes that it is given.</param>
internal sealed class DecodedPixels(DataType dataType, IReadOnlyList<StoredAxis> axes, Action<Span<byte>, CancellationToken> decode) : IArraySource
{
    private readonly Lock gate = new();
    private IArraySource? decoded;

    public Shape Shape { get; } = Shape.Create([.. axes.Select(axis => axis.Length)]);

    public DataType DataType => dataType;

    public ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        region.RequireInside(Shape);
        region.RequireLength(destination.Length, DataType.Size);

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
        var pixels = new T[Shape.ElementCount];
        decode(MemoryMarshal.AsBytes(pixels.AsSpan()), cancellationToken);
        return ArraySource.FromStrided<T>(pixels, Shape, [.. axes.Select(axis => axis.Stride / DataType.Size)]);
    }
}
