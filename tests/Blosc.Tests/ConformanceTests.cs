using System.Globalization;
using System.Security.Cryptography;
using TestKit;
using Xunit;

namespace Blosc.Tests;

public sealed class ConformanceTests
{
    private const int ContentLength = 4_000_000;
    private const string ContentHash = "02e21fa3c89fa7d7b61826918a8bd35d3127827b4ef3f3ee47ade5e64e3c2a80";

    [Fact]
    public void Chunks_of_c_blosc_decode_to_their_known_content()
    {
        var files = Directory.GetFiles(SharedData.PathOrSkip("zarr-v3-samples/blosc1"), "*.cdata");
        Assert.Equal(10, files.Length);
        foreach (var file in files)
        {
            var content = new byte[ContentLength];
            Assert.Equal(ContentLength, Decoder().Decode(File.ReadAllBytes(file), content));
            Assert.Equal(ContentHash, Convert.ToHexStringLower(SHA256.HashData(content)));
        }
    }

    [Fact]
    public void Damaged_chunks_of_c_blosc_do_no_worse_than_a_clear_error()
    {
        var random = new Random(20263);
        var content = new byte[ContentLength];
        foreach (var file in Directory.GetFiles(SharedData.PathOrSkip("zarr-v3-samples/blosc1"), "*.cdata"))
        {
            var chunk = File.ReadAllBytes(file);
            for (var attempt = 0; attempt < 30; attempt++)
            {
                var place = random.Next(attempt % 2 == 0 ? chunk.Length : 200);
                var kept = chunk[place];
                chunk[place] ^= (byte)random.Next(1, 256);
                Assert.InRange(DecodeOrZero(chunk, content), 0, ContentLength);
                chunk[place] = kept;
            }
        }
    }

    [Fact]
    public void Block_sizes_and_flags_are_those_of_c_blosc()
    {
        var rows = File.ReadAllLines(SharedData.PathOrSkip("zarr-v3-samples/blosc1/blocksize-table.csv")).Skip(1).ToArray();
        Assert.Equal(3150, rows.Length);
        Assert.All(rows, row =>
        {
            var fields = row.Split(',');
            var numbers = fields[1..].Select(field => int.Parse(field, CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal((numbers[3], numbers[4], numbers[5]), BlockSizeAndFlags(fields[0], numbers[0], numbers[1], numbers[2]));
        });
    }

    private static (int BlockSize, int Flags, int TypeSize) BlockSizeAndFlags(string name, int level, int requestedTypeSize, int length)
    {
        var compressor = Enum.GetValues<BloscCompressor>().Single(value => string.Equals(value.ToString(), name, StringComparison.OrdinalIgnoreCase));
        var typeSize = requestedTypeSize > BloscOptions.MaxTypeSize ? 1 : requestedTypeSize;
        var options = new BloscOptions { Compressor = compressor, Level = level, TypeSize = typeSize };
        var layout = BlockLayout.Nominal(options, length);
        var isStored = level == 0 || length < 128;
        var flags = BloscHeader.FlagsOf(options.Format, BloscShuffle.Byte)
            | (layout.IsSplit ? BloscFlags.None : BloscFlags.NotSplit)
            | (isStored ? BloscFlags.Stored : BloscFlags.None);
        return (layout.BlockSize, (int)flags, typeSize);
    }

    private static int DecodeOrZero(byte[] chunk, byte[] content)
    {
        try
        {
            return Decoder().Decode(chunk, content);
        }
        catch (Exception error) when (error is InvalidDataException or NotSupportedException)
        {
            return 0;
        }
    }

    private static BloscDecoder Decoder() => new();
}
