namespace OmeZarr;

/// <summary>The form of a document: the envelope around its metadata.</summary>
public enum OmeDocumentForm
{
    /// <summary>The metadata alone: the content of <c>.zattrs</c> (0.4), or the value of <c>ome</c> (0.5).</summary>
    Metadata,

    /// <summary>The attributes of a group: an object with the member <c>ome</c>.</summary>
    Attributes,

    /// <summary>The whole <c>zarr.json</c> of a group.</summary>
    Group,
}
