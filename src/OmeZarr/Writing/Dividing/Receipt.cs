using System.Buffers;
using System.Globalization;
using System.Text.Json;

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

    internal byte[] ToUtf8()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartObject();
        json.WriteString("plan", Plan);
        json.WriteNumber("part", Part);
        json.WriteStartArray("values");
        foreach (var (key, value) in Values.OrderBy(value => value.Key, StringComparer.Ordinal))
        {
            json.WriteStartArray();
            json.WriteStringValue(key);
            json.WriteNumberValue(value.Length);
            json.WriteNumberValue(value.Crc32C);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("measured");
        foreach (var part in Measured)
        {
            json.WriteStartArray();
            json.WriteStringValue(part.Image);
            json.WriteBase64StringValue(part.Channels);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal static Receipt Parse(ReadOnlySpan<byte> utf8) => JsonTokens.Read(utf8, Read);

    private static Receipt Read(ref JsonTokens tokens)
    {
        string? plan = null;
        int? part = null;
        Dictionary<string, StoredValue>? values = null;
        List<MeasuredPart>? measured = null;
        tokens.BeginObject("document");
        while (tokens.NextMember() is { } name)
        {
            switch (name)
            {
                case "plan": plan = tokens.Text(name); break;
                case "part": part = tokens.Count(name); break;
                case "values": values = ValuesOf(ref tokens, name); break;
                case "measured": measured = MeasuredOf(ref tokens, name); break;
                default: tokens.Skip(); break;
            }
        }

        return new Receipt(
            plan ?? throw JsonTokens.Damaged("plan"),
            part ?? throw JsonTokens.Damaged("part"),
            values ?? throw JsonTokens.Damaged("values"),
            measured ?? throw JsonTokens.Damaged("measured"));
    }

    private static Dictionary<string, StoredValue> ValuesOf(ref JsonTokens tokens, string name)
    {
        var values = new Dictionary<string, StoredValue>(StringComparer.Ordinal);
        tokens.BeginList(name);
        while (tokens.NextItem())
        {
            tokens.BeginList(name);
            var key = tokens.NextText(name);
            var length = tokens.NextInteger(name);
            values[key] = new StoredValue(length, tokens.NextInteger(name) is <= uint.MaxValue and var checksum ? (uint)checksum : throw JsonTokens.Damaged(name));
            tokens.EndList(name);
        }

        return values;
    }

    private static List<MeasuredPart> MeasuredOf(ref JsonTokens tokens, string name)
    {
        var measured = new List<MeasuredPart>();
        tokens.BeginList(name);
        while (tokens.NextItem())
        {
            tokens.BeginList(name);
            var image = tokens.NextText(name);
            tokens.RequireItem(name);
            measured.Add(new MeasuredPart(image, tokens.Base64(name)));
            tokens.EndList(name);
        }

        return measured;
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
