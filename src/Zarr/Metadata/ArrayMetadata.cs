using System.Text.Json.Nodes;

namespace Zarr.Metadata;

/// <summary>
/// The <c>zarr.json</c> of an array (Zarr v3 core, section "Array metadata"). Immutable. Opening the array, not this class, checks that the codecs
/// exist and fit each other.
/// </summary>
public sealed record ArrayMetadata
{
    /// <summary>Lengths of the array.</summary>
    public required Shape Shape { get; init; }

    /// <summary>Type of the elements.</summary>
    public required DataType DataType { get; init; }

    /// <summary>Lengths of each chunk, at least 1 along each dimension; chunks at the upper edges are stored full size.</summary>
    public required Shape ChunkShape { get; init; }

    /// <summary>The codecs from array to stored bytes, in the order of encoding.</summary>
    public required IReadOnlyList<NamedConfiguration> Codecs { get; init; }

    /// <summary>The value of elements that were never stored. Default zero.</summary>
    public FillValue FillValue
    {
        get => field ?? FillValue.Zero(DataType);
        init;
    }

    /// <summary>The encoding of chunk keys. Default <c>c/0/1</c>.</summary>
    public ChunkKeyEncoding ChunkKeyEncoding { get; init; } = ChunkKeyEncoding.Default;

    /// <summary>The user's attributes. Do not change the object afterwards.</summary>
    /// <remarks>Bare <c>NaN</c> and <c>Infinity</c> are read and written as <see cref="GroupMetadata.Attributes"/> says.</remarks>
    public JsonObject Attributes { get; init; } = [];

    /// <summary>A name or null for each dimension, or null if no dimension is named.</summary>
    public IReadOnlyList<string?>? DimensionNames { get; init; }

    /// <summary>Unknown members that say <c>"must_understand": false</c>; they are written back as they were.</summary>
    public JsonObject ExtraMembers { get; init; } = [];

    /// <summary>Reads a document.</summary>
    /// <exception cref="InvalidMetadataException">The document is not JSON, does not belong to an array, or breaks the specification; the message names the member.</exception>
    /// <exception cref="UnsupportedFeatureException">The document is valid but uses an extension that this library does not support.</exception>
    public static ArrayMetadata Parse(ReadOnlyMemory<byte> utf8) => ArrayMetadataJson.Read(MetadataDocument.Parse(utf8));

    /// <summary>The document as UTF-8 without byte order mark.</summary>
    /// <exception cref="ArgumentException">A number of the attributes is NaN or infinite, which JSON does not have; the message says where it is.</exception>
    /// <exception cref="InvalidMetadataException">Attributes are nested too deep, or an extra member is one that the specification defines.</exception>
    public byte[] ToUtf8() => JsonTree.ToUtf8(ArrayMetadataJson.Write(this));
}
