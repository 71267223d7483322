using System.Text.Json.Nodes;
using OmeZarr.V04.Mapping;
using OmeZarr.V05.Mapping;

namespace OmeZarr.V04;

/// <summary>Metadata of the group <c>OME</c> of a collection: the order of its images (transitional).</summary>
public sealed record Series
{
    /// <summary>
    /// Paths of the images relative to the root of the collection, in the order of the Image elements of the OME-XML; at least one.
    /// </summary>
    public required ValueList<string> Paths { get; init; }

    /// <summary>Members that this version of the specification does not define. Writing keeps them unchanged.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;

    /// <summary>Reads the content of <c>.zattrs</c>. Accepts content that only breaks rules; <c>Validate</c> reports it.</summary>
    /// <exception cref="OmeZarrException">A required member is missing, or a member has the wrong JSON type.</exception>
    public static Series Parse(JsonObject zattrs) => ParseLenient(zattrs).ValueOrThrow("The series metadata cannot be read");

    /// <summary>
    /// Reads the content of <c>.zattrs</c> as far as possible and reports problems of its structure. Never throws because of the content.
    /// </summary>
    public static Parsed<Series> ParseLenient(JsonObject zattrs) => Documents.Parse(zattrs, Mapping.SeriesJson.Read, Root.Location);

    /// <summary>
    /// The content of <c>.zattrs</c>, members in the order of the specification, absent ones left out. A new tree each time.
    /// </summary>
    public JsonObject ToJson() => JsonText.Tree(json => Mapping.SeriesJson.Write(json, this));

    /// <summary>The same as text; letters outside ASCII, such as µ, stand for themselves.</summary>
    /// <param name="indented">Whether to break and indent lines.</param>
    public string ToJsonText(bool indented = false) => JsonText.Write(indented, json => Mapping.SeriesJson.Write(json, this));
}
