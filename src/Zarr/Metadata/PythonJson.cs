using System.Buffers;

namespace Zarr.Metadata;

/// <summary>Repairs the one way in which Python's json module leaves the JSON standard: bare NaN, Infinity and -Infinity.</summary>
internal static class PythonJson
{
    /// <summary>Puts quotes around bare non-finite numbers outside strings; false if there are none.</summary>
    internal static bool TryQuoteNonFinite(ReadOnlySpan<byte> json, out ReadOnlyMemory<byte> repaired)
    {
        var output = new ArrayBufferWriter<byte>(json.Length + 16);
        var found = false;
        var inString = false;
        for (var i = 0; i < json.Length;)
        {
            var length = inString ? StringStep(json, i, ref inString) : TokenStep(json[i..], ref inString);
            var quote = length < 0;
            length = Math.Abs(length);
            found |= quote;
            Append(output, json.Slice(i, length), quote);
            i += length;
        }

        repaired = output.WrittenMemory;
        return found;
    }

    private static int StringStep(ReadOnlySpan<byte> json, int at, ref bool inString)
    {
        if (json[at] == '\\')
        {
            return Math.Min(2, json.Length - at);
        }

        inString = json[at] != '"';
        return 1;
    }

    /// <summary>The length of the next step; negative if it is a token to be quoted.</summary>
    private static int TokenStep(ReadOnlySpan<byte> rest, ref bool inString)
    {
        inString = rest[0] == '"';
        return rest switch
        {
            _ when rest.StartsWith("NaN"u8) => -3,
            _ when rest.StartsWith("Infinity"u8) => -8,
            _ when rest.StartsWith("-Infinity"u8) => -9,
            _ => 1,
        };
    }

    private static void Append(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> text, bool quote)
    {
        if (quote)
        {
            output.Write("\""u8);
        }

        output.Write(text);
        if (quote)
        {
            output.Write("\""u8);
        }
    }
}
