using System.Text.Json;
using OmeZarr.Json;

namespace OmeZarr.V05;

/// <summary>
/// One axis of an image (specification 0.5, section "axes"): a <see cref="SpaceAxis"/>, <see cref="TimeAxis"/>,
/// <see cref="ChannelAxis"/> or <see cref="CustomAxis"/>; there are no others.
/// </summary>
public abstract record Axis : OmeObject, IJsonObject<Axis>
{
    private protected Axis(string name, string? unit) => (Name, Unit) = (name, unit);

    /// <summary>Name, unique among the axes of an image; the dimension of the arrays has the same name.</summary>
    public string Name { get; init; }

    /// <summary>Kind of the axis as it stands in the JSON; <see langword="null"/> if it has none.</summary>
    public abstract string? Type { get; }

    /// <summary>Unit of the physical coordinates along the axis, if known.</summary>
    public string? Unit { get; init; }

    static Axis IJsonObject<Axis>.Read(ObjectReader json)
    {
        var name = json.Required("name", JsonCursor.String, () => NameOf(json.Index));
        var type = json.Optional("type", JsonCursor.String);
        return Create(name, type, json.Optional("unit", JsonCursor.String));
    }

    internal override void Write(ObjectWriter json) => json.String("name", Name).String("type", Type).String("unit", Unit);

    /// <summary>Reads the axes. Salvaging keeps their number, and takes a name alone for an axis, as 0.3 has it.</summary>
    internal static ValueList<Axis> ReadRequired(ObjectReader json) => json.Required("axes", ReadList, () => json.Salvage?.EarlierVersion is "0.1" or "0.2" ? [.. "tczyx".Select(name => Named($"{name}"))] : []);

    /// <summary>An axis whose type follows from its name.</summary>
    internal static Axis Named(string name) => Create(name, new Dimension(name).InferType(), null);

    /// <summary>The name of an axis that has none.</summary>
    internal static string NameOf(int index) => $"dim_{index}";

    internal static Axis Create(string name, string? type, string? unit) => type switch
    {
        SpaceAxis.TypeName => new SpaceAxis(name, unit),
        TimeAxis.TypeName => new TimeAxis(name, unit),
        ChannelAxis.TypeName => new ChannelAxis(name, unit),
        _ => new CustomAxis(name, type, unit),
    };

    private static ValueList<Axis>? ReadList(JsonCursor at) => at.Salvage?.EarlierVersion is not null && JsonCursor.Strings(at with { Findings = new FindingList() }) is { Count: > 0 } names
        && names.Count == at.Value.GetArrayLength()
        ? [.. names.Select(Named)]
        : JsonCursor.ObjectsInPlace(item => Named(item.Value.ValueKind == JsonValueKind.String ? item.Value.GetString()! : NameOf(item.Place.Index)))(at);
}

/// <summary>An axis of space; an image has two or three.</summary>
public sealed record SpaceAxis : Axis
{
    internal const string TypeName = "space";

    /// <summary>An axis of space.</summary>
    /// <param name="name">Usually <c>z</c>, <c>y</c> or <c>x</c>.</param>
    /// <param name="unit">A unit of length from the list of the specification, written out: <c>micrometer</c>, not <c>um</c>.</param>
    public SpaceAxis(string name, string? unit = null)
        : base(name, unit)
    {
    }

    /// <summary>Always <c>space</c>.</summary>
    public override string Type => TypeName;
}

/// <summary>The axis of time; it comes first.</summary>
public sealed record TimeAxis : Axis
{
    internal const string TypeName = "time";

    /// <summary>An axis of time.</summary>
    /// <param name="name">Usually <c>t</c>.</param>
    /// <param name="unit">A unit of time from the list of the specification, written out: <c>second</c>, not <c>s</c>.</param>
    public TimeAxis(string name, string? unit = null)
        : base(name, unit)
    {
    }

    /// <summary>Always <c>time</c>.</summary>
    public override string Type => TypeName;
}

/// <summary>The axis of channels; it stands between time and space.</summary>
public sealed record ChannelAxis : Axis
{
    internal const string TypeName = "channel";

    /// <summary>An axis of channels.</summary>
    /// <param name="name">Usually <c>c</c>.</param>
    /// <param name="unit">Channels rarely have a unit.</param>
    public ChannelAxis(string name, string? unit = null)
        : base(name, unit)
    {
    }

    /// <summary>Always <c>channel</c>.</summary>
    public override string Type => TypeName;
}

/// <summary>
/// An axis of a kind that the specification does not name, such as an angle, or of no stated kind; it stands where a channel axis
/// would.
/// </summary>
public sealed record CustomAxis : Axis
{
    /// <summary>An axis of another kind.</summary>
    /// <param name="name">Name of the axis.</param>
    /// <param name="type">Any other word, or <see langword="null"/>.</param>
    /// <param name="unit">Any unit.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="type"/> is one of the standard types, which have classes of their own.
    /// </exception>
    public CustomAxis(string name, string? type = null, string? unit = null)
        : base(name, unit)
    {
        if (type is SpaceAxis.TypeName or TimeAxis.TypeName or ChannelAxis.TypeName)
        {
            throw new ArgumentException($"an axis of type '{type}' is a SpaceAxis, TimeAxis or ChannelAxis", nameof(type));
        }

        Type = type;
    }

    /// <summary>The word that the document uses; <see langword="null"/> if the axis has no type.</summary>
    public override string? Type { get; }
}
