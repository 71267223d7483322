using BenchmarkDotNet.Attributes;
using Zarr;

namespace Micro;

/// <summary>The checksum of shard indexes and chunks; the yardstick is copying the bytes.</summary>
public class Crc32cBenchmarks
{
    private byte[] source = [];
    private byte[] destination = [];

    [Params(16 * 1024, 4 * 1024 * 1024)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup() => (source, destination) = (new byte[Length], new byte[Length]);

    [Benchmark(Baseline = true)]
    public void Copy() => source.CopyTo(destination, 0);

    [Benchmark]
    public uint Checksum() => Crc32C.Checksum(source);
}
