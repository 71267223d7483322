using System.Buffers.Binary;
using System.Text;
using static Zarr.Stores.Zip.ZipFormat;

namespace Zarr.Stores.Zip;

/// <summary>Makes keys of the names of entries. Names come from strangers, and none may lead out of the store.</summary>
internal static class EntryName
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private static readonly Encoding Dos = CodePagesEncodingProvider.Instance.GetEncoding(437)!;

    /// <summary>The key of an entry.</summary>
    /// <param name="raw">The name as it is stored.</param>
    /// <param name="flags">Flags of the entry, which say how it is encoded.</param>
    /// <param name="extra">The extra field, which may have the name in UTF-8.</param>
    /// <param name="reason">Why the entry is left out; null for folders, which are left out without a word.</param>
    /// <returns>The key; null if the entry is left out.</returns>
    internal static string? KeyOf(ReadOnlySpan<byte> raw, ushort flags, ReadOnlySpan<byte> extra, out string? reason)
    {
        reason = null;
        if (DecodeOrNull(raw, flags, extra) is not { } name)
        {
            reason = "its name is not UTF-8, as its flag says";
            return null;
        }

        // Old programs on Windows separate folders by backslashes.
        var path = name.Replace('\\', '/');
        while (path.StartsWith("./", StringComparison.Ordinal))
        {
            path = path[2..];
        }

        if (path.Length > 0 && path[^1] == '/')
        {
            return null;
        }

        reason = path.StartsWith('/') ? "its name is an absolute path" : path.Split('/').All(part => StorePart.IsValid(part)) ? null : "its name is no valid key: a part is empty, . or .., or has a control character";
        return reason is null ? path : null;
    }

    private static string? DecodeOrNull(ReadOnlySpan<byte> raw, ushort flags, ReadOnlySpan<byte> extra)
    {
        if (Ascii.IsValid(raw))
        {
            return Encoding.ASCII.GetString(raw);
        }

        var utf8 = (flags & Utf8Names) != 0 ? raw : UnicodePath(raw, extra);
        if (utf8.IsEmpty)
        {
            return Dos.GetString(raw);
        }

        try
        {
            return Strict.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The name in the extra field of Info-ZIP; empty if there is none, or if it belongs to an earlier name.</summary>
    private static ReadOnlySpan<byte> UnicodePath(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> extra)
    {
        const int Prefix = 5; // version and checksum of the name
        return ExtraField.Find(extra, UnicodePathField) is { Length: > Prefix } field && field[0] == 1 && BinaryPrimitives.ReadUInt32LittleEndian(field[1..]) == Crc32.Checksum(raw) ? field[Prefix..] : default;
    }
}
