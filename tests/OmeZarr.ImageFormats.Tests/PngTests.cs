using System.Runtime.InteropServices;
using OmeZarr.Files;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.ImageFormats.Tests;

public sealed class PngTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly PngFormat format = new();

    public static TheoryData<int, int, bool> Kinds
    {
        get
        {
            var data = new TheoryData<int, int, bool>();
            foreach (var interlaced in new[] { false, true })
            {
                (int Color, int[] Bits)[] kinds = [(0, [1, 2, 4, 8, 16]), (2, [8, 16]), (3, [1, 2, 4, 8]), (4, [8, 16]), (6, [8, 16])];
                foreach (var (color, bits) in kinds)
                {
                    data.AddRange(bits.Select(depth => new TheoryDataRow<int, int, bool>(color, depth, interlaced)).ToArray());
                }
            }

            return data;
        }
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_kind_keeps_its_values(int color, int bits, bool isInterlaced)
    {
        var random = new Random((color * 100) + bits);
        foreach (var (width, height) in new[] { (1, 1), (7, 5), (33, 20), (2, 9) })
        {
            var writer = new PngWriter(width, height, bits, color, isInterlaced, random);
            var samples = writer.NewSamples();
            await File.WriteAllBytesAsync(folder["a.png"], writer.Write(samples), TestContext.Current.CancellationToken);
            using var file = format.Open(folder["a.png"]);
            var image = Assert.Single(file.Images);
            Assert.Equal(writer.Samples > 1 ? "cyx" : "yx", image.Axes);
            Assert.Equal(bits == 16 ? DataType.UInt16 : DataType.UInt8, image.Pixels.DataType);
            Assert.Equal(writer.Samples > 1 ? [writer.Samples, height, width] : [height, width], image.Pixels.Shape);
            var read = await image.Pixels.ReadAllAsync();
            ushort[] values = bits == 16 ? MemoryMarshal.Cast<byte, ushort>(read).ToArray() : [.. read.Select(value => (ushort)value)];
            Assert.Equal([.. Enumerable.Range(0, writer.Samples).SelectMany(s => Enumerable.Range(0, width * height).Select(i => samples[(i * writer.Samples) + s]))], values);
            await image.Pixels.RequirePartsAsync(random);
        }
    }

    [Fact]
    public void Colours_are_named_channels_and_a_palette_is_a_finding()
    {
        var random = new Random(1);
        Assert.Equal(["Red", "Green", "Blue", "Alpha"], Open(6).Images[0].Channels.Select(channel => channel.Name));
        Assert.Equal(["Gray", "Alpha"], Open(4).Images[0].Channels.Select(channel => channel.Name));
        var palette = Open(3);
        Assert.Empty(palette.Images[0].Channels);
        Assert.Equal(new FileFinding(FileFindingKind.LeftOut, "the colours of its palette are left out; the values are indexes into the palette"), Assert.Single(palette.Findings));

        IImageFile Open(int color)
        {
            var writer = new PngWriter(3, 2, 8, color, false, random);
            File.WriteAllBytes(folder["b.png"], writer.Write(writer.NewSamples()));
            using var file = format.Open(folder["b.png"]);
            return file;
        }
    }

    [Fact]
    public async Task Damage_is_an_error_that_names_the_file()
    {
        var random = new Random(7);
        var writer = new PngWriter(20, 30, 16, 2, false, random);
        await format.RequireSafeAsync(folder["bad.png"], writer.Write(writer.NewSamples()), random);
    }

    [Fact]
    public void A_claim_of_a_huge_image_allocates_nothing()
    {
        var good = new PngWriter(3, 2, 8, 0, false, new Random(1)) is var writer ? writer.Write(writer.NewSamples()) : [];
        byte[] huge = [0x7F, 0xFF, 0xFF, 0xFF, 0x00, 0x01, 0x00, 0x00];
        huge.CopyTo(good, 16);
        File.WriteAllBytes(folder["huge.png"], good);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<ImageFileException>(() => format.Open(folder["huge.png"]));
        Assert.Contains("cannot hold 2147483647 x 65536 pixels", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }
}
