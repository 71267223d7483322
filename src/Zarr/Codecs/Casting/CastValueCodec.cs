using System.Text.Json.Nodes;
using Zarr.Codecs.Elements;
using Zarr.Metadata;

namespace Zarr.Codecs.Casting;

/// <summary>
/// The <c>cast_value</c> codec (registry of Zarr extensions): elements are stored as the same numbers in another data type, with rules for numbers that it does not have. Immutable and thread-safe.
/// </summary>
/// <param name="Stored">Data type of the stored numbers (member <c>data_type</c>).</param>
/// <param name="Rules">Members <c>rounding</c> and <c>out_of_range</c>.</param>
/// <param name="EncodeMap">JSON of the member <c>encode</c> of <c>scalar_map</c>, or null.</param>
/// <param name="DecodeMap">JSON of the member <c>decode</c> of <c>scalar_map</c>, or null.</param>
internal sealed record CastValueCodec(DataType Stored, CastRules Rules, string? EncodeMap, string? DecodeMap) : ICodec
{
    /// <summary>The name in <c>zarr.json</c>.</summary>
    public const string CodecName = "cast_value";

    private static readonly string[] RoundingNames = ["nearest-even", "towards-zero", "towards-positive", "towards-negative", "nearest-away"];
    private static readonly MidpointRounding[] Roundings =
    [
        MidpointRounding.ToEven, MidpointRounding.ToZero, MidpointRounding.ToPositiveInfinity, MidpointRounding.ToNegativeInfinity, MidpointRounding.AwayFromZero,
    ];

    private static readonly string[] OutOfRangeNames = ["clamp", "wrap"];

    /// <inheritdoc/>
    public string Name => CodecName;

    /// <inheritdoc/>
    public CodecKind Kind => CodecKind.ArrayToArray;

    /// <summary>Reads the configuration: <c>data_type</c> is required.</summary>
    /// <exception cref="InvalidMetadataException">A member is missing, unknown or has a wrong value.</exception>
    /// <exception cref="UnsupportedFeatureException">The data type is unknown.</exception>
    public static ICodec FromConfiguration(JsonObject? configuration)
    {
        var reader = new CodecConfiguration(CodecName, configuration, "data_type", "rounding", "out_of_range", "scalar_map");
        var rounding = reader.Has("rounding") ? Roundings[reader.OneOf("rounding", RoundingNames)] : MidpointRounding.ToEven;
        var outOfRange = reader.Has("out_of_range") ? (OutOfRange)(1 + reader.OneOf("out_of_range", OutOfRangeNames)) : OutOfRange.Refused;
        var map = reader.Has("scalar_map") ? new CodecConfiguration(CodecName, reader.Object("scalar_map"), "encode", "decode") : null;
        return new CastValueCodec(
            reader.DataTypeOf("data_type"), new CastRules(rounding, outOfRange), map?.JsonOrNull("encode"), map?.JsonOrNull("decode"));
    }

    /// <inheritdoc/>
    public NamedConfiguration ToMetadata()
    {
        var members = new JsonObject
        {
            ["data_type"] = Stored.Name,
            ["rounding"] = RoundingNames[Array.IndexOf(Roundings, Rules.Rounding)],
        };
        if (Rules.OutOfRange != OutOfRange.Refused)
        {
            members["out_of_range"] = OutOfRangeNames[(int)Rules.OutOfRange - 1];
        }

        var map = new JsonObject();
        foreach (var (member, json) in new[] { ("encode", EncodeMap), ("decode", DecodeMap) }.Where(direction => direction.Item2 is not null))
        {
            map[member] = JsonNode.Parse(json!);
            members["scalar_map"] = map;
        }

        return new NamedConfiguration(Name, members);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidMetadataException">A value of the map is not of its data type, the fill value cannot be stored, or <c>wrap</c> is said of floating point numbers.</exception>
    /// <exception cref="UnsupportedFeatureException">A data type is boolean or complex.</exception>
    public IBoundCodec Bind(CodecInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var (elements, stored) = (input.DataType.RequireNumber(Name), Stored.RequireNumber(Name));
        if (Rules.OutOfRange == OutOfRange.Wrapped && !stored.IsInteger)
        {
            throw new InvalidMetadataException($"codec {Name}: out_of_range \"wrap\" is for integers, not for {stored}");
        }

        // Wrapping is defined for integers only, so floating point numbers that come out of range when they are read are an error.
        var decodeRules = Rules.OutOfRange == OutOfRange.Wrapped && !elements.IsInteger ? Rules with { OutOfRange = OutOfRange.Refused } : Rules;
        return new BoundCast(
            input,
            stored,
            new ValueCast(elements, stored, Rules, ReadMap(EncodeMap, "encode", elements, stored)),
            new ValueCast(stored, elements, decodeRules, ReadMap(DecodeMap, "decode", stored, elements)));
    }

    private static ScalarMap ReadMap(string? json, string member, DataType from, DataType to)
    {
        var entries = json is null ? [] : JsonNode.Parse(json) as JsonArray;
        return entries?.Count > ScalarMap.MaxCount
            ? throw new UnsupportedFeatureException(CodecName, $"codec {CodecName}: {member} of scalar_map has more than {ScalarMap.MaxCount} entries")
            : new ScalarMap(from, entries?.Select(entry => ReadEntry(entry, member, from, to)).ToList() ?? throw Wrong(member, json, from, to));
    }

    private static (byte[] Key, byte[] Value) ReadEntry(JsonNode? entry, string member, DataType from, DataType to) =>
        entry is JsonArray { Count: 2 } pair && Element(pair[0], from) is { } key && Element(pair[1], to) is { } value
            ? (key, value)
            : throw Wrong(member, entry?.ToJsonString(), from, to);

    private static byte[]? Element(JsonNode? json, DataType type) => json is null ? null : JsonScalar.TryParse(json.ToJsonString(), type);

    private static InvalidMetadataException Wrong(string member, string? json, DataType from, DataType to) =>
        new($"codec {CodecName}: {member} of scalar_map must be a list of pairs of {from} and {to}, found {json ?? "null"}");
}
