using System.Text;
using Blosc;
using OmeZarr;
using Zarr;
using Zarr.Codecs;

namespace Macro.Comparing;

/// <summary>The same compression for both sides: for ours a codec, for c-blosc its arguments.</summary>
/// <param name="Name">As in the options of OmeZarr.</param>
/// <param name="Compressor">Null for no compression.</param>
/// <param name="Level">The nominal level.</param>
internal sealed record BloscRecipe(string Name, BloscCompressor? Compressor, int Level)
{
    private const int ZstdLevel = 3;
    private const int Lz4Level = 5;

    private readonly byte[] cName = Encoding.ASCII.GetBytes($"{Compressor}\0".ToLowerInvariant());

    internal static BloscRecipe Named(string name, int? level) => name switch
    {
        "blosc-zstd" => new(name, BloscCompressor.Zstd, level ?? ZstdLevel),
        "blosc-lz4" => new(name, BloscCompressor.Lz4, level ?? Lz4Level),
        "none" => new(name, null, 0),
        _ => throw new ArgumentException($"{name} cannot be compared; blosc-zstd, blosc-lz4 and none can"),
    };

    /// <summary>What a user would choose: the named choice, or the codec where the level is another.</summary>
    internal Compression ToCompression(DataType dataType) => (Compressor, Level) switch
    {
        (null, _) => Compression.None,
        (BloscCompressor.Zstd, ZstdLevel) => Compression.BloscZstd,
        (BloscCompressor.Lz4, Lz4Level) => Compression.BloscLz4,
        _ => Compression.Of(ToCodec(dataType)),
    };

    /// <summary>What c-blosc is asked to do.</summary>
    internal BloscArguments ToArguments(int typeSize) => new(cName, Level, LibBlosc.ByteShuffle, typeSize);

    internal ICodec ToCodec(DataType dataType) =>
        Codec.Blosc(dataType.Size, Compressor ?? throw new InvalidOperationException($"{Name} has no codec"), Level);
}
