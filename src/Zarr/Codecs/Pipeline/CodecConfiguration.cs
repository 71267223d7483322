using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Zarr.Metadata;

namespace Zarr.Codecs;

/// <summary>
/// Reads the members of one codec's configuration. Every error names the codec, the member, the expected and the found value.
/// </summary>
internal sealed class CodecConfiguration
{
    private readonly string codec;
    private readonly JsonObject members;

    /// <summary>Opens a configuration; null means an empty one.</summary>
    /// <exception cref="InvalidMetadataException">There is a member that the codec does not have.</exception>
    public CodecConfiguration(string codec, JsonObject? configuration, params ReadOnlySpan<string> known)
    {
        this.codec = codec;
        members = configuration ?? [];
        foreach (var (name, _) in members)
        {
            if (!known.Contains(name))
            {
                throw new InvalidMetadataException($"codec {codec}: unknown member \"{name}\" in the configuration, {Known(known)}");
            }
        }
    }

    /// <summary>Whether the member is there.</summary>
    public bool Has(string member) => members.ContainsKey(member);

    /// <summary>Whether the member is there and is a string.</summary>
    public bool IsText(string member) => members[member]?.GetValueKind() == JsonValueKind.String;

    /// <summary>Whether the member is missing or null, which numcodecs does not tell apart.</summary>
    public bool IsNullOrMissing(string member) => members[member] is null;

    /// <summary>The member as JSON, or null if it is missing or null.</summary>
    public string? JsonOrNull(string member) => members[member]?.ToJsonString();

    /// <summary>A required object.</summary>
    public JsonObject Object(string member) => members[member] as JsonObject ?? throw Wrong(member, "an object");

    /// <summary>A required data type as <c>zarr.json</c> names it.</summary>
    /// <exception cref="UnsupportedFeatureException">The data type is unknown.</exception>
    public DataType DataTypeOf(string member)
    {
        var name = NamedConfiguration.FromJson(members[member], $"codec {codec}: {member}").Name;
        return DataType.FromName(name)
            ?? throw new UnsupportedFeatureException(name, $"codec {codec}: {member} \"{name}\" is not supported; there are {string.Join(", ", DataType.All)}");
    }

    /// <summary>A required number.</summary>
    public double Number(string member) =>
        members[member]?.GetValueKind() == JsonValueKind.Number
            && double.TryParse(members[member]!.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
                ? number
                : throw Wrong(member, "a number");

    /// <summary>A required data type as NumPy names it. Codecs calculate with numbers of any byte order; only the <c>bytes</c> codec knows how they are stored.</summary>
    /// <exception cref="UnsupportedFeatureException">The type is big endian: zarr-python swaps the bytes twice then.</exception>
    public DataType NumpyTypeOf(string member)
    {
        var isBigEndian = false;
        var type = IsText(member) ? NumpyType.Parse(members[member]!.GetValue<string>(), out isBigEndian) : null;
        return isBigEndian
            ? throw new UnsupportedFeatureException(codec, $"codec {codec}: {member} {members[member]!.ToJsonString()} in big endian is not supported")
            : type ?? throw Wrong(member, "a data type of NumPy such as \"<u2\"");
    }

    /// <summary>An optional data type as NumPy names it.</summary>
    public DataType? NumpyTypeOrNull(string member) => IsNullOrMissing(member) ? null : NumpyTypeOf(member);

    /// <summary>A required list of integers with a maximum length, each integer from 0 to <paramref name="max"/>.</summary>
    public int[] Integers(string member, int maxCount, int max)
    {
        var list = members[member] as JsonArray;
        return list?.Count <= maxCount && list.All(node => IsInteger(node, 0, max, out _))
            ? [.. list.Select(node => IsInteger(node, 0, max, out var value) ? value : 0)]
            : throw Wrong(member, $"a list of at most {maxCount} integers 0..{max}");
    }

    /// <summary>A required integer within limits, both inclusive.</summary>
    public int Integer(string member, int min, int max)
    {
        return IsInteger(members[member], min, max, out var value) ? value : throw Wrong(member, $"an integer {min}..{max}");
    }

    /// <summary>A boolean, with a default for a missing member.</summary>
    public bool Boolean(string member, bool whenMissing)
    {
        if (!Has(member))
        {
            return whenMissing;
        }

        return members[member]?.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Wrong(member, "true or false"),
        };
    }

    /// <summary>A required list of lengths, each at least 1.</summary>
    public Shape Lengths(string member)
    {
        var lengths = members[member] is JsonArray { Count: <= Shape.MaxRank } list ? list.Select(Length).ToArray() : null;
        return lengths is not null && !lengths.Contains(0)
            ? Shape.Create(lengths)
            : throw Wrong(member, $"a list of at most {Shape.MaxRank} integers, each at least 1");
    }

    /// <summary>A required list with a maximum length.</summary>
    public JsonArray List(string member, int maxCount, string expected) =>
        members[member] is JsonArray list && list.Count <= maxCount ? list : throw Wrong(member, expected);

    /// <summary>A required string that is one of some names; returns its position among them.</summary>
    public int OneOf(string member, ReadOnlySpan<string> names)
    {
        var node = members[member];
        var index = node?.GetValueKind() == JsonValueKind.String ? names.IndexOf(node.GetValue<string>()) : -1;
        return index >= 0 ? index : throw Wrong(member, $"one of {string.Join(", ", names.ToArray().Select(name => $"\"{name}\""))}");
    }

    private static bool IsInteger(JsonNode? node, int min, int max, out int value)
    {
        value = 0;
        return node?.GetValueKind() == JsonValueKind.Number
            && int.TryParse(node.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            && value >= min && value <= max;
    }

    private static string Known(ReadOnlySpan<string> known) =>
        known.IsEmpty ? "it has no members" : $"its members are {string.Join(", ", known.ToArray())}";

    private InvalidMetadataException Wrong(string member, string expected)
    {
        var found = !Has(member) ? "it is missing" : $"found {members[member]?.ToJsonString() ?? "null"}";
        return new InvalidMetadataException($"codec {codec}: member \"{member}\" of the configuration must be {expected}; {found}");
    }

    /// <summary>The positive integer; 0 if the value is not a positive integer.</summary>
    private static long Length(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.Number
            && long.TryParse(node.ToJsonString(), NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : 0;
}
