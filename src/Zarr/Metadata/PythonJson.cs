using System.Buffers;

namespace Zarr.Metadata;

/// <summary>
/// Reads the three numbers that Python's json module writes although JSON does not have them: bare NaN, Infinity and -Infinity. Each becomes a string with one letter escaped
/// (<c>"\u004eaN"</c>). The string has the same value as <c>"NaN"</c>; the escape tells the writer of the document that the number was bare.
/// </summary>
internal static class PythonJson
{
    private static readonly SearchValues<byte> Starts = SearchValues.Create("\"NI"u8);

    /// <summary>Quotes bare non-finite numbers with the escape, and removes the escape from strings that have it already. False if the document has neither.</summary>
    internal static bool TryQuoteNonFinite(ReadOnlySpan<byte> json, out byte[] repaired)
    {
        var length = json.Length;
        var found = false;
        for (var at = 0; TryFind(json, ref at, out var token);)
        {
            length += token.Replacement.Length - token.Length;
            found = true;
        }

        repaired = found ? Replace(json, new byte[length]) : [];
        return found;
    }

    /// <summary>Whether the document may have strings with the escape.</summary>
    internal static bool MayHoldMarks(ReadOnlySpan<byte> json) => json.IndexOf(@"\u004eaN"""u8) >= 0 || json.IndexOf(@"\u0049nfinity"""u8) >= 0;

    /// <summary>Whether the document may have strings that were bare numbers.</summary>
    internal static bool MayHoldNonFinite(ReadOnlySpan<byte> json) => json.IndexOf("\"NaN\""u8) >= 0 || json.IndexOf("Infinity\""u8) >= 0;

    /// <summary>The bare number that a quoted string with the escape stands for; empty for any other string.</summary>
    internal static ReadOnlySpan<byte> Bare(ReadOnlySpan<byte> spelling) => spelling switch
    {
        _ when spelling.SequenceEqual(Mark(Number.NaN)) => "NaN"u8,
        _ when spelling.SequenceEqual(Mark(Number.Infinity)) => "Infinity"u8,
        _ when spelling.SequenceEqual(Mark(Number.NegativeInfinity)) => "-Infinity"u8,
        _ => [],
    };

    private static ReadOnlySpan<byte> Mark(Number number) => number switch
    {
        Number.NaN => @"""\u004eaN"""u8,
        Number.Infinity => @"""\u0049nfinity"""u8,
        _ => @"""-\u0049nfinity"""u8,
    };

    private static byte[] Replace(ReadOnlySpan<byte> json, byte[] output)
    {
        var (copied, written) = (0, 0);
        for (var at = 0; TryFind(json, ref at, out var token);)
        {
            json[copied..token.Start].CopyTo(output.AsSpan(written));
            written += token.Start - copied;
            token.Replacement.CopyTo(output.AsSpan(written));
            (copied, written) = (token.Start + token.Length, written + token.Replacement.Length);
        }

        json[copied..].CopyTo(output.AsSpan(written));
        return output;
    }

    /// <summary>The next token to replace.</summary>
    private static bool TryFind(ReadOnlySpan<byte> json, ref int at, out Token token)
    {
        while (json[at..].IndexOfAny(Starts) is >= 0 and var distance)
        {
            var start = at + distance;
            token = json[start] == '"' ? TextAt(json, start) : NumberAt(json, start);
            at = token.Start + token.Length;
            if (!token.Replacement.IsEmpty)
            {
                return true;
            }
        }

        token = default;
        return false;
    }

    private static Token NumberAt(ReadOnlySpan<byte> json, int start)
    {
        var rest = json[start..];
        return rest.StartsWith("NaN"u8) ? new Token(start, 3, Mark(Number.NaN))
            : !rest.StartsWith("Infinity"u8) ? new Token(start, 1, [])
            : start > 0 && json[start - 1] == '-' ? new Token(start - 1, 9, Mark(Number.NegativeInfinity))
            : new Token(start, 8, Mark(Number.Infinity));
    }

    private static Token TextAt(ReadOnlySpan<byte> json, int start)
    {
        var end = start + 1;
        while (end < json.Length && json[end..].IndexOfAny((byte)'"', (byte)'\\') is >= 0 and var distance)
        {
            end += distance;
            if (json[end] == '"')
            {
                var text = json[start..(end + 1)];
                return new Token(start, text.Length, Plain(Bare(text)));
            }

            end += 2;
        }

        return new Token(start, json.Length - start, []); // never closed
    }

    private static ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> bare) => bare.Length switch
    {
        0 => [],
        3 => "\"NaN\""u8,
        8 => "\"Infinity\""u8,
        _ => "\"-Infinity\""u8,
    };

    private enum Number
    {
        NaN,
        Infinity,
        NegativeInfinity,
    }

    private readonly ref struct Token(int start, int length, ReadOnlySpan<byte> replacement)
    {
        internal int Start { get; } = start;

        internal int Length { get; } = length;

        internal ReadOnlySpan<byte> Replacement { get; } = replacement;
    }
}
