using System.Buffers.Binary;
using System.Diagnostics;
using System.Text.Json.Nodes;
using BitMiracle.LibTiff.Classic;
using OmeZarr.Tiff;
using Zarr;
using TiffCompression = BitMiracle.LibTiff.Classic.Compression;

namespace Macro;

/// <summary>Writes a page of 16 or 8 bits with LibTiff in tiles and reads it on one thread, as chunks of the size of four tiles.</summary>
internal static class TiffBenchmark
{
    private const int Tile = 256;

    private static readonly (string Name, TiffCompression Compression, Predictor Predictor)[] Recipes =
    [
        ("none", TiffCompression.NONE, Predictor.NONE),
        ("packbits", TiffCompression.PACKBITS, Predictor.NONE),
        ("lzw", TiffCompression.LZW, Predictor.NONE),
        ("lzw, predictor 2", TiffCompression.LZW, Predictor.HORIZONTAL),
        ("deflate", TiffCompression.ADOBE_DEFLATE, Predictor.NONE),
        ("deflate, predictor 2", TiffCompression.ADOBE_DEFLATE, Predictor.HORIZONTAL),
        ("jpeg, gray", TiffCompression.JPEG, Predictor.NONE),
        ("jpeg, YCbCr 2x2", TiffCompression.JPEG, Predictor.NONE),
    ];

    /// <param name="input">A raw file of uint16, of which the first square is taken.</param>
    /// <param name="side">Pixels of a row and of a column: a multiple of 512.</param>
    /// <param name="folder">Where the TIFF files are written.</param>
    /// <param name="repeat">Rounds; the median counts.</param>
    internal static async Task RunAsync(string input, int side, string folder, int repeat)
    {
        var values = new byte[2 * side * side];
        await using (var file = File.OpenRead(input))
        {
            await file.ReadExactlyAsync(values);
        }

        Directory.CreateDirectory(folder);
        foreach (var (name, compression, predictor) in Recipes)
        {
            var path = Path.Combine(folder, $"{name.Replace(", ", "-", StringComparison.Ordinal).Replace(' ', '-')}.tif");
            var samples = name.Contains("YCbCr", StringComparison.Ordinal) ? 3 : 1;
            var bytes = compression == TiffCompression.JPEG ? ToBytes(values, samples) : values;
            Write(path, bytes, side, samples, compression, predictor);
            await MeasureAsync(name, path, repeat);
        }
    }

    private static async Task MeasureAsync(string name, string path, int repeat)
    {
        var (times, bytes) = (new List<double>(), 0L);
        for (var round = -1; round < repeat; round++)
        {
            using var tiff = TiffImage.Open(path);
            bytes = tiff.Shape.ElementCount * tiff.DataType.Size;
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            await ReadAsync(tiff);
            if (round >= 0)
            {
                times.Add((Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
            }
        }

        Console.WriteLine(new JsonObject
        {
            ["tiff"] = name,
            ["megabytes"] = Math.Round(bytes / 1e6, 1),
            ["stored_megabytes"] = Math.Round(new FileInfo(path).Length / 1e6, 1),
            ["mb_per_cpu_s"] = Math.Round(bytes / 1e6 / Median.Of(times)),
            ["mb_per_cpu_s_best"] = Math.Round(bytes / 1e6 / times.Min()),
        }.ToJsonString());
    }

    private static async Task ReadAsync(TiffImage tiff)
    {
        var (samples, rank) = (tiff.Shape.Rank == 3 ? tiff.Shape[0] : 1, tiff.Shape.Rank);
        var chunk = new byte[samples * 4 * Tile * Tile * tiff.DataType.Size];
        for (var y = 0L; y < tiff.Shape[rank - 2]; y += 2 * Tile)
        {
            for (var x = 0L; x < tiff.Shape[rank - 1]; x += 2 * Tile)
            {
                var region = rank == 3 ? new Region([0, y, x], [samples, 2 * Tile, 2 * Tile]) : new Region([y, x], [2 * Tile, 2 * Tile]);
                await tiff.ReadAsync(region, chunk, CancellationToken.None);
            }
        }
    }

    // The camera input has 12 bits.
    private static byte[] ToBytes(byte[] values, int samples)
    {
        var bytes = new byte[values.Length / 2 * samples];
        for (var i = 0; i < bytes.Length; i++)
        {
            var value = BinaryPrimitives.ReadUInt16LittleEndian(values.AsSpan(2 * (i / samples)));
            bytes[i] = (byte)Math.Min(255, value >> (4 + (i % samples)));
        }

        return bytes;
    }

    private static void Write(string path, byte[] bytes, int side, int samples, TiffCompression compression, Predictor predictor)
    {
        using var tiff = BitMiracle.LibTiff.Classic.Tiff.Open(path, "w");
        var pixel = bytes.Length / side / side;
        tiff.SetField(TiffTag.IMAGEWIDTH, side);
        tiff.SetField(TiffTag.IMAGELENGTH, side);
        tiff.SetField(TiffTag.TILEWIDTH, Tile);
        tiff.SetField(TiffTag.TILELENGTH, Tile);
        tiff.SetField(TiffTag.SAMPLESPERPIXEL, samples);
        tiff.SetField(TiffTag.BITSPERSAMPLE, 8 * pixel / samples);
        tiff.SetField(TiffTag.PLANARCONFIG, PlanarConfig.CONTIG);
        tiff.SetField(TiffTag.COMPRESSION, compression);
        tiff.SetField(TiffTag.PHOTOMETRIC, samples == 3 ? Photometric.YCBCR : Photometric.MINISBLACK);
        if (predictor != Predictor.NONE)
        {
            tiff.SetField(TiffTag.PREDICTOR, predictor);
        }

        if (samples == 3)
        {
            tiff.SetField(TiffTag.JPEGCOLORMODE, JpegColorMode.RGB);
        }

        var block = new byte[Tile * Tile * pixel];
        for (var (y, number) = (0, 0); y < side; y += Tile)
        {
            for (var x = 0; x < side; x += Tile, number++)
            {
                for (var row = 0; row < Tile; row++)
                {
                    Array.Copy(bytes, (((y + row) * side) + x) * pixel, block, row * Tile * pixel, Tile * pixel);
                }

                tiff.WriteEncodedTile(number, block, block.Length);
            }
        }
    }
}
