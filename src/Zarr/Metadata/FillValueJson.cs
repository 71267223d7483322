using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zarr.Metadata;

/// <summary>The JSON forms of fill values (Zarr v3 core, section "Fill value"), read and written without losing a bit.</summary>
internal static class FillValueJson
{
    // The bits of "NaN": sign 0, quiet bit 1, payload 0. Half.NaN, float.NaN and double.NaN of .NET have sign 1.
    private const ushort Nan16 = 0x7e00;
    private const uint Nan32 = 0x7fc00000;
    private const ulong Nan64 = 0x7ff8000000000000;

    internal static bool TryRead(JsonElement json, DataType type, Span<byte> element) => type.Kind switch
    {
        DataTypeKind.Boolean => TryReadBool(json, element),
        DataTypeKind.SignedInteger => TryReadSigned(json, element),
        DataTypeKind.UnsignedInteger => TryReadUnsigned(json, element),
        DataTypeKind.Float => TryReadFloat(json, element),
        _ => TryReadComplex(json, element),
    };

    internal static JsonNode Write(DataType type, ReadOnlySpan<byte> element) => type.Kind switch
    {
        DataTypeKind.Boolean => JsonValue.Create(element[0] != 0),
        DataTypeKind.SignedInteger => JsonValue.Create(Signed(element)),
        DataTypeKind.UnsignedInteger => JsonValue.Create(Unsigned(element)),
        DataTypeKind.Float => WriteFloat(element),
        _ => new JsonArray(WriteFloat(element[..(element.Length / 2)]), WriteFloat(element[(element.Length / 2)..])),
    };

    private static bool TryReadBool(JsonElement json, Span<byte> element)
    {
        element[0] = json.ValueKind == JsonValueKind.True ? (byte)1 : (byte)0;
        return json.ValueKind is JsonValueKind.True or JsonValueKind.False;
    }

    private static bool TryReadSigned(JsonElement json, Span<byte> element)
    {
        if (json.ValueKind != JsonValueKind.Number || !json.TryGetInt64(out var value))
        {
            return false;
        }

        WriteLow(unchecked((ulong)value), element);
        return Signed(element) == value;
    }

    private static bool TryReadUnsigned(JsonElement json, Span<byte> element)
    {
        if (json.ValueKind != JsonValueKind.Number || !json.TryGetUInt64(out var value))
        {
            return false;
        }

        WriteLow(value, element);
        return Unsigned(element) == value;
    }

    private static bool TryReadComplex(JsonElement json, Span<byte> element)
    {
        var half = element.Length / 2;
        return json.ValueKind == JsonValueKind.Array && json.GetArrayLength() == 2
            && TryReadFloat(json[0], element[..half]) && TryReadFloat(json[1], element[half..]);
    }

    private static bool TryReadFloat(JsonElement json, Span<byte> element) => json.ValueKind switch
    {
        JsonValueKind.Number => TryReadNumber(json.GetRawText(), element),
        JsonValueKind.String => TryReadText(json.GetString()!, element),
        _ => false,
    };

    // Each width has its own parser, because parsing as double first would round twice.
    private static bool TryReadNumber(string text, Span<byte> element)
    {
        const NumberStyles Style = NumberStyles.Float;
        switch (element.Length)
        {
            case 2:
                MemoryMarshal.Write(element, Half.Parse(text, Style, CultureInfo.InvariantCulture));
                return true;
            case 4:
                MemoryMarshal.Write(element, float.Parse(text, Style, CultureInfo.InvariantCulture));
                return true;
            default:
                MemoryMarshal.Write(element, double.Parse(text, Style, CultureInfo.InvariantCulture));
                return true;
        }
    }

    private static bool TryReadText(string text, Span<byte> element)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            var digits = text.AsSpan(2);
            var valid = digits.Length == 2 * element.Length
                & ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits);
            WriteLow(bits, element);
            return valid;
        }

        ulong? named = (text, element.Length) switch
        {
            ("NaN", 2) => Nan16,
            ("NaN", 4) => Nan32,
            ("NaN", _) => Nan64,
            ("Infinity", 2) => 0x7c00,
            ("Infinity", 4) => 0x7f800000,
            ("Infinity", _) => 0x7ff0000000000000,
            ("-Infinity", 2) => 0xfc00,
            ("-Infinity", 4) => 0xff800000,
            ("-Infinity", _) => 0xfff0000000000000,
            _ => null,
        };
        WriteLow(named.GetValueOrDefault(), element);
        return named is not null;
    }

    private static JsonNode WriteFloat(ReadOnlySpan<byte> element)
    {
        var bits = Unsigned(element);
        var value = element.Length switch
        {
            2 => (double)MemoryMarshal.Read<Half>(element),
            4 => MemoryMarshal.Read<float>(element),
            _ => MemoryMarshal.Read<double>(element),
        };
        if (double.IsNaN(value))
        {
            var plain = element.Length switch { 2 => Nan16, 4 => Nan32, _ => Nan64 };
            return bits == plain ? "NaN" : "0x" + bits.ToString("x", CultureInfo.InvariantCulture); // begins with 7 or f, so no zero is missing
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "Infinity" : "-Infinity";
        }

        if (value == 0 && double.IsNegative(value))
        {
            // .NET writes -0 without a fraction. Python and others read that as an integer, and integers have no negative zero.
            return JsonNode.Parse("-0.0")!;
        }

        return element.Length == 4 ? JsonValue.Create(MemoryMarshal.Read<float>(element)) : JsonValue.Create(value);
    }

    private static void WriteLow(ulong value, Span<byte> element)
    {
        switch (element.Length)
        {
            case 1: element[0] = unchecked((byte)value); break;
            case 2: MemoryMarshal.Write(element, unchecked((ushort)value)); break;
            case 4: MemoryMarshal.Write(element, unchecked((uint)value)); break;
            default: MemoryMarshal.Write(element, value); break;
        }
    }

    private static ulong Unsigned(ReadOnlySpan<byte> element) => element.Length switch
    {
        1 => element[0],
        2 => MemoryMarshal.Read<ushort>(element),
        4 => MemoryMarshal.Read<uint>(element),
        _ => MemoryMarshal.Read<ulong>(element),
    };

    private static long Signed(ReadOnlySpan<byte> element) => element.Length switch
    {
        1 => unchecked((sbyte)element[0]),
        2 => MemoryMarshal.Read<short>(element),
        4 => MemoryMarshal.Read<int>(element),
        _ => MemoryMarshal.Read<long>(element),
    };
}
