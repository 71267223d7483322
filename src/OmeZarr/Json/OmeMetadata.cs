using System.Text.Json;
using System.Text.Json.Nodes;
using OmeZarr.Json;

namespace OmeZarr;

/// <summary>
/// The metadata of one node: an image, a plate, a well and so on, of OME-Zarr 0.5 or 0.4 (namespaces <see cref="V05"/> and <see cref="V04"/>).
/// Metadata need not be valid: <see cref="Validation.Validate"/> reports what is wrong.
/// </summary>
public abstract record OmeMetadata : OmeObject
{
    private protected OmeMetadata()
    {
    }

    /// <summary>The kind of node that has such metadata.</summary>
    public abstract OmeDocumentKind Kind { get; }

    /// <summary>
    /// The content of <c>attributes.ome</c> (0.5) or <c>.zattrs</c> (0.4), members in the order of the specification, absent ones left out.
    /// A new tree each time. Numbers read back bit for bit.
    /// </summary>
    /// <exception cref="InvalidOperationException">A number is infinite or not a number, which JSON cannot hold.</exception>
    public JsonObject ToJson() => JsonText.Tree(json => ObjectWriter.Write(json, this));

    /// <summary>The same as text; letters outside ASCII, such as µ, stand for themselves.</summary>
    /// <param name="indented">Whether to break and indent lines.</param>
    /// <exception cref="InvalidOperationException">A number is infinite or not a number, which JSON cannot hold.</exception>
    public string ToJsonText(bool indented = false) => JsonText.Write(indented, json => ObjectWriter.Write(json, this));

    /// <summary>Reads metadata of 0.5 and reports what cannot be read. The content causes no exception.</summary>
    internal static Parsed<T> ParseLenient<T>(JsonObject ome)
        where T : OmeMetadata, IJsonObject<T> => ParseLenient<T>(ome, "ome");

    /// <summary>Reads metadata and reports what cannot be read. The content causes no exception.</summary>
    /// <param name="json">The metadata.</param>
    /// <param name="root">Location of the metadata in their document.</param>
    internal static Parsed<T> ParseLenient<T>(JsonObject json, string root)
        where T : OmeMetadata, IJsonObject<T>
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return JsonCursor.Parse(JsonText.ToElement(json), root, JsonCursor.Object<T>);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // JsonText.ToElement throws these for a tree that is too deep, holds NaN or infinity, or holds text that is not Unicode.
            return new Parsed<T>(null, [new Finding(StructureRules.JsonInvalid, Severity.Error, root, FindingText.Sanitize(e.Message))]);
        }
    }

    /// <summary>
    /// Reads the metadata of a node. Accepts metadata that only break rules; <see cref="Validation.Validate"/> reports them. <see cref="OmeDocument"/> also reads
    /// metadata with worse faults.
    /// </summary>
    /// <param name="json">The content of <c>attributes.ome</c> (0.5) or <c>.zattrs</c> (0.4).</param>
    /// <param name="name">The kind of node, for the message of the exception.</param>
    /// <param name="root">Location of the metadata in their document.</param>
    /// <exception cref="OmeZarrException">A required member is missing, a member has the wrong JSON type, or the version is another one.</exception>
    private protected static T Parse<T>(JsonObject json, string name, string root)
        where T : OmeMetadata, IJsonObject<T> => ParseLenient<T>(json, root).ValueOrThrow($"The {name} metadata cannot be read");
}
