using System.Text.Json.Nodes;
using OmeZarr.V04.Mapping;
using OmeZarr.V05;
using OmeZarr.V05.Mapping;

namespace OmeZarr.V04;

/// <summary>Metadata of the group of a well (section "well").</summary>
public sealed record Well
{
    /// <summary>The images of the well.</summary>
    public required WellDef Definition { get; init; }

    /// <summary>Members that this version of the specification does not define. Writing keeps them unchanged.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;

    /// <summary>Reads the content of <c>.zattrs</c>. Accepts content that only breaks rules; <c>Validate</c> reports it.</summary>
    /// <exception cref="OmeZarrException">A required member is missing, or a member has the wrong JSON type.</exception>
    public static Well Parse(JsonObject zattrs) => ParseLenient(zattrs).ValueOrThrow("The well metadata cannot be read");

    /// <summary>
    /// Reads the content of <c>.zattrs</c> as far as possible and reports problems of its structure. Never throws because of the content.
    /// </summary>
    public static Parsed<Well> ParseLenient(JsonObject zattrs) => Documents.Parse(zattrs, Mapping.WellJson.Read, Root.Location);

    /// <summary>
    /// The content of <c>.zattrs</c>, members in the order of the specification, absent ones left out. A new tree each time.
    /// </summary>
    public JsonObject ToJson() => JsonText.Tree(json => Mapping.WellJson.Write(json, this));

    /// <summary>The same as text; letters outside ASCII, such as µ, stand for themselves.</summary>
    /// <param name="indented">Whether to break and indent lines.</param>
    public string ToJsonText(bool indented = false) => JsonText.Write(indented, json => Mapping.WellJson.Write(json, this));
}

/// <summary>The object <c>well</c>: the fields of view.</summary>
public sealed record WellDef
{
    /// <summary>The fields of view; at least one.</summary>
    public required ValueList<FieldOfView> Images { get; init; }

    /// <summary>Version of the specification: <c>0.4</c>. Recommended; a document that was read may lack it.</summary>
    public string? Version { get; init; } = Image.SupportedVersion;

    /// <summary>Members that this version of the specification does not define. Writing keeps them unchanged.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;
}
