using System.Text.Json.Nodes;
using OmeZarr.V05.Mapping;

namespace OmeZarr.V05;

/// <summary>Metadata of the group of a well (section "well").</summary>
public sealed record Well
{
    /// <summary>Version of the specification that the document follows: <c>0.5</c>.</summary>
    public string Version { get; init; } = Image.SupportedVersion;

    /// <summary>The images of the well.</summary>
    public required WellDef Definition { get; init; }

    /// <summary>Members that this version of the specification does not define. Writing keeps them unchanged.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;

    /// <summary>
    /// Reads the content of <c>attributes.ome</c>. Accepts content that only breaks rules; <c>Validate</c> reports it.
    /// </summary>
    /// <exception cref="OmeZarrException">
    /// A required member is missing, a member has the wrong JSON type, or the version is another one.
    /// </exception>
    public static Well Parse(JsonObject ome) => ParseLenient(ome).ValueOrThrow("The well metadata cannot be read");

    /// <summary>
    /// Reads the content of <c>attributes.ome</c> as far as possible and reports problems of its structure. Never throws because of the
    /// content.
    /// </summary>
    public static Parsed<Well> ParseLenient(JsonObject ome) => Documents.Parse(ome, WellJson.Read);

    /// <summary>
    /// The content of <c>attributes.ome</c>, members in the order of the specification, absent ones left out. A new tree each time.
    /// </summary>
    public JsonObject ToJson() => JsonText.Tree(json => WellJson.Write(json, this));

    /// <summary>The same as text; letters outside ASCII, such as µ, stand for themselves.</summary>
    /// <param name="indented">Whether to break and indent lines.</param>
    public string ToJsonText(bool indented = false) => JsonText.Write(indented, json => WellJson.Write(json, this));
}

/// <summary>The object <c>well</c>: the fields of view.</summary>
public sealed record WellDef
{
    /// <summary>The fields of view; at least one.</summary>
    public required ValueList<FieldOfView> Images { get; init; }

    /// <summary>Version, a remnant of 0.4.</summary>
    public string? Version { get; init; }

    /// <summary>Members that this version of the specification does not define. Writing keeps them unchanged.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;
}

/// <summary>One image of a well.</summary>
public sealed record FieldOfView
{
    /// <summary>A field of view.</summary>
    /// <param name="path">Name of the group of the image.</param>
    /// <param name="acquisition">The <see cref="Acquisition.Id"/> of its acquisition; needed if the plate has several.</param>
    public FieldOfView(string path, long? acquisition = null) => (Path, Acquisition) = (path, acquisition);

    /// <summary>Name of the group of the image within the well; ASCII letters and digits.</summary>
    public string Path { get; init; }

    /// <summary>The <see cref="Acquisition.Id"/> of its acquisition, if stated.</summary>
    public long? Acquisition { get; init; }

    /// <summary>Members that this version of the specification does not define. Writing keeps them unchanged.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;
}
