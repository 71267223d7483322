using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace OmeZarr.Writing.Dividing;

/// <summary>What is left of a part that is done: the values that it stored, and what it measured.</summary>
/// <param name="Plan">The id of the plan.</param>
/// <param name="Part">The number of the part.</param>
/// <param name="Values">The stored values, by their keys in the hierarchy.</param>
/// <param name="Measured">The measured values of channels, by the path of the image.</param>
internal sealed record Receipt(string Plan, int Part, IReadOnlyDictionary<string, StoredValue> Values, IReadOnlyList<MeasuredPart> Measured)
{
    /// <summary>The name of the receipt of a part.</summary>
    internal static string NameOf(int part) => string.Create(CultureInfo.InvariantCulture, $"{part:D6}.json");

    internal byte[] ToUtf8() => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["plan"] = Plan,
        ["part"] = Part,
        ["values"] = new JsonArray([.. Values.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => new JsonArray(value.Key, value.Value.Length, value.Value.Crc32C))]),
        ["measured"] = new JsonArray([.. Measured.Select(part => new JsonArray(part.Image, Convert.ToBase64String(part.Channels)))]),
    }.ToJsonString());

    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal static Receipt Parse(byte[] utf8)
    {
        var json = DivisionJson.Parse(utf8);
        var values = new Dictionary<string, StoredValue>(StringComparer.Ordinal);
        foreach (var value in DivisionJson.List(json, "values"))
        {
            var entry = value as JsonArray is { Count: 3 } found ? found : throw DivisionJson.Damaged("values");
            values[DivisionJson.Text(entry[0], "values")] = new StoredValue(DivisionJson.Integer(entry[1], "values"), checked((uint)DivisionJson.Integer(entry[2], "values")));
        }

        return new Receipt(DivisionJson.Text(json, "plan"), checked((int)DivisionJson.Integer(json, "part")), values, [.. DivisionJson.List(json, "measured").Select(MeasuredOf)]);
    }

    private static MeasuredPart MeasuredOf(JsonNode? node)
    {
        var entry = node as JsonArray is { Count: 2 } found ? found : throw DivisionJson.Damaged("measured");
        try
        {
            return new MeasuredPart(DivisionJson.Text(entry[0], "measured"), Convert.FromBase64String(DivisionJson.Text(entry[1], "measured")));
        }
        catch (FormatException e)
        {
            throw new InvalidDataException("the receipt is damaged: what was measured cannot be read", e);
        }
    }
}

/// <summary>A stored value.</summary>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Crc32C">Its checksum.</param>
internal readonly record struct StoredValue(long Length, uint Crc32C);

/// <summary>What a part has measured of an image.</summary>
/// <param name="Image">Path of the image.</param>
/// <param name="Channels">The values, as <c>MeasuredSource</c> saves them.</param>
internal sealed record MeasuredPart(string Image, byte[] Channels);
