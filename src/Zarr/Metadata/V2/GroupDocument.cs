namespace Zarr.Metadata.V2;

/// <summary>Reads the <c>.zgroup</c> of Zarr v2 (specification version 2, section "Groups").</summary>
internal static class GroupDocument
{
    internal const string Name = ".zgroup";

    /// <summary>Reads the document.</summary>
    /// <param name="utf8">Content of the <c>.zgroup</c>.</param>
    /// <param name="attributes">Content of the <c>.zattrs</c>; null if there is none.</param>
    /// <exception cref="InvalidMetadataException">The document is not JSON or not of version 2.</exception>
    internal static GroupMetadata Parse(ReadOnlyMemory<byte> utf8, MetadataDocument? attributes)
    {
        MetadataDocument.Parse(utf8).RequireFormat(2);
        return new GroupMetadata { Attributes = attributes?.ToJsonObject() ?? [], RepeatedAttributes = attributes?.RepeatedAttributes ?? [] };
    }
}
