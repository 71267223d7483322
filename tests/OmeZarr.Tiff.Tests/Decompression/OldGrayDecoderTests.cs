using OmeZarr.Tiff.Decompression;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;

namespace OmeZarr.Tiff.Tests.Decompression;

/// <summary>The compressions of ThunderScan and NeXT, with codes written by hand after their definitions.</summary>
public sealed class OldGrayDecoderTests
{
    [Fact]
    public void ThunderScan_has_values_runs_and_differences()
    {
        // Value 9, three times more, then +1 -1 and no pixel, then +3 -2; the next row begins at 0.
        byte[] source = [0xC9, 0x03, 0b01_01_11_10, 0b10_011_110, 0b10_001_000, 0xCF, 0x3F];
        var rows = new byte[10];
        ThunderScanDecoder.Decode(source, 10, rows);
        Assert.Equal<byte>([0x99, 0x99, 0xA9, 0xCA, 0xBB, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], rows);
        Assert.Throws<InvalidDataException>(() => ThunderScanDecoder.Decode(source.AsSpan(0, 5), 10, new byte[10]));
    }

    [Fact]
    public void NeXT_has_rows_parts_of_rows_and_runs()
    {
        // A row as it is; white but for one byte; runs of 2, 5 and the rest; the last run is longer than the row.
        byte[] source = [0x00, 0x12, 0x34, 0x56, 0x40, 0, 1, 0, 1, 0xAA, 0x42, 0x85, 0x3F];
        var rows = new byte[9];
        NextDecoder.Decode(source, 11, rows);
        Assert.Equal<byte>([0x12, 0x34, 0x56, 0xFF, 0xAA, 0xFF, 0x5A, 0xA8, 0x00], rows);
        for (var length = 0; length < source.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => NextDecoder.Decode(source.AsSpan(0, length), 11, new byte[9]));
        }

        Assert.Throws<InvalidDataException>(() => NextDecoder.Decode([0x40, 0, 2, 0, 2, 1, 1], 11, new byte[3]));
    }

    [Theory]
    [InlineData(32766, 2, new byte[] { 0x42, 0x81, 0x3F }, new byte[] { 1, 1, 2, 0 })]
    [InlineData(32809, 4, new byte[] { 0xC7, 0x02, 0b01_01_10_10 }, new byte[] { 7, 7, 7, 8 })]
    public async Task Files_of_both_are_read(int compression, int bits, byte[] stored, byte[] expected)
    {
        using var folder = new TemporaryFolder();
        var file = new RawTiff(false).Header();
        var offset = file.Append(stored);
        file.Long(256, 4).Long(257, 1).Short(258, bits).Short(259, compression).Short(262, 1).Long(273, offset).Long(279, stored.Length).Directory();
        File.WriteAllBytes(folder["x.tif"], file.ToArray());
        using var tiff = TiffImage.Open(folder["x.tif"]);
        Assert.Equal(expected, await tiff.ReadAllAsync());
        file = new RawTiff(false).Header();
        file.Append(stored);
        file.Long(256, 4).Long(257, 1).Short(258, 8).Short(259, compression).Short(262, 1).Long(273, offset).Long(279, stored.Length).Directory();
        File.WriteAllBytes(folder["x.tif"], file.ToArray());
        Assert.Contains($"only one sample of {bits} bits", Assert.Throws<TiffFormatException>(() => TiffImage.Open(folder["x.tif"])).Message, StringComparison.Ordinal);
    }
}
