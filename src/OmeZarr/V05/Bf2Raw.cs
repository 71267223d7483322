using System.Text.Json.Nodes;
using OmeZarr.V05.Mapping;

namespace OmeZarr.V05;

/// <summary>Metadata of the root of a collection of images laid out as bioformats2raw does (transitional).</summary>
public sealed record Bf2Raw
{
    /// <summary>The only layout there is.</summary>
    public const int SupportedLayout = 3;

    /// <summary>Version of the specification that the document follows: <c>0.5</c>.</summary>
    public string Version { get; init; } = Image.SupportedVersion;

    /// <summary>Number of the layout: 3.</summary>
    public int Layout { get; init; } = SupportedLayout;

    /// <summary>Members that this version of the specification does not know; they are written as they were read.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;

    /// <summary>
    /// Reads the content of <c>attributes.ome</c>. Accepts what breaks only rules about content; <c>Validate</c> finds that.
    /// </summary>
    /// <exception cref="OmeZarrException">
    /// A required member is missing, a member has the wrong JSON type, or the version is another one.
    /// </exception>
    public static Bf2Raw Parse(JsonObject ome) => ParseLenient(ome).ValueOrThrow("The bioformats2raw metadata cannot be read");

    /// <summary>
    /// Reads the content of <c>attributes.ome</c> as far as possible and says what is wrong with its structure. Does not throw for any
    /// content.
    /// </summary>
    public static Parsed<Bf2Raw> ParseLenient(JsonObject ome) => Documents.Parse(ome, Bf2RawJson.Read);

    /// <summary>
    /// The content of <c>attributes.ome</c>, members in the order of the specification, absent ones left out. A new tree each time.
    /// </summary>
    public JsonObject ToJson() => JsonText.Tree(json => Bf2RawJson.Write(json, this));

    /// <summary>The same as text; letters outside ASCII, such as µ, stand for themselves.</summary>
    /// <param name="indented">Whether to break and indent lines.</param>
    public string ToJsonText(bool indented = false) => JsonText.Write(indented, json => Bf2RawJson.Write(json, this));
}
