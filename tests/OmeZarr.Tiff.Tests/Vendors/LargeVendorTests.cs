using System.Buffers.Binary;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tiff.Tests.Vendors;

/// <summary>Files beyond 4 GB, which formats with offsets of 32 bits extend each in its own way. They are sparse: what is not written takes no room on most disks.</summary>
public sealed class LargeVendorTests : IDisposable
{
    private const long Wrap = 1L << 32;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_directories_and_pixels_of_ndpi_may_lie_beyond_4_gigabytes()
    {
        var (large, small) = (Rgb(32, 24), Rgb(16, 12));
        using (var stream = File.Create(folder["slide.ndpi"]))
        {
            var first = Wrap + 5000;
            stream.Write([.. "II*\0"u8, .. BitConverter.GetBytes(first)]);
            var second = Put(stream, first, large, 20, pixels: Wrap + 100, next: (2 * Wrap) + 64);
            Put(stream, (2 * Wrap) + 64, small, 10, pixels: second, next: 0);
        }

        using var slide = TiffFile.Open(folder["slide.ndpi"]);
        Assert.Equal("NDPI: cyx 3x32x24 uint8, y 0.25 micrometer, x 0.5 micrometer, Red, Green, Blue, level 3x16x12", FileText.Of(slide));
        Assert.Equal(Planes(large), await slide.Images[0].Pixels.ReadAllAsync());
        Assert.Equal(Planes(small), await slide.Images[0].Levels[0].ReadAllAsync());
    }

    [Fact]
    public async Task A_large_jpeg_stream_of_ndpi_is_read_by_its_restart_markers()
    {
        // 512 x 513 blocks of 8 x 8 pixels, an interval of 64 of them.
        const int Width = 4096;
        const int Height = 4104;
        var starts = new List<int>();
        var stream = PlainJpeg.EncodeFlat(Width, Height, 64, Value, starts);
        var file = new RawTiff(false).Header();
        var offset = file.Append(stream);
        file.Long(256, Width).Long(257, Height).Short(258, 8).Short(259, 7).Short(262, 1).Long(273, offset).Short(277, 1).Long(279, stream.Length)
            .Long(65420, 1).Raw(65421, 11, 1, BitConverter.GetBytes(20f)).Long(65426, [.. starts.Select(start => (long)start)]).Directory();
        File.WriteAllBytes(folder["slide.ndpi"], file.ToArray());
        using var slide = TiffFile.Open(folder["slide.ndpi"]);
        var region = new Region([(8 * 300) + 3, (8 * 60) + 5], [20, 100]);
        byte[] expected = [.. from y in Enumerable.Range(0, 20) from x in Enumerable.Range(0, 100) select (byte)Value(((8 * 300) + 3 + y) / 8, ((8 * 60) + 5 + x) / 8)];
        Assert.Equal(expected, await slide.Images[0].Pixels.ReadAsync(region));
        // Four rows of blocks, each with the two intervals that the region touches.
        Assert.Equal(6, slide.DecodedBlocks);
        var last = new Region([Height - 1, Width - 3], [1, 3]);
        Assert.Equal(Enumerable.Repeat((byte)Value(512, 511), 3), await slide.Images[0].Pixels.ReadAsync(last));

        static int Value(int row, int column) => 20 + (((row * 7) + (column * 3)) % 200);
    }

    [Fact]
    public async Task A_table_of_restart_markers_that_does_not_fit_is_not_used()
    {
        var starts = new List<int>();
        var stream = PlainJpeg.EncodeFlat(4096, 4104, 64, (_, _) => 77, starts);
        var file = new RawTiff(false).Header();
        var offset = file.Append(stream);
        file.Long(256, 4096).Long(257, 4104).Short(258, 8).Short(259, 7).Short(262, 1).Long(273, offset).Short(277, 1).Long(279, stream.Length)
            .Long(65420, 1).Raw(65421, 11, 1, BitConverter.GetBytes(20f)).Long(65426, [.. starts.Take(9).Select(start => (long)start)]).Directory();
        File.WriteAllBytes(folder["slide.ndpi"], file.ToArray());
        using var slide = TiffFile.Open(folder["slide.ndpi"]);
        Assert.Equal(new byte[] { 77, 77 }, await slide.Images[0].Pixels.ReadAsync(new Region([4000, 3000], [1, 2])));
        Assert.Equal(1, slide.DecodedBlocks);
    }

