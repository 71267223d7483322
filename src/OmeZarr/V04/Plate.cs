using System.Text.Json.Nodes;
using OmeZarr.V04.Mapping;
using OmeZarr.V05;
using OmeZarr.V05.Mapping;

namespace OmeZarr.V04;

/// <summary>Metadata of a plate group (section "plate").</summary>
public sealed record Plate
{
    /// <summary>Rows, columns, wells.</summary>
    public required PlateDef Definition { get; init; }

    /// <summary>Members that this version of the specification does not define. Writing keeps them unchanged.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;

    /// <summary>Reads the content of <c>.zattrs</c>. Accepts content that only breaks rules; <c>Validate</c> reports it.</summary>
    /// <exception cref="OmeZarrException">A required member is missing, or a member has the wrong JSON type.</exception>
    public static Plate Parse(JsonObject zattrs) => ParseLenient(zattrs).ValueOrThrow("The plate metadata cannot be read");

    /// <summary>
    /// Reads the content of <c>.zattrs</c> as far as possible and reports problems of its structure. Never throws because of the content.
    /// </summary>
    public static Parsed<Plate> ParseLenient(JsonObject zattrs) => Documents.Parse(zattrs, Mapping.PlateJson.Read, Root.Location);

    /// <summary>
    /// The content of <c>.zattrs</c>, members in the order of the specification, absent ones left out. A new tree each time.
    /// </summary>
    public JsonObject ToJson() => JsonText.Tree(json => Mapping.PlateJson.Write(json, this));

    /// <summary>The same as text; letters outside ASCII, such as µ, stand for themselves.</summary>
    /// <param name="indented">Whether to break and indent lines.</param>
    public string ToJsonText(bool indented = false) => JsonText.Write(indented, json => Mapping.PlateJson.Write(json, this));
}

/// <summary>The object <c>plate</c>: rows, columns, and which wells have images.</summary>
public sealed record PlateDef
{
    /// <summary>All columns of the plate, used or not.</summary>
    public required ValueList<Column> Columns { get; init; }

    /// <summary>All rows of the plate, used or not.</summary>
    public required ValueList<Row> Rows { get; init; }

    /// <summary>The wells that have images; at least one.</summary>
    public required ValueList<PlateWell> Wells { get; init; }

    /// <summary>The acquisitions, if the plate was imaged more than once or something is to be said about them.</summary>
    public ValueList<Acquisition>? Acquisitions { get; init; }

    /// <summary>The largest number of fields of any well, above 0. Recommended.</summary>
    public int? FieldCount { get; init; }

    /// <summary>Name of the plate. Recommended.</summary>
    public string? Name { get; init; }

    /// <summary>Version of the specification: <c>0.4</c>. Recommended; a document that was read may lack it.</summary>
    public string? Version { get; init; } = Image.SupportedVersion;

    /// <summary>Members that this version of the specification does not define. Writing keeps them unchanged.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;
}
