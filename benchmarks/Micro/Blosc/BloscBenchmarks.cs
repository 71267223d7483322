using BenchmarkDotNet.Attributes;
using Blosc;
using Inputs;

namespace Micro;

/// <summary>One chunk of a mebibyte through Blosc.</summary>
public class BloscBenchmarks
{
    private byte[] chunk = [];
    private byte[] encoded = [];
    private byte[] decoded = [];
    private readonly BloscDecoder decoder = new();
    private BloscEncoder? encoder;
    private int length;

    [Params("camera", "camera8", "labels")]
    public string Input { get; set; } = string.Empty;

    [Params(BloscCompressor.Zstd, BloscCompressor.Lz4)]
    public BloscCompressor Compressor { get; set; }

    [Params(1, 3, 5)]
    public int Level { get; set; }

    private BloscEncoder Encoder => encoder ?? throw new InvalidOperationException("Setup comes first");

    [GlobalSetup]
    public void Setup()
    {
        var type = InputKind.Named(Input).DataType;
        chunk = InputKind.Named(Input).ToBytes([8, 256, 512 / type.Size]);
        encoder = new BloscEncoder(new BloscOptions { TypeSize = type.Size, Compressor = Compressor, Level = Level }, chunk.Length / type.Size);
        encoded = new byte[BloscEncoder.MaxEncodedLength(chunk.Length)];
        decoded = new byte[chunk.Length];
        length = Encode();
    }

    [Benchmark]
    public int Encode() => Encoder.Encode(chunk, encoded);

    [Benchmark]
    public int Decode() => decoder.Decode(encoded.AsSpan(0, length), decoded);
}
