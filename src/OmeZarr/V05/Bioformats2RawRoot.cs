using System.Text.Json.Nodes;
using OmeZarr.V05.Mapping;

namespace OmeZarr.V05;

/// <summary>Metadata of the root group of a collection in the layout of bioformats2raw (transitional).</summary>
public sealed record Bioformats2RawRoot
{
    /// <summary>The only layout that the specification defines.</summary>
    public const int SupportedLayout = 3;

    /// <summary>Version of the specification that the document follows: <c>0.5</c>.</summary>
    public string Version { get; init; } = Image.SupportedVersion;

    /// <summary>Layout number: 3.</summary>
    public int Layout { get; init; } = SupportedLayout;

    /// <summary>Members that this version of the specification does not define. Writing keeps them unchanged.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;

    /// <summary>
    /// Reads the content of <c>attributes.ome</c>. Accepts content that only breaks rules; <c>Validate</c> reports it.
    /// </summary>
    /// <exception cref="OmeZarrException">
    /// A required member is missing, a member has the wrong JSON type, or the version is another one.
    /// </exception>
    public static Bioformats2RawRoot Parse(JsonObject ome) => ParseLenient(ome).ValueOrThrow("The bioformats2raw metadata cannot be read");

    /// <summary>
    /// Reads the content of <c>attributes.ome</c> as far as possible and reports problems of its structure. Never throws because of the
    /// content.
    /// </summary>
    public static Parsed<Bioformats2RawRoot> ParseLenient(JsonObject ome) => Documents.Parse(ome, Bioformats2RawRootJson.Read);

    /// <summary>
    /// The content of <c>attributes.ome</c>, members in the order of the specification, absent ones left out. A new tree each time.
    /// </summary>
    public JsonObject ToJson() => JsonText.Tree(json => Bioformats2RawRootJson.Write(json, this));

    /// <summary>The same as text; letters outside ASCII, such as µ, stand for themselves.</summary>
    /// <param name="indented">Whether to break and indent lines.</param>
    public string ToJsonText(bool indented = false) => JsonText.Write(indented, json => Bioformats2RawRootJson.Write(json, this));
}
