using System.Text;

namespace Zarr.Tests.Metadata;

/// <summary>Ways to damage a document.</summary>
internal static class DamagedJson
{
    private static readonly string[] Tokens =
    [
        "null", "true", "-1", "0", "1e999", "18446744073709551616", "9223372036854775807", "0.1", "\"\"", "\"\\ud800\"", "\"NaN\"", "NaN",
        "[]", "{}", "[[[]]]", "{\"name\":\"bytes\"}", "{\"a\":1,\"a\":2}", ",", ":", "\"", "\\", "\0", "\uFEFF", "Infinity", "\"0x\"",
    ];

    /// <summary>Changes up to three bytes.</summary>
    internal static byte[] Flip(Random random, byte[] bytes)
    {
        for (var flips = random.Next(1, 4); flips > 0; flips--)
        {
            bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
        }

        return bytes;
    }

    /// <summary>Keeps the beginning.</summary>
    internal static byte[] Cut(Random random, byte[] bytes) => bytes[..random.Next(bytes.Length)];

    /// <summary>Puts other tokens, or some of its own, in the place of one or two.</summary>
    internal static byte[] ReplaceTokens(Random random, byte[] bytes)
    {
        var parts = Split(Encoding.UTF8.GetString(bytes));
        for (var swaps = random.Next(1, 3); swaps > 0; swaps--)
        {
            parts[random.Next(parts.Count)] = random.Next(3) == 0 ? parts[random.Next(parts.Count)] : Tokens[random.Next(Tokens.Length)];
        }

        return Encoding.UTF8.GetBytes(string.Concat(parts));
    }

    private static List<string> Split(string json)
    {
        var parts = new List<string>();
        for (var i = 0; i < json.Length;)
        {
            var end = json.IndexOfAny(['{', '}', '[', ']', ',', ':'], i);
            end = end < 0 ? json.Length : Math.Max(end, i + 1);
            parts.Add(json[i..end]);
            i = end;
        }

        return parts;
    }
}
