using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using TestKit;

namespace OmeZarr.Cli.Tests;

/// <summary>Input for tests.</summary>
internal static class TestFiles
{
    /// <summary>2 channels, 4 slices, 96 x 128 uint16, written as ImageJ does, with pixel sizes.</summary>
    internal static string Cells { get; } = Path.Join(SharedData.RepositoryRoot, "samples", "cells.tif");

    /// <summary>Writes a little-endian TIFF of one gray page in one strip, uncompressed.</summary>
    /// <param name="path">The file; missing folders above it are made.</param>
    /// <param name="width">Columns; what does not fill the last row is dropped.</param>
    /// <param name="values">The pixels, row by row.</param>
    internal static string WriteGray<T>(string path, int width, params ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var pixels = MemoryMarshal.AsBytes(values);
        var size = Marshal.SizeOf<T>();
        var format = typeof(T) == typeof(float) || typeof(T) == typeof(double) ? 3 : typeof(T) == typeof(short) ? 2 : 1;
        var height = values.Length / width;
        (int Tag, int Value)[] tags =
        [
            (256, width), (257, height), (258, 8 * size), (259, 1), (262, 1), (273, 256), (277, 1), (278, height), (279, pixels.Length), (339, format),
        ];
        var file = new byte[256 + pixels.Length];
        "II*\0\x08\0\0\0"u8.CopyTo(file);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(8), (short)tags.Length);
        foreach (var (i, (tag, value)) in tags.Index())
        {
            WriteTag(file.AsSpan(10 + (12 * i)), tag, value);
        }

        pixels.CopyTo(file.AsSpan(256));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, file);
        return path;
    }

    /// <summary>Writes a TIFF of one page of bytes, all zero, in one strip of Deflate: a small file that is large when it is decoded.</summary>
    internal static string WriteHugeStrip(string path, int edge)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[edge];
            for (var i = 0; i < edge; i++)
            {
                zlib.Write(row);
            }
        }

        (int Tag, int Value)[] tags = [(256, edge), (257, edge), (258, 8), (259, 8), (262, 1), (273, 256), (277, 1), (278, edge), (279, (int)packed.Length)];
        var header = new byte[256];
        "II*\0\x08\0\0\0"u8.CopyTo(header);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(8), (short)tags.Length);
        foreach (var (i, (tag, value)) in tags.Index())
        {
            WriteTag(header.AsSpan(10 + (12 * i)), tag, value);
        }

        File.WriteAllBytes(path, [.. header, .. packed.ToArray()]);
        return path;
    }

    private static void WriteTag(Span<byte> entry, int tag, int value)
    {
        BinaryPrimitives.WriteInt16LittleEndian(entry, (short)tag);
        BinaryPrimitives.WriteInt16LittleEndian(entry[2..], 4);
        BinaryPrimitives.WriteInt32LittleEndian(entry[4..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(entry[8..], value);
    }
}
