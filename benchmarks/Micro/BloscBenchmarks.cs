using BenchmarkDotNet.Attributes;
using Blosc;
using Inputs;
using Zarr.Codecs;

namespace Micro;

/// <summary>One chunk of a mebibyte through the Blosc codec.</summary>
public class BloscBenchmarks
{
    private byte[] chunk = [];
    private byte[] encoded = [];
    private byte[] decoded = [];
    private IBoundCodec? codec;
    private int length;

    [Params("camera", "camera8", "labels")]
    public string Input { get; set; } = string.Empty;

    [Params(BloscCompressor.Zstd, BloscCompressor.Lz4)]
    public BloscCompressor Compressor { get; set; }

    [Params(1, 3, 5)]
    public int Level { get; set; }

    private IBoundCodec Codec => codec ?? throw new InvalidOperationException("Setup comes first");

    [GlobalSetup]
    public void Setup()
    {
        var type = InputKind.Named(Input).DataType;
        chunk = InputKind.Named(Input).ToBytes([8, 256, 512 / type.Size]);
        codec = new BloscCodec(type.Size) { Compressor = Compressor, Level = Level }.Bind(new CodecInput([chunk.Length / type.Size], type, chunk.Length));
        encoded = new byte[codec.Output.MaxLength];
        decoded = new byte[chunk.Length];
        length = Encode();
    }

    [Benchmark]
    public int Encode() => Codec.Encode(chunk, encoded);

    [Benchmark]
    public int Decode() => Codec.Decode(encoded.AsSpan(0, length), decoded);
}