    // Two positions of two times: the microscope visits both in each frame, the list of pages goes through the positions.
    [Fact]
    public async Task Offsets_of_lsm_begin_again_after_4_gigabytes_in_the_order_of_time()
    {
        var image = new TestImage(DataType.UInt16, 4, 1, 6, 5);
        long[] places = [1 << 20, Wrap + 4096, Wrap - 4096, Wrap + 8192];
        var info = new byte[512];
        foreach (var (at, value) in new[] { (0, 0x0400_494C), (4, 512), (8, 5), (12, 6), (16, 1), (20, 1), (24, 2), (264, 2) })
        {
            BinaryPrimitives.WriteInt32LittleEndian(info.AsSpan(at), value);
        }

        var file = new RawTiff(false).Header();
        for (var page = 0; page < 4; page++)
        {
            file.Long(254, 0).Long(256, 5).Long(257, 6).Short(258, 16).Short(259, 1).Short(262, 1).Long(273, places[page] % Wrap).Short(277, 1).Long(278, 6).Long(279, 60);
            _ = page == 0 ? file.Raw(34412, 1, info.Length, info) : file;
            file.Directory();
        }

        using (var stream = File.Create(folder["scan.lsm"]))
        {
            stream.Write(file.ToArray());
            foreach (var (page, place) in places.Index())
            {
                stream.Position = place;
                stream.Write(image.Stored(page, false, false));
            }
        }

        using var scan = TiffFile.Open(folder["scan.lsm"]);
        Assert.Equal("LSM: \"Position 1\" tyx 2x6x5 uint16 | \"Position 2\" tyx 2x6x5 uint16", FileText.Of(scan));
        Assert.Equal(image.Stored(0, false, false).Concat(image.Stored(1, false, false)), await scan.Images[0].Pixels.ReadAllAsync());
        Assert.Equal(image.Stored(2, false, false).Concat(image.Stored(3, false, false)), await scan.Images[1].Pixels.ReadAllAsync());
    }

    private static TestImage Rgb(int height, int width) => new(DataType.UInt8, 1, 3, height, width);

    private static byte[] Planes(TestImage image) => image.Expected(Region.Whole([3, image.Height, image.Width]), at => (0, at[0], at[1], at[2]));

    /// <summary>Writes a directory of NDPI: offsets of 64 bits, whose higher halves follow the directory.</summary>
    /// <returns>A place for the pixels of the next page.</returns>
    private static long Put(Stream stream, long at, TestImage image, float lens, long pixels, long next)
    {
        var values = at + 1000;
        stream.Position = values;
        stream.Write([.. new[] { 20_000, 1, 40_000, 1 }.SelectMany(BitConverter.GetBytes), 8, 0, 8, 0, 8, 0]);
        (int Tag, int Type, int Count, long Value)[] tags =
        [
            (256, 4, 1, image.Width), (257, 4, 1, image.Height), (258, 3, 3, values + 16), (259, 3, 1, 1), (262, 3, 1, 2), (273, 4, 1, pixels), (277, 3, 1, 3), (278, 4, 1, image.Height),
            (279, 4, 1, image.Width * image.Height * 3), (282, 5, 1, values), (283, 5, 1, values + 8), (296, 3, 1, 3), (65420, 4, 1, 1), (65421, 11, 1, BitConverter.SingleToInt32Bits(lens)),
        ];
        stream.Position = at;
        stream.Write(BitConverter.GetBytes((short)tags.Length));
        foreach (var (tag, type, count, value) in tags)
        {
            stream.Write([.. BitConverter.GetBytes((ushort)tag), .. BitConverter.GetBytes((short)type), .. BitConverter.GetBytes(count), .. BitConverter.GetBytes((uint)value)]);
        }

        stream.Write(BitConverter.GetBytes(next));
        foreach (var (_, _, _, value) in tags)
        {
            stream.Write(BitConverter.GetBytes((uint)(value >> 32)));
        }

        stream.Position = pixels;
        stream.Write(image.Stored(0, false, false));
        return pixels + 100_000;
    }
}
