using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmeZarr.Json;

namespace OmeZarr.V05;

/// <summary>Metadata of the group of a well (section "well").</summary>
public sealed record Well : OmeMetadata, IJsonObject<Well>
{
    /// <inheritdoc/>
    public override OmeDocumentKind Kind => OmeDocumentKind.Well;

    /// <summary>Version of the specification that the document follows: <c>0.5</c>.</summary>
    public string Version { get; init; } = Image.SupportedVersion;

    /// <summary>The images of the well.</summary>
    public required WellDef Definition { get; init; }

    /// <inheritdoc cref="Image.Parse(JsonObject)"/>
    public static Well Parse(JsonObject ome) => Parse<Well>(ome, "well", Image.Root);

    static Well IJsonObject<Well>.Read(ObjectReader json) =>
        new() { Version = VersionMember.Read(json), Definition = json.Required(WellDef.Member, JsonCursor.Object<WellDef>) };

    internal override void Write(ObjectWriter json) => json.String("version", Version).Object(WellDef.Member, Definition);
}

/// <summary>The object <c>well</c>: the fields of view.</summary>
public sealed record WellDef : OmeObject, IJsonObject<WellDef>
{
    internal const string Member = "well";

    /// <summary>The fields of view; at least one.</summary>
    public required ValueList<FieldOfView> Images { get; init; }

    /// <summary>Version, a remnant of 0.4.</summary>
    public string? Version { get; init; }

    static WellDef IJsonObject<WellDef>.Read(ObjectReader json) =>
        new() { Images = json.Required("images", JsonCursor.Objects<FieldOfView>), Version = json.Optional("version", JsonCursor.String) };

    internal override void Write(ObjectWriter json) => json.Objects("images", Images).String("version", Version);
}

/// <summary>One image of a well.</summary>
public sealed record FieldOfView : OmeObject, IJsonObject<FieldOfView>
{
    /// <summary>A field of view.</summary>
    /// <param name="path">Name of the group of the image.</param>
    /// <param name="acquisition">The <see cref="Acquisition.Id"/> of its acquisition; needed if the plate has several.</param>
    public FieldOfView(string path, long? acquisition = null) => (Path, Acquisition) = (path, acquisition);

    /// <summary>Name of the group of the image within the well; ASCII letters and digits.</summary>
    public string Path { get; init; }

    /// <summary>The <see cref="Acquisition.Id"/> of its acquisition, if stated.</summary>
    public long? Acquisition { get; init; }

    static FieldOfView IJsonObject<FieldOfView>.Read(ObjectReader json) =>
        new(json.Required("path", ReadPath), json.Optional("acquisition", JsonCursor.Integer));

    internal override void Write(ObjectWriter json) => json.String("path", Path).Integer("acquisition", Acquisition);

    // Some writers count fields and write the number.
    private static string? ReadPath(JsonCursor at)
    {
        if (at.Value.ValueKind != JsonValueKind.Number || !at.Value.TryGetInt64(out var number) || number < 0)
        {
            return JsonCursor.String(at);
        }

        at.Report(StructureRules.FieldNumber, Severity.Warning, $"is a string; found the number {number}");
        return number.ToString(CultureInfo.InvariantCulture);
    }
}
