using System.Text.Json.Nodes;
using OmeZarr.Json;
using OmeZarr.V05;

namespace OmeZarr.V04;

/// <summary>Metadata of a plate group (section "plate").</summary>
public sealed record Plate : OmeMetadata, IJsonObject<Plate>
{
    /// <inheritdoc/>
    public override OmeDocumentKind Kind => OmeDocumentKind.Plate;

    /// <summary>Rows, columns, wells.</summary>
    public required PlateDef Definition { get; init; }

    /// <inheritdoc cref="Image.Parse(JsonObject)"/>
    public static Plate Parse(JsonObject zattrs) => Parse<Plate>(zattrs, "plate", Image.Root);

    static Plate IJsonObject<Plate>.Read(ObjectReader json) => new() { Definition = json.Required(V05.PlateDef.Member, JsonCursor.Object<PlateDef>) };

    internal override void Write(ObjectWriter json) => json.Object(V05.PlateDef.Member, Definition);
}

/// <summary>The object <c>plate</c>: rows, columns, and which wells have images.</summary>
public sealed record PlateDef : OmeObject, IJsonObject<PlateDef>
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

    static PlateDef IJsonObject<PlateDef>.Read(ObjectReader json) => From05(json.As<V05.PlateDef>());

    internal override void Write(ObjectWriter json) => As05().Write(json);

    /// <summary>The same in 0.5, which has the same members.</summary>
    internal V05.PlateDef As05() => new()
    {
        Columns = Columns,
        Rows = Rows,
        Wells = Wells,
        Acquisitions = Acquisitions,
        FieldCount = FieldCount,
        Name = Name,
        Version = Version,
        ExtraMembers = ExtraMembers,
    };

    internal static PlateDef From05(V05.PlateDef v05) => new()
    {
        Columns = v05.Columns,
        Rows = v05.Rows,
        Wells = v05.Wells,
        Acquisitions = v05.Acquisitions,
        FieldCount = v05.FieldCount,
        Name = v05.Name,
        Version = v05.Version,
        ExtraMembers = v05.ExtraMembers,
    };
}
