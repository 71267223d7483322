using Blosc.Lz4;
using CsCheck;
using K4os.Compression.LZ4;
using TestKit;
using Xunit;

namespace Blosc.Tests.Lz4;

public sealed class Lz4BlockTests
{
    private const byte Canary = 0xA5;

    public static TheoryData<SampleKind, int> Samples() =>
        new MatrixTheoryData<SampleKind, int>(Enum.GetValues<SampleKind>(), [0, 1, 12, 13, 44, 45, 64, 1000, 32767, 32768, 65536, 65541, 131072, 300_001]);

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_kind_of_content_comes_back(SampleKind kind, int length)
    {
        foreach (var acceleration in new[] { 1, 5, 9, 1000, int.MaxValue, 0, -3 })
        {
            RequireRoundTrip(SampleBytes.Make(kind, length), acceleration);
        }
    }

    [Fact]
    public void Every_short_pattern_of_every_length_comes_back()
    {
        for (var length = 0; length < 200; length++)
        {
            for (var period = 1; period < 24; period++)
            {
                RequireRoundTrip([.. Enumerable.Range(0, length).Select(i => (byte)(i % period * 37))], 1);
            }
        }
    }

    [Fact]
    public void Every_binary_text_after_a_known_beginning_comes_back()
    {
        byte[] beginning = [.. Enumerable.Range(0, 48).Select(i => (byte)(i & 1))];
        for (var text = 0; text < 1 << 12; text++)
        {
            var bits = text;
            RequireRoundTrip([.. beginning, .. Enumerable.Range(0, 12).Select(i => (byte)((bits >> i) & 1)), .. beginning], 1);
        }
    }

    [Fact]
    public void Any_content_comes_back() =>
        Contents().Sample((content, acceleration) => RequireRoundTrip(content, acceleration), iter: 600, seed: "0000KKe5r_E2");

    [Fact]
    public void A_block_that_does_not_fit_is_given_up_without_a_byte_beyond_the_room() => Contents().Sample(
        (content, acceleration) =>
        {
            var needed = Compress(content, (int)Lz4Block.MaxLength(content.Length), acceleration)!.Length;
            foreach (var room in new[] { 0, 1, 7, 8, needed / 2, needed - 9, needed - 1, needed, needed + 1, needed + 20 }.Where(room => room >= 0))
            {
                if (Compress(content, room, acceleration) is { } block)
                {
                    Assert.True(content.AsSpan().SequenceEqual(Decode(block)));
                }
            }
        },
        iter: 200,
        seed: "0000KKe5r_E2");

    [Fact]
    public void What_lies_around_the_content_makes_no_difference() => Contents().Sample(
        (content, acceleration) =>
        {
            var room = (int)Lz4Block.MaxLength(content.Length);
            Assert.Equal(Compress(content, room, acceleration, around: 0), Compress(content, room, acceleration, around: 255));
        },
        iter: 100,
        seed: "0000KKe5r_E2");

    [Fact]
    public void Repetition_is_found_across_the_middle()
    {
        var content = Enumerable.Repeat((byte)7, 1 << 18).ToArray();
        Assert.InRange(Compress(content, content.Length, 1)!.Length, 1, (1 << 18) / 250);
    }

    [Fact]
    public void Acceleration_gives_larger_blocks_of_what_is_hard_to_compress()
    {
        var content = SampleBytes.Make(SampleKind.NoisyPixels, 1 << 16);
        var room = (int)Lz4Block.MaxLength(content.Length);
        Assert.True(Compress(content, room, 1)!.Length < Compress(content, room, 50)!.Length);
    }

    // Literals, copies from before and runs, in content that is worked on in one stretch or in two.
    private static Gen<(byte[] Content, int Acceleration)> Contents()
    {
        var piece = Gen.Select(Gen.Int[0, 2], Gen.Int[1, 2000], Gen.Int[1, 70_000], Gen.Int[0, 1 << 20]);
        var content = Gen.Select(piece.List[0, 40], Gen.Int[1, 40]).Select((pieces, scale) => Build(pieces, scale));
        return Gen.Select(content, Gen.Int[1, 12]);
    }

    private static byte[] Build(List<(int Kind, int Length, int Distance, int Seed)> pieces, int scale)
    {
        var content = new List<byte>();
        foreach (var (kind, length, distance, seed) in pieces)
        {
            var random = new Random(seed);
            var from = content.Count - distance;
            for (var i = 0; i < length * scale / 8; i++)
            {
                content.Add(kind switch
                {
                    0 => (byte)random.Next(256),
                    1 when from >= 0 => content[from + i],
                    _ => (byte)seed,
                });
            }
        }

        return [.. content];
    }

    private static void RequireRoundTrip(byte[] content, int acceleration)
    {
        var block = Compress(content, (int)Lz4Block.MaxLength(content.Length), acceleration);
        Assert.NotNull(block);
        Assert.True(content.AsSpan().SequenceEqual(Decode(block)), "the plain decoder");
        var decoded = new byte[content.Length];
        Assert.Equal(content.Length, content.Length == 0 ? 0 : LZ4Codec.Decode(block, decoded));
        Assert.True(content.AsSpan().SequenceEqual(decoded), "the decoder of the library");
    }

    private static byte[]? Compress(byte[] content, int room, int acceleration, byte around = Canary)
    {
        const int Border = 64;
        var source = new byte[content.Length + (2 * Border)];
        source.AsSpan().Fill(around);
        content.CopyTo(source, Border);
        var destination = new byte[room + (2 * Border)];
        destination.AsSpan().Fill(Canary);
        var written = Lz4Block.Compress(source.AsSpan(Border, content.Length), destination.AsSpan(Border, room), acceleration);
        Assert.InRange(written, 0, room);
        Assert.False(destination.AsSpan(0, Border).ContainsAnyExcept(Canary));
        Assert.False(destination.AsSpan(Border + room).ContainsAnyExcept(Canary));
        return written == 0 ? null : destination[Border..(Border + written)];
    }

    // After lz4_Block_format.md, with what it asks of the end of a block.
    private static byte[] Decode(byte[] block)
    {
        var content = new List<byte>();
        for (var (at, lastMatch) = (0, -1); ;)
        {
            var token = block[at++];
            var literals = Length(block, token >> 4, ref at);
            content.AddRange(block.AsSpan(at, literals));
            at += literals;
            if (at == block.Length)
            {
                Assert.True(lastMatch < 0 || (literals >= 5 && lastMatch <= content.Count - 12), "the end is literals");
                return [.. content];
            }

            lastMatch = content.Count;
            var distance = block[at] | (block[at + 1] << 8);
            at += 2;
            Assert.InRange(distance, 1, content.Count);
            for (var rest = Length(block, token & 15, ref at) + 4; rest > 0; rest--)
            {
                content.Add(content[^distance]);
            }
        }
    }

    private static int Length(byte[] block, int nibble, ref int at)
    {
        var length = nibble;
        for (var more = nibble == 15; more;)
        {
            length += block[at];
            more = block[at++] == 255;
        }

        return length;
    }
}
