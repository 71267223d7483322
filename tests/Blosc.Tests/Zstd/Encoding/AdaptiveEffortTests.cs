using CsCheck;
using Xunit;

namespace Blosc.Tests.Zstd.Encoding;

public sealed class AdaptiveEffortTests
{
    private const int BlockLength = 128 * 1024;
    private const int Length = 8 * BlockLength;

    // Headers and what is chance in blocks that compress to almost nothing.
    private const int SlackPerBlock = 64;

    public static TheoryData<string> Names() => new(EffortInputs.All.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_takes_one_percent_more_than_at_the_nominal_level(string name)
    {
        var (typeSize, make) = EffortInputs.All[name];
        AssertBounded(make(Length), typeSize, [Length, 3 * BlockLength, BlockLength / 2, 20_000 / typeSize * typeSize]);
    }

    public static TheoryData<string> NamesOfChanging() => new(EffortInputs.Changing.Keys);

    [Theory]
    [MemberData(nameof(NamesOfChanging))]
    public void Content_that_changes_within_a_chunk_takes_no_percent_more_either(string name)
    {
        var (typeSize, make) = EffortInputs.Changing[name];
        AssertBounded(make(30 * BlockLength), typeSize, [30 * BlockLength, 20 * BlockLength]);
    }

    [Fact]
    public void Other_levels_do_not_adapt()
    {
        var content = EffortInputs.All["camera 16 bit"].Make(Length);
        Assert.Equal(RoundTrip(content, 2, reference: true, 1), RoundTrip(content, 2, reference: false, 1));
    }

    [Fact]
    public void Noise_is_not_searched_so_its_planes_are_literals_of_their_own()
    {
        var (typeSize, make) = EffortInputs.All["camera of 12 bit in the upper bits"];
        var content = make(Length);
        Assert.True(RoundTrip(content, typeSize, reference: false).Length < 0.97 * RoundTrip(content, typeSize, reference: true).Length);
    }

    [Fact]
    public void The_same_chunk_always_gives_the_same_bytes()
    {
        var encoder = Encoder(2, Length, reference: false, level: 3);
        var contents = new[] { "camera 16 bit", "ramp", "random", "gradient with noise" }.Select(name => EffortInputs.All[name].Make(Length)).ToArray();
        var alone = contents.Select(content => RoundTrip(content, 2, reference: false)).ToArray();
        Parallel.For(0, 12, i =>
        {
            var encoded = new byte[BloscEncoder.MaxEncodedLength(Length)];
            var length = encoder.Encode(contents[i % contents.Length], encoded);
            Assert.True(alone[i % contents.Length].AsSpan().SequenceEqual(encoded.AsSpan(0, length)));
        });
    }

    [Fact]
    public void Any_pieces_of_any_inputs_come_back()
    {
        var inputs = EffortInputs.All.Values.Select(input => input.Make(BlockLength)).ToArray();
        Gen.Select(Gen.Int[1, 9], Gen.Int[0, 3 * BlockLength], Gen.Int[0, BlockLength - 1], Gen.Int[0, inputs.Length - 1].Array[3])
            .Sample(
                (typeSize, length, start, picks) =>
                {
                    byte[] whole = [.. picks.SelectMany(pick => inputs[pick])];
                    RoundTrip(whole.AsSpan(start, Math.Min(length, whole.Length - start)), typeSize, reference: false);
                },
                iter: 60);
    }

    [Fact]
    public void A_chunk_takes_nothing_from_the_heap_after_warm_up()
    {
        var encoder = Encoder(2, Length, reference: false, level: 3);
        var content = EffortInputs.All["camera 16 bit"].Make(Length);
        var encoded = new byte[BloscEncoder.MaxEncodedLength(Length)];
        encoder.Encode(content, encoded);
        Assert.InRange(Enumerable.Range(0, 4).Min(_ => Allocated(() => encoder.Encode(content, encoded))), 0, 1023);
    }

    private static void AssertBounded(byte[] content, int typeSize, int[] lengths)
    {
        foreach (var length in lengths)
        {
            var adaptive = RoundTrip(content.AsSpan(0, length), typeSize, reference: false);
            var nominal = RoundTrip(content.AsSpan(0, length), typeSize, reference: true);
            var most = (1.01 * nominal.Length) + (SlackPerBlock * ((length + BlockLength - 1) / BlockLength));
            Assert.InRange(adaptive.Length, 1, most);
            if (length == lengths[0])
            {
                Assert.InRange(RoundTrip(content, typeSize, reference: false, hasRows: true).Length, 1, most);
            }
        }
    }

    private static long Allocated(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static BloscEncoder Encoder(int typeSize, int length, bool reference, int level, bool hasRows = false) => new(
        new BloscOptions { TypeSize = typeSize, Level = level, ReferenceEffort = reference },
        hasRows ? [length / EffortInputs.Width, EffortInputs.Width] : [length]);

    private static byte[] RoundTrip(ReadOnlySpan<byte> content, int typeSize, bool reference, int level = 3, bool hasRows = false)
    {
        var chunk = Encoder(typeSize, content.Length, reference, level, hasRows).Encode(content);
        Assert.True(content.SequenceEqual(new BloscDecoder().Decode(chunk, content.Length)));
        return chunk;
    }
}
