namespace OmeZarr;

/// <summary>Ids of the rules that reading checks, because the model does not show whether a document keeps them.</summary>
internal static class StructureRules
{
    /// <summary>A required member is missing.</summary>
    public const string MemberMissing = "member-missing";

    /// <summary>A member has another JSON type than the specification gives it.</summary>
    public const string MemberType = "member-type";

    /// <summary>The document is no JSON, has broken Unicode, or is nested too deep.</summary>
    public const string JsonInvalid = "json-invalid";

    /// <summary>The document does not say which version it follows.</summary>
    public const string VersionMissing = "version-missing";

    /// <summary>An integer is written with a fraction or an exponent: <c>1.0</c>.</summary>
    public const string IntegerFraction = "integer-fraction";

    /// <summary>The number of the bioformats2raw layout is written as text.</summary>
    public const string LayoutText = "layout-text";

    /// <summary>A bare <c>NaN</c>, <c>Infinity</c> or <c>-Infinity</c>, which JSON does not have.</summary>
    public const string NonFinite = "json-non-finite";

    /// <summary>The document begins with a byte order mark.</summary>
    public const string ByteOrderMark = "json-byte-order-mark";

    /// <summary>An object has two members of the same name.</summary>
    public const string DuplicateMember = "json-duplicate-member";

    /// <summary>The document is larger than the limit.</summary>
    public const string DocumentSize = "document-size";

    /// <summary>The document is JSON, but not OME-Zarr.</summary>
    public const string DocumentUnknown = "document-unknown";

    /// <summary>A label image has no multiscales: its image is not described.</summary>
    public const string LabelMultiscales = "label-multiscales";

    /// <summary>The path of a field of view is written as a number.</summary>
    public const string FieldNumber = "well-image-path-number";

    /// <summary>A colour begins with a <c>#</c>.</summary>
    public const string ColorHash = "omero-color-hash";
}
