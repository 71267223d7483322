using System.Buffers.Binary;
using OmeZarr.Files;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.ImageFormats.Tests;

public sealed class MrcTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly MrcFormat format = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0, "int8")]
    [InlineData(1, "int16")]
    [InlineData(2, "float32")]
    [InlineData(4, "complex64")]
    [InlineData(6, "uint16")]
    [InlineData(12, "float16")]
    public async Task Each_mode_in_both_byte_orders(int mode, string type)
    {
        var size = DataType.FromName(type)!.Size;
        var component = DataType.FromName(type)!.ComponentSize;
        var random = new Random(mode);
        var values = new byte[5 * 4 * 3 * size];
        random.NextBytes(values);
        foreach (var isBig in new[] { false, true })
        {
            Write(mode, isBig, 100, isBig ? Swapped(values, component) : values);
            using var file = format.Open(folder["a.mrc"]);
            var image = Assert.Single(file.Images);
            Assert.Equal("zyx", image.Axes);
            Assert.Equal([3, 4, 5], image.Pixels.Shape);
            Assert.Equal(type, image.Pixels.DataType.Name);
            Assert.Equal([new PhysicalSize(2.5, "angstrom"), new PhysicalSize(2, "angstrom"), new PhysicalSize(1.5, "angstrom")], image.PixelSizes);
            Assert.Equal(values, await image.Pixels.ReadAllAsync());
            await image.Pixels.RequirePartsAsync(random);
            Assert.Equal("the extended header (100 bytes) is not read", Assert.Single(file.Findings).Message);
        }
    }

    [Fact]
    public async Task Bytes_are_unsigned_where_IMOD_says_so()
    {
        Write(0, false, 0, new byte[60], header => BinaryPrimitives.WriteInt32LittleEndian(header[152..], 1146047817));
        using var file = format.Open(folder["a.mrc"]);
        Assert.Equal(DataType.UInt8, file.Images[0].Pixels.DataType);
        Assert.Equal(new byte[60], await file.Images[0].Pixels.ReadAllAsync());
        Assert.Empty(file.Findings);
    }

    [Fact]
    public async Task The_axes_of_columns_rows_and_sections_count()
    {
        byte[] values = [.. Enumerable.Range(0, 60).Select(i => (byte)i)];
        // Columns are z, rows x, sections y.
        Write(0, false, 0, values, header =>
        {
            BinaryPrimitives.WriteInt32LittleEndian(header[64..], 3);
            BinaryPrimitives.WriteInt32LittleEndian(header[68..], 1);
            BinaryPrimitives.WriteInt32LittleEndian(header[72..], 2);
        });
        using var file = format.Open(folder["a.mrc"]);
        Assert.Equal([5, 3, 4], file.Images[0].Pixels.Shape);
        byte[] expected = [.. from z in Enumerable.Range(0, 5) from y in Enumerable.Range(0, 3) from x in Enumerable.Range(0, 4) select values[(y * 20) + (x * 5) + z]];
        Assert.Equal(expected, await file.Images[0].Pixels.ReadAllAsync());
    }

    [Fact]
    public void Stacks_are_a_guess()
    {
        Write(0, false, 0, new byte[60], header => BinaryPrimitives.WriteInt32LittleEndian(header[88..], 0));
        using (var images = format.Open(folder["a.mrc"]))
        {
            Assert.Equal(FileFindingKind.Guessed, Assert.Single(images.Findings).Kind);
            Assert.Null(images.Images[0].PixelSizes[0]);
        }

        using (var named = format.Open(folder["a.mrc"], new ImageFileOptions { Axes = "tyx" }))
        {
            Assert.Equal("tyx", named.Images[0].Axes);
        }

        Write(0, false, 0, new byte[60], header =>
        {
            BinaryPrimitives.WriteInt32LittleEndian(header[88..], 401);
            BinaryPrimitives.WriteInt32LittleEndian(header[36..], 1);
        });
        using var volumes = format.Open(folder["a.mrc"]);
        Assert.Equal("tyx", volumes.Images[0].Axes);
        Assert.Equal("its 3 volumes are taken for time points; --axes names another axis", Assert.Single(volumes.Findings).Message);
    }

    [Theory]
    [InlineData(196, 12.5f, "the origin (12.5, 0, 0) is left out")]
    [InlineData(56, 120f, "the angles of the cell (0, 120, 0) are left out: OME-Zarr has right angles only")]
    public void A_place_that_is_left_out_is_told(int at, float value, string message)
    {
        Write(0, false, 0, new byte[60], header => BinaryPrimitives.WriteSingleLittleEndian(header[at..], value));
        using var file = format.Open(folder["a.mrc"]);
        Assert.Equal(message, Assert.Single(file.Findings).Message);
    }

    [Fact]
    public void The_start_of_the_box_is_told()
    {
        Write(0, false, 0, new byte[60], header => BinaryPrimitives.WriteInt32LittleEndian(header[16..], -7));
        using var file = format.Open(folder["a.mrc"]);
        Assert.Equal("the start of the box in the cell (-7, 0, 0) is left out", Assert.Single(file.Findings).Message);
    }

    [Theory]
    [InlineData(3, "its complex 16-bit integers (mode 3) are not supported; convert them to mode 4 first")]
    [InlineData(77, "mode 77 is not one of MRC: 0, 1, 2, 4, 6, 12")]
    public void Other_modes_are_refused(int mode, string message)
    {
        Write(mode, false, 0, new byte[60]);
        Assert.Equal($"{folder["a.mrc"]}: {message}", Assert.Throws<ImageFileException>(() => format.Open(folder["a.mrc"])).Message);
    }

    [Fact]
    public async Task Damage_is_an_error_that_names_the_file()
    {
        Write(1, false, 0, new byte[120]);
        await format.RequireSafeAsync(folder["bad.mrc"], await File.ReadAllBytesAsync(folder["a.mrc"], TestContext.Current.CancellationToken), new Random(3));
    }

    /// <summary>5 columns, 4 rows, 3 sections of 1.5, 2 and 2.5 angstrom.</summary>
    private void Write(int mode, bool isBig, int extended, byte[] values, HeaderChange? change = null)
    {
        var file = new byte[1024 + extended + values.Length];
        void Number(int at, int value)
        {
            if (isBig)
            {
                BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(at), value);
            }
            else
            {
                BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
            }
        }

        foreach (var (i, value) in new[] { 5, 4, 3, mode, 0, 0, 0, 5, 4, 3 }.Index())
        {
            Number(4 * i, value);
        }

        foreach (var (i, cell) in new[] { 7.5f, 8f, 7.5f }.Index())
        {
            Number(40 + (4 * i), BitConverter.SingleToInt32Bits(cell));
        }

        foreach (var (i, axis) in new[] { 1, 2, 3 }.Index())
        {
            Number(64 + (4 * i), axis);
        }

        Number(88, 1);
        Number(92, extended);
        "MAP "u8.CopyTo(file.AsSpan(208));
        file.AsSpan(212, 2).Fill(isBig ? (byte)0x11 : (byte)0x44);
        change?.Invoke(file);
        values.CopyTo(file, 1024 + extended);
        File.WriteAllBytes(folder["a.mrc"], file);
    }

    private static byte[] Swapped(byte[] values, int size) => [.. values.Chunk(size).SelectMany(number => number.Reverse())];

    private delegate void HeaderChange(Span<byte> header);
}
