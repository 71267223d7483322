using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OmeZarr.Cli.Inputs;
using OmeZarr.Writing.Dividing;
using Zarr.Stores.Files;

namespace OmeZarr.Cli.Dividing;

/// <summary>What tells an input file from a changed one.</summary>
/// <param name="Path">Its absolute path, or an address.</param>
/// <param name="Length">Its length; 0 for a store.</param>
/// <param name="Changed">When it was changed last, in milliseconds since 1970; 0 for an address.</param>
/// <param name="Head">A checksum of its first bytes, or of the documents of a store.</param>
internal sealed record InputIdentity(string Path, long Length, long Changed, string Head)
{
    private const int HeadBytes = 4096;
    private const string Name = "inputs";

    private static readonly string[] Documents = ["zarr.json", ".zattrs", ".zgroup", ".zarray"];

    /// <exception cref="IOException">The input cannot be read.</exception>
    internal static InputIdentity Of(string path)
    {
        if (Address.Is(path))
        {
            return new InputIdentity(path, 0, 0, string.Empty);
        }

        if (Directory.Exists(path))
        {
            var found = Documents.Select(name => System.IO.Path.Join(path, name)).Where(File.Exists).ToList();
            return new InputIdentity(path, 0, found.Select(TimeOf).DefaultIfEmpty().Max(), string.Join('-', found.Select(HeadOf)));
        }

        try
        {
            return new InputIdentity(path, new FileInfo(path).Length, TimeOf(path), HeadOf(path));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputFileException($"{path}: no such file");
        }
    }

    /// <exception cref="IOException">The input has changed.</exception>
    internal void RequireUnchanged()
    {
        var now = Of(Path);
        if (now != this)
        {
            throw new InputFileException(now.Length != Length
                ? $"{Path}: has changed since the conversion was planned: it had {Length} bytes, and now has {now.Length}; plan again, and delete the parts"
                : $"{Path}: has changed since the conversion was planned; plan again, and delete the parts");
        }
    }

    internal JsonArray ToJson() => new(Path, Length, Changed, Head);

    /// <summary>Reads the identity that begins here.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal static InputIdentity Read(ref JsonTokens tokens)
    {
        tokens.BeginList(Name);
        var path = tokens.NextText(Name);
        var length = tokens.NextInteger(Name);
        var changed = tokens.NextInteger(Name);
        var head = tokens.NextText(Name);
        tokens.EndList(Name);
        return new InputIdentity(path, length, changed, head);
    }

    private static long TimeOf(string path) => new DateTimeOffset(File.GetLastWriteTimeUtc(path)).ToUnixTimeMilliseconds();

    private static string HeadOf(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        var head = new byte[HeadBytes];
        var length = file.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false);
        return Convert.ToHexStringLower(SHA256.HashData(head.AsSpan(0, length)).AsSpan(0, 8));
    }
}
