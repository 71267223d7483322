namespace Zarr.Metadata.V2;

/// <summary>Reads the <c>.zattrs</c> of Zarr v2 (specification version 2, section "Attributes").</summary>
internal static class AttributesDocument
{
    internal const string Name = ".zattrs";

    /// <summary>Reads the document.</summary>
    /// <exception cref="InvalidMetadataException">The document is not a JSON object.</exception>
    internal static MetadataDocument Parse(ReadOnlyMemory<byte> utf8) => MetadataDocument.Parse(utf8, isAttributes: true);
}
