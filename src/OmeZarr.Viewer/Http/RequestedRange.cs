using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace OmeZarr.Viewer.Http;

/// <summary>A part of a value that a client asks for (RFC 9110, section 14).</summary>
/// <param name="Offset">The first byte.</param>
/// <param name="Length">The number of bytes; 0 if the value has none of the wanted bytes.</param>
internal readonly record struct RequestedRange(long Offset, long Length)
{
    private const string Unit = "bytes=";

    internal bool IsSatisfiable => Length > 0;

    /// <summary>The one range of the header. Null if there is no header, or one that cannot be understood or has several ranges: then the whole value is the answer, as the standard allows.</summary>
    internal static RequestedRange? Parse(StringValues header, long length)
    {
        if (header is not [{ } text] || !text.StartsWith(Unit, StringComparison.OrdinalIgnoreCase) || text[Unit.Length..].Trim() is not { } range || range.IndexOf('-', StringComparison.Ordinal) is not (>= 0 and var dash))
        {
            return null;
        }

        var (first, last) = (Number(range[..dash]), Number(range[(dash + 1)..]));
        return (dash, first, last) switch
        {
            (0, _, { } suffix) => new RequestedRange(Math.Max(0, length - suffix), Math.Min(suffix, length)),
            ( > 0, { } start, { } end) when end >= start => new RequestedRange(start, start >= length ? 0 : Math.Min(end, length - 1) - start + 1),
            ( > 0, { } start, null) when dash == range.Length - 1 => new RequestedRange(start, Math.Max(0, length - start)),
            _ => null,
        };
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
