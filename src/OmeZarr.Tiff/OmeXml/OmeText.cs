using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace OmeZarr.Tiff.OmeXml;

/// <summary>Finds OME-XML in the description of a page or in a file of its own.</summary>
internal static class OmeText
{
    /// <summary>The largest text that is read, in bytes.</summary>
    public const int MaxBytes = 64 << 20;

    private const string Root = "OME";

    private static readonly SearchValues<char> NameEnds = SearchValues.Create(" \t\r\n/>");

    /// <summary>The document from the start of its root element to the end, without what stands around it; null if the text is no OME-XML.</summary>
    /// <remarks>Characters that XML cannot hold are replaced, because writers put names of any kind into attributes.</remarks>
    public static string? Find(string text)
    {
        for (var at = text.IndexOf('<', StringComparison.Ordinal); at >= 0; at = text.IndexOf('<', at + 1))
        {
            if (text.AsSpan(at).StartsWith("<!--") || text.AsSpan(at).StartsWith("<?"))
            {
                at = text.IndexOf(text[at + 1] == '?' ? "?>" : "-->", at, StringComparison.Ordinal);
                if (at < 0)
                {
                    return null;
                }
            }
            else if (text.AsSpan(at).StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase))
            {
                // Kept, so that the reader refuses it by name.
                return text.AsSpan(at).Contains("<OME", StringComparison.Ordinal) || text.AsSpan(at).Contains(":OME", StringComparison.Ordinal) ? text[at..] : null;
            }
            else
            {
                return IsRoot(text.AsSpan(at + 1)) ? Clean(Cut(text, at)) : null;
            }
        }

        return null;
    }

    /// <summary>Whether the first bytes of a file are those of XML whose root may be OME.</summary>
    public static bool IsDocument(string path, ReadOnlySpan<byte> head)
    {
        var text = Decode(head).AsSpan().TrimStart("\uFEFF\u00EF\u00BB\u00BF").TrimStart(); // a mark that was decoded, or one that was read as Latin-1
        var name = Path.GetFileName(path);
        return text.StartsWith("<") && (text.Contains("<OME", StringComparison.Ordinal) || text.Contains(":OME", StringComparison.Ordinal)
            || name.EndsWith(".ome", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".ome.xml", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The text of a file: UTF-16 with a byte order mark, UTF-8 or Latin-1.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? Encoding.Unicode.GetString(bytes[2..])
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? Encoding.BigEndianUnicode.GetString(bytes[2..])
        : Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes)
        : Encoding.Latin1.GetString(bytes);

    // The name may have a prefix: OME:OME.
    private static bool IsRoot(ReadOnlySpan<char> tag)
    {
        var end = tag.IndexOfAny(NameEnds);
        var name = end < 0 ? tag : tag[..end];
        return name[(name.LastIndexOf(':') + 1)..].SequenceEqual(Root);
    }

    private static string Cut(string text, int start)
    {
        var end = text.LastIndexOf("OME>", StringComparison.Ordinal);
        return end < start ? text[start..].TrimEnd('\0', ' ', '\r', '\n', '\t') : text[start..(end + 4)];
    }

    private static string Clean(string text)
    {
        var bad = text.AsSpan().IndexOfAnyInRange('\0', '\u001F');
        return bad < 0 || !text.Any(IsForbidden) ? text : string.Concat(text.Select(c => IsForbidden(c) ? '\uFFFD' : c));
    }

    private static bool IsForbidden(char c) => (c < ' ' && c is not ('\t' or '\r' or '\n')) || c is '\uFFFE' or '\uFFFF';
}
