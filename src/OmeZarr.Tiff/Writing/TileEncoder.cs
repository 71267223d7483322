using System.Collections.Concurrent;
using System.IO.Compression;
using System.Numerics;
using System.Runtime.InteropServices;
using Blosc.Deflate;
using Blosc.Streams;
using Zarr;

namespace OmeZarr.Tiff.Writing;

/// <summary>Compresses tiles. Thread-safe.</summary>
internal sealed class TileEncoder(OmeTiffCompression compression, DataType type)
{
    private const int ZstdLevel = 3;

    private readonly ConcurrentBag<LzwEncoder> lzw = [];
    private readonly ZstdFrames zstd = new();

    /// <summary>The value of the tag Compression.</summary>
    internal ushort Tag => compression switch
    {
        OmeTiffCompression.None => 1,
        OmeTiffCompression.Lzw => 5,
        OmeTiffCompression.Deflate => 8,
        OmeTiffCompression.Zstd => 50000,
        _ => throw new ArgumentException($"there is no compression {compression}"),
    };

    /// <summary>Whether rows are stored as differences (Predictor 2). Readers know that for integers; those of floating-point numbers fewer.</summary>
    internal bool HasPredictor => compression != OmeTiffCompression.None && type.IsInteger;

    /// <summary>The most bytes that a tile of this length may take.</summary>
    internal static long MaxLength(OmeTiffCompression compression, int length) => compression switch
    {
        OmeTiffCompression.Lzw => LzwEncoder.MaxLength(length),
        OmeTiffCompression.Zstd => ZstdFrames.MaxLength(length),
        _ => length + (length / 1000) + 64L,
    };

    /// <summary>Encodes a tile.</summary>
    /// <param name="tile">Its pixels, which are overwritten.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="destination">Room for <see cref="MaxLength"/> bytes.</param>
    /// <returns>The number of bytes written.</returns>
    internal int Encode(Span<byte> tile, int width, byte[] destination)
    {
        if (HasPredictor)
        {
            Difference(tile, width);
        }

        switch (compression)
        {
            case OmeTiffCompression.Lzw:
                return Lzw(tile, destination);
            case OmeTiffCompression.Zstd:
                return zstd.Compress(tile, destination, ZstdLevel);
            case OmeTiffCompression.Deflate:
                return Deflate(tile, destination);
            default:
                tile.CopyTo(destination);
                return tile.Length;
        }
    }

    private int Lzw(ReadOnlySpan<byte> tile, byte[] destination)
    {
        var encoder = lzw.TryTake(out var unused) ? unused : new LzwEncoder();
        var length = encoder.Encode(tile, destination);
        lzw.Add(encoder);
        return length;
    }

    private static int Deflate(ReadOnlySpan<byte> tile, byte[] destination)
    {
        var sink = new SinkStream(destination);
        using (var zlib = new ZLibStream(sink, CompressionLevel.Optimal))
        {
            zlib.Write(tile);
        }

        return sink.Written;
    }

    private void Difference(Span<byte> tile, int width)
    {
        switch (type.Size)
        {
            case 1:
                Difference<byte>(tile, width);
                break;
            case 2:
                Difference<ushort>(tile, width);
                break;
            default:
                Difference<uint>(tile, width);
                break;
        }
    }

    private static void Difference<T>(Span<byte> tile, int width)
        where T : unmanaged, IBinaryInteger<T>
    {
        var pixels = MemoryMarshal.Cast<byte, T>(tile);
        for (var row = 0; row < pixels.Length; row += width)
        {
            for (var x = row + width - 1; x > row; x--)
            {
                pixels[x] -= pixels[x - 1];
            }
        }
    }
}
