using System.Runtime.Intrinsics;
using Blosc.Shuffles;
using TestKit;
using Xunit;

namespace Blosc.Tests.Shuffles;

public sealed class ShuffleTests
{
    private static readonly int[] TypeSizes = [.. Enumerable.Range(1, 20), 32, 255];
    private static readonly int[] Counts = [0, 1, 7, 8, 15, 16, 31, 32, 33, 64, 100, 127, 128, 1000, 1024, 4099, 8200];

    public static TheoryData<int> Sizes() => new(TypeSizes);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Fast_byte_shuffle_is_the_plain_one(int typeSize) => ForAllLengths(typeSize, source =>
    {
        AssertSame(source, ReferenceShuffle.ByteShuffle, ByteShuffle.Shuffle, typeSize);
        AssertSame(source, ReferenceShuffle.ByteUnshuffle, ByteShuffle.Unshuffle, typeSize);
    });

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Fast_bit_shuffle_is_the_plain_one(int typeSize) => ForAllLengths(typeSize, source =>
    {
        AssertSame(source, ReferenceShuffle.BitShuffle, BitShuffle.Shuffle, typeSize);
        AssertSame(source, ReferenceShuffle.BitUnshuffle, BitShuffle.Unshuffle, typeSize);
    });

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Every_kernel_that_this_processor_has_is_the_plain_one(int typeSize) => ForAllLengths(typeSize, source =>
    {
        AssertSame(source, ReferenceShuffle.ByteShuffle, ToPlanes<ByteTranspose128, Vector128<byte>>, typeSize);
        AssertSame(source, ReferenceShuffle.ByteUnshuffle, FromPlanes<ByteTranspose128, Vector128<byte>>, typeSize);
        AssertSame(source, ReferenceShuffle.ByteShuffle, ToPlanes<ByteTranspose256, Vector256<byte>>, typeSize);
        AssertSame(source, ReferenceShuffle.ByteUnshuffle, FromPlanes<ByteTranspose256, Vector256<byte>>, typeSize);
    });

    [Fact]
    public void Bytes_are_gathered_by_their_place_in_the_element()
    {
        var shuffled = new byte[7];
        ReferenceShuffle.ByteShuffle([1, 2, 11, 12, 21, 22, 99], shuffled, 2);
        Assert.Equal([1, 11, 21, 2, 12, 22, 99], shuffled);
    }

    [Fact]
    public void Bits_are_gathered_by_their_place_in_the_element()
    {
        var shuffled = new byte[8];
        ReferenceShuffle.BitShuffle([0x01, 0x00, 0x03, 0x00, 0x00, 0x00, 0x00, 0x80], shuffled, 1);
        Assert.Equal([0x05, 0x04, 0x00, 0x00, 0x00, 0x00, 0x00, 0x80], shuffled);
    }

    [Fact]
    public void Kernels_refuse_buffers_that_are_too_small()
    {
        Assert.Throws<ArgumentException>(() => ByteShuffle.ToPlanes(new byte[127], new byte[128], 64, 64, 2));
        Assert.Throws<ArgumentException>(() => ByteShuffle.FromPlanes(new byte[127], new byte[128], 64, 64, 2));
        Assert.Throws<ArgumentException>(() => ByteShuffle.ToPlanes(new byte[128], new byte[128], 65, 64, 2));
    }

    private static void ForAllLengths(int typeSize, Action<byte[]> check)
    {
        foreach (var count in Counts.Where(count => count * typeSize < 100_000))
        {
            foreach (var extra in new[] { 0, 1, typeSize - 1 })
            {
                check(SampleBytes.Make(SampleKind.Random, (count * typeSize) + extra));
            }
        }
    }

    private static void AssertSame(byte[] source, Kernel plain, Kernel fast, int typeSize)
    {
        var (expected, actual) = (new byte[source.Length], new byte[source.Length]);
        plain(source, expected, typeSize);
        fast(source, actual, typeSize);
        Assert.True(expected.AsSpan().SequenceEqual(actual), $"type size {typeSize}, {source.Length} bytes");
    }

    private static void ToPlanes<TLanes, TVector>(ReadOnlySpan<byte> source, Span<byte> destination, int typeSize)
        where TLanes : struct, IByteTranspose<TVector>
        where TVector : unmanaged
    {
        var count = source.Length / typeSize;
        var done = PlaneKernels<TLanes, TVector>.ToPlanes(source, Cleared(destination), count, count, typeSize);
        Assert.Equal(TLanes.IsSupported ? count / TLanes.Width * TLanes.Width : 0, done);
        ReferenceShuffle.ToPlanes(source, destination, count, done, count, typeSize);
        source[(count * typeSize)..].CopyTo(destination[(count * typeSize)..]);
    }

    private static void FromPlanes<TLanes, TVector>(ReadOnlySpan<byte> source, Span<byte> destination, int typeSize)
        where TLanes : struct, IByteTranspose<TVector>
        where TVector : unmanaged
    {
        var count = source.Length / typeSize;
        var done = PlaneKernels<TLanes, TVector>.FromPlanes(source, Cleared(destination), count, count, typeSize);
        ReferenceShuffle.FromPlanes(source, destination, count, done, count, typeSize);
        source[(count * typeSize)..].CopyTo(destination[(count * typeSize)..]);
    }

    private static Span<byte> Cleared(Span<byte> span)
    {
        span.Clear();
        return span;
    }

    private delegate void Kernel(ReadOnlySpan<byte> source, Span<byte> destination, int typeSize);
}
