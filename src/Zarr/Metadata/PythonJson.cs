using System.Buffers;

namespace Zarr.Metadata;

/// <summary>
/// Reads the three numbers that Python's json module writes although JSON does not have them: bare NaN, Infinity and -Infinity. Each becomes a string, with one letter escaped
/// (<c>"\u004eaN"</c>) or without an escape. Both strings have the value <c>"NaN"</c>; the escape tells the writer of the document that the number was bare. <c>OmeZarr</c> compiles this file, too.
/// </summary>
internal static class PythonJson
{
    private static readonly SearchValues<byte> Starts = SearchValues.Create("\"NI"u8);

    /// <summary>Quotes bare non-finite numbers with the escape, and removes the escape from strings that have it already. False if the document has neither.</summary>
    internal static bool TryQuoteNonFinite(ReadOnlySpan<byte> json, out byte[] repaired) => TryReplace(json, isMarked: true, null, out repaired);

    /// <summary>Quotes bare non-finite numbers without the escape. False if the document has none.</summary>
    /// <param name="json">The document.</param>
    /// <param name="places">Takes the index of each of them in <paramref name="quoted"/>.</param>
    /// <param name="quoted">The document with quotes.</param>
    internal static bool TryQuotePlainly(ReadOnlySpan<byte> json, List<int> places, out byte[] quoted) => TryReplace(json, isMarked: false, places, out quoted);

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

    private static bool TryReplace(ReadOnlySpan<byte> json, bool isMarked, List<int>? places, out byte[] output)
    {
        var length = json.Length;
        var found = false;
        for (var at = 0; TryFind(json, isMarked, ref at, out var token);)
        {
            length += token.Replacement.Length - token.Length;
            found = true;
        }

        output = found ? Replace(json, isMarked, places, new byte[length]) : [];
        return found;
    }

    private static byte[] Replace(ReadOnlySpan<byte> json, bool isMarked, List<int>? places, byte[] output)
    {
        var (copied, written) = (0, 0);
        for (var at = 0; TryFind(json, isMarked, ref at, out var token);)
        {
            json[copied..token.Start].CopyTo(output.AsSpan(written));
            written += token.Start - copied;
            places?.Add(written);
            token.Replacement.CopyTo(output.AsSpan(written));
            (copied, written) = (token.Start + token.Length, written + token.Replacement.Length);
        }

        json[copied..].CopyTo(output.AsSpan(written));
        return output;
    }

    /// <summary>The next token to replace.</summary>
    private static bool TryFind(ReadOnlySpan<byte> json, bool isMarked, ref int at, out Token token)
    {
        while (json[at..].IndexOfAny(Starts) is >= 0 and var distance)
        {
            var start = at + distance;
            token = json[start] == '"' ? TextAt(json, start, isMarked) : NumberAt(json, start, isMarked);
            at = token.Start + token.Length;
            if (!token.Replacement.IsEmpty)
            {
                return true;
            }
        }

        token = default;
        return false;
    }

    private static Token NumberAt(ReadOnlySpan<byte> json, int start, bool isMarked)
    {
        var rest = json[start..];
        return rest.StartsWith("NaN"u8) ? new Token(start, 3, Quoted(Number.NaN, isMarked))
            : !rest.StartsWith("Infinity"u8) ? new Token(start, 1, [])
            : start > 0 && json[start - 1] == '-' ? new Token(start - 1, 9, Quoted(Number.NegativeInfinity, isMarked))
            : new Token(start, 8, Quoted(Number.Infinity, isMarked));
    }

    private static ReadOnlySpan<byte> Quoted(Number number, bool isMarked) => isMarked ? Mark(number) : number switch
    {
        Number.NaN => "\"NaN\""u8,
        Number.Infinity => "\"Infinity\""u8,
        _ => "\"-Infinity\""u8,
    };

    private static Token TextAt(ReadOnlySpan<byte> json, int start, bool isMarked)
    {
        var end = start + 1;
        while (end < json.Length && json[end..].IndexOfAny((byte)'"', (byte)'\\') is >= 0 and var distance)
        {
            end += distance;
            if (json[end] == '"')
            {
                var text = json[start..(end + 1)];
                return new Token(start, text.Length, isMarked ? Unmarked(text) : []);
            }

            end += 2;
        }

        return new Token(start, json.Length - start, []); // never closed
    }

    private static ReadOnlySpan<byte> Unmarked(ReadOnlySpan<byte> text) => Bare(text).Length switch
    {
        0 => [],
        3 => Quoted(Number.NaN, isMarked: false),
        8 => Quoted(Number.Infinity, isMarked: false),
        _ => Quoted(Number.NegativeInfinity, isMarked: false),
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
