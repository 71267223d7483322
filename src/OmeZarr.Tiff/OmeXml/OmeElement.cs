namespace OmeZarr.Tiff.OmeXml;

/// <summary>What an OME-XML document says, of any release of the schema.</summary>
internal sealed record OmeElement
{
    /// <summary>The identifier of the file that holds the document; null if it does not say it.</summary>
    public string? Uuid { get; init; }

    /// <summary>Whether the document is in a namespace of the schema, or in none.</summary>
    public bool IsOfSchema { get; init; }

    /// <summary>Where the metadata are; null if they are in this document.</summary>
    public BinaryOnlyElement? BinaryOnly { get; init; }

    public IReadOnlyList<ImageElement> Images { get; init; } = [];

    public IReadOnlyList<PlateElement> Plates { get; init; } = [];

    /// <summary>The dimensions that hold two in one, such as z and an angle (elements ModuloAlongZ, ModuloAlongC and ModuloAlongT): letters of <c>zct</c>.</summary>
    public string Modulo { get; init; } = string.Empty;
}

/// <summary>The file with the metadata of a file that has none.</summary>
/// <param name="MetadataFile">Its name.</param>
/// <param name="Uuid">Its identifier.</param>
internal sealed record BinaryOnlyElement(string? MetadataFile, string? Uuid);
