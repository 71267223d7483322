using System.Text.Json.Nodes;
using Zarr.Codecs.Filters;
using Zarr.Metadata;

namespace Zarr.Codecs;

/// <summary>
/// The <c>crc32c</c> codec (Zarr v3 core, "CRC32C checksum codec"): the bytes followed by their CRC-32C in four bytes, always little
/// endian. Decoding verifies it. Immutable and thread-safe.
/// </summary>
internal sealed record Crc32cCodec : ICodec
{
    /// <summary>The name in <c>zarr.json</c>.</summary>
    public const string CodecName = "crc32c";

    /// <inheritdoc/>
    public string Name => CodecName;

    /// <inheritdoc/>
    public CodecKind Kind => CodecKind.BytesToBytes;

    /// <summary>Reads the configuration, which must be missing or empty.</summary>
    /// <exception cref="InvalidMetadataException">There are members.</exception>
    public static ICodec FromConfiguration(JsonObject? configuration)
    {
        _ = new CodecConfiguration(CodecName, configuration);
        return new Crc32cCodec();
    }

    /// <inheritdoc/>
    public NamedConfiguration ToMetadata() => new(Name);

    /// <inheritdoc/>
    public IBoundCodec Bind(CodecInput input) => new ChecksumCodec(Name, Crc32C.Checksum, AtStart: false).Bind(input);
}
