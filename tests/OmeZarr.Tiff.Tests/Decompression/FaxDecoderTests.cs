using BitMiracle.LibTiff.Classic;
using OmeZarr.Tiff.Decompression.Fax;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using LibCompression = BitMiracle.LibTiff.Classic.Compression;
using LibTiff = BitMiracle.LibTiff.Classic.Tiff;

namespace OmeZarr.Tiff.Tests.Decompression;

/// <summary>CCITT fax, written by LibTiff.</summary>
public sealed class FaxDecoderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(LibCompression.CCITTRLE, 0)]
    [InlineData(LibCompression.CCITTRLEW, 0)]
    [InlineData(LibCompression.CCITTFAX3, 0)]
    [InlineData(LibCompression.CCITTFAX3, 1)]
    [InlineData(LibCompression.CCITTFAX3, 4)]
    [InlineData(LibCompression.CCITTFAX3, 5)]
    [InlineData(LibCompression.CCITTFAX4, 0)]
    public async Task Images_of_runs_of_every_length_come_back(LibCompression compression, int options)
    {
        foreach (var width in new[] { 1, 7, 8, 9, 100, 1728, 6001 })
        {
            foreach (var isBitReversed in new[] { false, true })
            {
                var rows = Rows(width, 60, width + options);
                Write(compression, options, width, rows, isBitReversed);
                using var tiff = TiffImage.Open(folder["x.tif"]);
                var bytes = await tiff.ReadAllAsync();
                Assert.True(rows.SelectMany(row => row).SequenceEqual(bytes.Select(value => value == 1)), $"width {width}");
            }
        }
    }

    [Fact]
    public async Task Every_length_of_a_run_of_both_colours_is_decoded()
    {
        // In rows of 2600 pixels: run white, run black, the rest white; by LibTiff.
        for (var start = 0; start < 2560; start += 320)
        {
            bool[][] rows = [.. Enumerable.Range(start, 320).Select(run => Enumerable.Range(0, 5200).Select(x => x >= run && x < 2 * run).ToArray())];
            Write(LibCompression.CCITTRLE, 0, 5200, rows, false);
            using var tiff = TiffImage.Open(folder["x.tif"]);
            var bytes = await tiff.ReadAllAsync();
            Assert.True(rows.SelectMany(row => row).SequenceEqual(bytes.Select(value => value == 1)), $"runs from {start}");
        }
    }

    [Fact]
    public void Random_bytes_are_damage_or_rows()
    {
        var random = new Random(8);
        var schemes = Enum.GetValues<FaxScheme>();
        for (var i = 0; i < 5000; i++)
        {
            var bytes = new byte[random.Next(1, 300)];
            random.NextBytes(bytes);
            bytes.AsSpan(0, random.Next(bytes.Length)).Fill((byte)random.Next(256));
            var width = random.Next(1, 70);
            try
            {
                FaxDecoder.Decode(bytes, schemes[i % schemes.Length], width, new byte[(width + 7) / 8 * 20]);
            }
            catch (InvalidDataException)
            {
                // As it should be.
            }
        }
    }

    // Rows that resemble the one above, so that all modes occur.
    private static bool[][] Rows(int width, int height, int seed)
    {
        var random = new Random(seed);
        var rows = new bool[height][];
        for (var y = 0; y < height; y++)
        {
            rows[y] = y % 7 == 0 ? RandomRow(random, width) : [.. rows[y - 1]];
            for (var edits = y % 5; edits > 0; edits--)
            {
                var at = random.Next(width);
                rows[y].AsSpan(at, Math.Min(width - at, random.Next(1, 6))).Fill(random.Next(2) == 0);
            }
        }

        return rows;
    }

    private static bool[] RandomRow(Random random, int width)
    {
        var row = new bool[width];
        for (var x = 0; x < width;)
        {
            var run = Math.Min(width - x, (int)Math.Pow(2, random.NextDouble() * 12));
            row.AsSpan(x, run).Fill(random.Next(2) == 0);
            x += run;
        }

        return row;
    }

    private void Write(LibCompression compression, int options, int width, bool[][] rows, bool isBitReversed)
    {
        using var tiff = LibTiff.Open(folder["x.tif"], "w");
        tiff.SetField(TiffTag.IMAGEWIDTH, width);
        tiff.SetField(TiffTag.IMAGELENGTH, rows.Length);
        tiff.SetField(TiffTag.BITSPERSAMPLE, 1);
        tiff.SetField(TiffTag.SAMPLESPERPIXEL, 1);
        tiff.SetField(TiffTag.COMPRESSION, compression);
        tiff.SetField(TiffTag.PHOTOMETRIC, Photometric.MINISWHITE);
        tiff.SetField(TiffTag.FILLORDER, isBitReversed ? FillOrder.LSB2MSB : FillOrder.MSB2LSB);
        tiff.SetField(TiffTag.ROWSPERSTRIP, 25);
        if (options > 0)
        {
            tiff.SetField(TiffTag.GROUP3OPTIONS, (Group3Opt)options);
        }

        for (var y = 0; y < rows.Length; y++)
        {
            var bits = new PlainEncoders.BitList();
            Array.ForEach(rows[y], pixel => bits.Add(pixel ? 1 : 0, 1));
            Assert.True(tiff.WriteScanline(bits.ToArray(), y));
        }
    }
}
