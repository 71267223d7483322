using BenchmarkDotNet.Attributes;
using Blosc.Shuffles;

namespace Micro;

/// <summary>Byte and bit shuffle of one Blosc block; the yardstick is copying it.</summary>
public class ShuffleBenchmarks
{
    private const int BlockBytes = 256 * 1024;
    private const int Seed = 1;

    private readonly byte[] source = new byte[BlockBytes];
    private readonly byte[] destination = new byte[BlockBytes];

    [Params(2, 4, 8)]
    public int TypeSize { get; set; }

    [GlobalSetup]
    public void Setup() => new Random(Seed).NextBytes(source);

    [Benchmark(Baseline = true)]
    public void Copy() => source.CopyTo(destination, 0);

    [Benchmark]
    public void Shuffle() => ByteShuffle.Shuffle(source, destination, TypeSize);

    [Benchmark]
    public void Unshuffle() => ByteShuffle.Unshuffle(source, destination, TypeSize);

    [Benchmark]
    public void ShuffleBits() => BitShuffle.Shuffle(source, destination, TypeSize);

    [Benchmark]
    public void UnshuffleBits() => BitShuffle.Unshuffle(source, destination, TypeSize);
}
