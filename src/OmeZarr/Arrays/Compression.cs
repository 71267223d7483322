using Blosc;
using Zarr;
using Zarr.Codecs;

namespace OmeZarr;

/// <summary>The compression of chunks: the codecs after <c>bytes</c>. All choices are lossless.</summary>
/// <remarks>Immutable.</remarks>
public sealed class Compression
{
    private readonly Func<DataType, IReadOnlyList<ICodec>> codecs;

    private Compression(string name, Func<DataType, IReadOnlyList<ICodec>> codecs) => (Name, this.codecs) = (name, codecs);

    /// <summary>Whether chunks get the nominal effort of the level that the metadata name. False by default: the effort adapts to the content; <see cref="WithReferenceEffort"/> changes it.</summary>
    public bool ReferenceEffort { get; private init; }

    /// <summary>Blosc with zstd at level 3 and byte shuffle. The default: small and read by everything.</summary>
    public static Compression BloscZstd { get; } = new("blosc-zstd", type => [Blosc(BloscCompressor.Zstd, 3, type)]);

    /// <summary>Blosc with LZ4 at level 5 and byte shuffle: faster, larger.</summary>
    public static Compression BloscLz4 { get; } = new("blosc-lz4", type => [Blosc(BloscCompressor.Lz4, 5, type)]);

    /// <summary>Plain Zstandard at level 3, without shuffle.</summary>
    public static Compression Zstd { get; } = new("zstd", _ => [Codec.Zstd(3)]);

    /// <summary>gzip at level 5, for readers that support neither Blosc nor Zstandard. Slow.</summary>
    public static Compression Gzip { get; } = new("gzip", _ => [Codec.Gzip(5)]);

    /// <summary>No compression: chunks hold the plain little-endian elements.</summary>
    public static Compression None { get; } = new("none", _ => []);

    /// <summary>The named choices, in the order in which help texts list them.</summary>
    public static IReadOnlyList<Compression> All { get; } = [BloscZstd, BloscLz4, Zstd, Gzip, None];

    /// <summary>The name in options and messages, for example <c>blosc-zstd</c>.</summary>
    public string Name { get; }

    /// <summary>A compression with any codecs.</summary>
    /// <param name="codecs">Codecs from bytes to bytes, in the order of encoding.</param>
    /// <exception cref="ArgumentException">A codec does not turn bytes into bytes.</exception>
    public static Compression Of(params IReadOnlyList<ICodec> codecs)
    {
        ArgumentNullException.ThrowIfNull(codecs);
        ICodec[] chain = [.. codecs];
        if (chain.Contains(null))
        {
            throw new ArgumentException("a codec is null", nameof(codecs));
        }

        return Array.Find(chain, codec => codec.Kind != CodecKind.BytesToBytes) is { } wrong
            ? throw new ArgumentException($"{wrong.Name} does not turn bytes into bytes; the codecs before compression are chosen by the writer", nameof(codecs))
            : new Compression(chain.Length == 0 ? None.Name : string.Join("+", chain.Select(codec => codec.Name)), _ => chain);
    }

    /// <summary>The same codecs and metadata with the nominal effort of c-blosc and zstd at this level. Noisy images take several times as long; sizes differ by about 1 %.</summary>
    public Compression WithReferenceEffort() => new(Name, codecs) { ReferenceEffort = true };

    /// <summary>The choice with this name.</summary>
    /// <exception cref="ArgumentException">There is no such choice; the message lists those that exist.</exception>
    public static Compression FromName(string name) =>
        All.FirstOrDefault(one => one.Name == name) ?? throw new ArgumentException($"there is no compression \"{name}\"; there are {string.Join(", ", All)}", nameof(name));

    /// <summary>The complete codec chain of an array: <c>bytes</c> (little endian), the compressor, and optionally a checksum.</summary>
    /// <param name="dataType">Type of the elements.</param>
    /// <param name="checksums">Whether each chunk ends with a checksum. A last codec <c>zstd</c> writes its own checksum; any other chain gets a final codec <c>crc32c</c>, unless it has one.</param>
    public IReadOnlyList<ICodec> CodecsFor(DataType dataType, bool checksums = false)
    {
        ArgumentNullException.ThrowIfNull(dataType);
        IReadOnlyList<ICodec> chain = [Codec.Bytes(), .. codecs(dataType)];
        return !checksums ? chain : chain[^1] switch
        {
            { Name: "zstd" } zstd => [.. chain.SkipLast(1), Codec.Zstd(zstd.ToMetadata().Configuration!["level"]!.GetValue<int>(), checksum: true)],
            { Name: "crc32c" } => chain,
            _ => [.. chain, Codec.Crc32c()],
        };
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private static ICodec Blosc(BloscCompressor compressor, int level, DataType dataType) =>
        Codec.Blosc(dataType.Size, compressor, level, BloscShuffle.Byte);
}
