using System.Security.Cryptography;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;

namespace OmeZarr.Tiff.Tests.Jpeg;

/// <summary>JPEG in TIFF files: compression 7 with tables in the stream or in their tag, and the old compression 6 in all its forms.</summary>
public sealed class JpegFileTests : IDisposable
{
    private const int YCbCr = 6;
    private const string RepeatedHash = "c557c07f0bfabed537ef4dd475eaae4b82c99b0d10a898ef80c2265c0274f1c6";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("4:2:0", 7)]
    [InlineData("4:2:2", 7)]
    [InlineData("4:2:0", 34892)]
    [InlineData("4:2:0 progressive", 7)]
    [InlineData("4:1:1", 6)]
    public async Task A_whole_stream_in_a_strip_has_the_pixels_of_libjpeg(string name, int compression)
    {
        var (stream, hash) = JpegSamples.All[name];
        var file = new RawTiff(false).Header();
        var offset = file.Append(stream);
        Write(Tags(file, compression, 3, offset, stream.Length).Long(513, offset).Long(514, stream.Length));
        Assert.Equal(hash, await HashAsync());
    }

    /// <summary>LibTIFF repeats colour differences in old JPEG, and follows the tag ReferenceBlackWhite; the hashes are those of its pixels.</summary>
    [Theory]
    [InlineData("4:2:0", false, RepeatedHash)]
    [InlineData("4:2:2", false, "2b96908baa0b73f43d28c451a33b23e3f1f3ef6b37ff440ef59edd742cdad3c6")]
    [InlineData("4:2:0", true, "411690299bec1b8f59de2f9d180254eb6fded83503a9ceeefcdad13be0da8350")]
    [InlineData("4:4:4", true, "b3beead549e5e4a20fb9f43935ed75a27414cdf2d165a9c43ec80ac44cda9040")]
    public async Task Old_jpeg_has_the_pixels_of_LibTIFF(string name, bool hasRange, string hash)
    {
        var (stream, _) = JpegSamples.All[name];
        var file = new RawTiff(false).Header();
        var offset = file.Append(stream);
        Tags(file, 6, 3, offset, stream.Length).Long(513, offset).Long(514, stream.Length);
        Write(hasRange ? file.Rationals(532, (15, 1), (235, 1), (128, 1), (240, 1), (128, 1), (240, 1)) : file);
        Assert.Equal(hash, await HashAsync());
    }

    [Fact]
    public async Task A_strip_of_old_jpeg_may_begin_with_the_header_of_its_scan()
    {
        var (stream, _) = JpegSamples.All["4:2:0"];
        var file = new RawTiff(false).Header();
        var scan = Segments(stream).Last().Start;
        // The tables end without a marker.
        var header = file.Append([.. stream.AsSpan(0, scan), 0, 0]);
        var offset = file.Append(stream.AsSpan(scan));
        Write(Tags(file, 6, 3, offset, stream.Length - scan).Long(513, header).Long(514, scan));
        Assert.Equal(RepeatedHash, await HashAsync());
    }

    [Fact]
    public async Task The_first_strip_of_old_jpeg_may_have_the_header_of_the_scan_of_all()
    {
        var (stream, _) = JpegSamples.All["4:2:0"];
        var file = new RawTiff(false).Header();
        var scan = Segments(stream).Last().Start;
        var header = file.Append([.. stream.AsSpan(0, scan), 0, 0]);
        long[] offsets = [file.Append(stream.AsSpan(scan)), file.Append(stream.AsSpan(CodedData(stream)))];
        Write(Tags(file, 6, 3, header, 1, height: 2 * JpegSamples.Height).Long(273, offsets).Long(278, JpegSamples.Height).Long(279, stream.Length - scan - 2, stream.Length - CodedData(stream) - 2).Long(513, header).Long(514, scan));
        using var tiff = TiffImage.Open(folder["x.tif"]);
        var planes = await tiff.ReadAllAsync();
        var half = JpegSamples.Width * JpegSamples.Height;
        for (var c = 0; c < 3; c++)
        {
            Assert.Equal(planes[(2 * c * half)..(((2 * c) + 1) * half)], planes[(((2 * c) + 1) * half)..((2 * c * half) + (2 * half))]);
        }
    }

    [Fact]
    public async Task Colours_of_old_jpeg_are_YCbCr_whatever_their_tag_says()
    {
        var (stream, _) = JpegSamples.All["4:2:0"];
        var file = new RawTiff(false).Header();
        var offset = file.Append(stream);
        Write(Tags(file, 6, 3, offset, stream.Length).Short(262, 2).Long(513, offset).Long(514, stream.Length));
        Assert.Equal(RepeatedHash, await HashAsync());
    }

    [Fact]
    public async Task A_strip_of_old_jpeg_may_lie_wrongly_within_the_whole_stream()
    {
        var (stream, _) = JpegSamples.All["4:2:0"];
        var file = new RawTiff(false).Header();
        var header = file.Append(stream);
        Write(Tags(file, 6, 3, header + CodedData(stream) - 3, 40).Long(513, header).Long(514, stream.Length));
        Assert.Equal(RepeatedHash, await HashAsync());
    }

    [Fact]
    public async Task Tables_may_be_in_their_tag()
    {
        var (stream, hash) = JpegSamples.All["4:2:0"];
        var (tables, rest) = Split(stream, marker => marker is 0xC4 or 0xDB);
        var file = new RawTiff(true).Header();
        var offset = file.Append([0xFF, 0xD8, .. rest]);
        Write(Tags(file, 7, 3, offset, rest.Length + 2).Undefined(347, [0xFF, 0xD8, .. tables, 0xFF, 0xD9]));
        Assert.Equal(hash, await HashAsync());
    }

    [Fact]
    public async Task Old_jpeg_may_have_its_header_apart_from_the_coded_data()
    {
        var (stream, _) = JpegSamples.All["4:2:0"];
        var file = new RawTiff(false).Header();
        var start = CodedData(stream);
        var header = file.Append(stream.AsSpan(0, start));
        var offset = file.Append(stream.AsSpan(start));
        Write(Tags(file, 6, 3, offset, stream.Length - start - 2).Long(513, header).Long(514, start));
        Assert.Equal(RepeatedHash, await HashAsync());
    }

    [Theory]
    [InlineData("gray", 1)]
    [InlineData("4:2:0", 3)]
    public async Task Old_jpeg_may_have_its_tables_in_tags(string name, int components)
    {
        var (stream, hash) = JpegSamples.All[name];
        var file = new RawTiff(false).Header();
        var tables = Tables(stream);
        long Put(int marker, int kind, int i) => file.Append(tables[(marker, kind + Math.Min(i, components == 1 ? 0 : i == 0 ? 0 : 1))]);
        long[] Offsets(int marker, int kind) => [.. Enumerable.Range(0, components).Select(i => Put(marker, kind, i))];
        var (quantization, dc, ac) = (Offsets(0xDB, 0), Offsets(0xC4, 0), Offsets(0xC4, 0x10));
        var start = CodedData(stream);
        var offset = file.Append(stream.AsSpan(start));
        Write(Tags(file, 6, components, offset, stream.Length - start - 2).Long(519, quantization).Long(520, dc).Long(521, ac).Short(530, 2, 2));
        Assert.Equal(components == 3 ? RepeatedHash : hash, await HashAsync());
    }

    [Fact]
    public async Task Old_jpeg_without_tables_is_an_error_that_names_the_tag()
    {
        var file = new RawTiff(false).Header();
        Write(Tags(file, 6, 1, file.Append(new byte[50]), 50));
        var error = await Assert.ThrowsAsync<TiffFormatException>(HashAsync);
        Assert.Contains("old JPEG (compression 6), and tag JpegQTables is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_of_another_size_or_number_of_components_is_damage()
    {
        var (stream, _) = JpegSamples.All["4:2:0"];
        var file = new RawTiff(false).Header();
        var offset = file.Append(stream);
        Write(Tags(file, 7, 3, offset, stream.Length, height: JpegSamples.Height + 1));
        Assert.Contains("has 21 x 19 pixels, the tags say 21 x 20", (await Assert.ThrowsAsync<TiffFormatException>(HashAsync)).Message, StringComparison.Ordinal);
        file = new RawTiff(false).Header();
        offset = file.Append(stream);
        Write(Tags(file, 7, 1, offset, stream.Length));
        Assert.Contains("3 x 8 bits, the tags say 1 x 8", (await Assert.ThrowsAsync<TiffFormatException>(HashAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Samples_of_12_bits_are_uint16()
    {
        var stream = PlainJpeg.Encode(JpegSamples.Width, JpegSamples.Height, 1, 12, (_, y, x) => (100 * x) + (90 * y));
        var file = new RawTiff(false).Header();
        var offset = file.Append(stream);
        Write(Tags(file, 7, 1, offset, stream.Length, bits: 12));
        using var tiff = TiffImage.Open(folder["x.tif"]);
        Assert.Equal(Zarr.DataType.UInt16, tiff.DataType);
        var bytes = await tiff.ReadAllAsync();
        Assert.InRange(BitConverter.ToUInt16(bytes, 2 * ((10 * JpegSamples.Width) + 7)), 1599, 1601);
    }

    private static RawTiff Tags(RawTiff file, int compression, int components, long offset, long length, int height = JpegSamples.Height, int bits = 8) =>
        file.Long(256, JpegSamples.Width).Long(257, height).Short(258, [.. Enumerable.Repeat(bits, components)]).Short(259, compression)
            .Short(262, components == 3 ? YCbCr : 1).Long(273, offset).Short(277, components).Long(278, height).Long(279, length);

    private void Write(RawTiff file)
    {
        file.Directory();
        File.WriteAllBytes(folder["x.tif"], file.ToArray());
    }

    /// <summary>The hash of the pixels in the order of djpeg: rows of RGB.</summary>
    private async Task<string> HashAsync()
    {
        using var tiff = TiffImage.Open(folder["x.tif"]);
        var planes = await tiff.ReadAllAsync();
        var pixels = planes.Length / (tiff.Shape.Rank == 3 ? 3 : 1);
        var interleaved = planes.Select((_, i) => planes[tiff.Shape.Rank == 3 ? (i % 3 * pixels) + (i / 3) : i]).ToArray();
        return Convert.ToHexStringLower(SHA256.HashData(interleaved));
    }

    private static IEnumerable<(int Marker, int Start, int End)> Segments(byte[] stream)
    {
        for (var start = 2; stream[start + 1] != 0xD9;)
        {
            var end = start + 2 + (stream[start + 2] << 8) + stream[start + 3];
            yield return (stream[start + 1], start, end);
            if (stream[start + 1] == 0xDA)
            {
                yield break;
            }

            start = end;
        }
    }

    private static int CodedData(byte[] stream) => Segments(stream).Last().End;

    private static (byte[] Chosen, byte[] Others) Split(byte[] stream, Predicate<int> choose)
    {
        var segments = Segments(stream).ToArray();
        byte[] Join(bool chosen) => [.. segments.Where(s => choose(s.Marker) == chosen).SelectMany(s => stream[s.Start..s.End])];
        return (Join(true), [.. Join(false), .. stream[CodedData(stream)..]]);
    }

    private static Dictionary<(int Marker, int Number), byte[]> Tables(byte[] stream)
    {
        var tables = new Dictionary<(int, int), byte[]>();
        foreach (var (marker, start, end) in Segments(stream).Where(s => s.Marker is 0xC4 or 0xDB))
        {
            for (var at = start + 4; at < end;)
            {
                var length = marker == 0xDB ? 64 : 16 + stream[(at + 1)..(at + 17)].Sum(count => count);
                tables[(marker, stream[at])] = stream[(at + 1)..(at + 1 + length)];
                at += 1 + length;
            }
        }

        return tables;
    }
}
