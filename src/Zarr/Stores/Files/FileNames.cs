using System.Buffers;

namespace Zarr.Stores.Files;

/// <summary>Checks that keys can be file names, and names the files that are not yet published.</summary>
internal static class FileNames
{
    private const string Suffix = ".partial";

    // A file name may have 255 bytes. 64 UTF-16 units take at most 192, which leaves room for the random part and the suffix.
    private const int LongestNameShown = 64;

    private const int RandomLength = 16;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");
    private static readonly SearchValues<char> ForbiddenByWindows = SearchValues.Create("<>:\"|?*");

    internal static bool IsTemporary(ReadOnlySpan<char> name) =>
        name.StartsWith('.') && name.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>Whether a name was made by <see cref="TemporaryBeside"/>.</summary>
    internal static bool IsDraft(ReadOnlySpan<char> name)
    {
        if (!IsTemporary(name))
        {
            return false;
        }

        var stem = name[..^Suffix.Length];
        var random = stem[(stem.LastIndexOf('.') + 1)..];
        return random.Length == RandomLength && !random.ContainsAnyExcept(HexDigits);
    }

    /// <summary>A new path in the same directory, so that the rename stays within one file system.</summary>
    internal static string TemporaryBeside(string path)
    {
        var name = Path.GetFileName(path.AsSpan());
        var shown = name.Length <= LongestNameShown ? $"{name}." : "";
        return Path.Join(Path.GetDirectoryName(path), $".{shown}{Random.Shared.NextInt64():x16}{Suffix}");
    }

    /// <exception cref="ArgumentException">No file can have this key or prefix as its path; the message says why.</exception>
    internal static void RequireStorable(string path, bool isWindows)
    {
        foreach (var range in path.AsSpan().Split('/'))
        {
            if (ErrorOf(path.AsSpan(range), isWindows) is { } error)
            {
                throw new ArgumentException($"\"{path}\" cannot be stored as a file: {error}");
            }
        }
    }

    private static string? ErrorOf(ReadOnlySpan<char> name, bool isWindows) => name switch
    {
        _ when IsTemporary(name) => $"names .….{Suffix[1..]} are kept for files that are being written",
        _ when !isWindows => null,
        _ when name.IndexOfAny(ForbiddenByWindows) is >= 0 and var at => $"Windows allows no {name[at]} in file names",
        _ when name[^1] is '.' or ' ' => "Windows allows no dot or space at the end of file names",
        _ when IsDevice(name) => "Windows keeps this name for a device",
        _ => null,
    };

    // Windows compares the name up to the first dot, without trailing spaces: "nul .tar.gz" is the null device.
    private static bool IsDevice(ReadOnlySpan<char> name)
    {
        var dot = name.IndexOf('.');
        Span<char> upper = stackalloc char[8];
        var stem = (dot < 0 ? name : name[..dot]).TrimEnd(' ');
        if (stem.Length > upper.Length)
        {
            return false;
        }

        var length = stem.ToUpperInvariant(upper);
        return upper[..length] switch
        {
            "CON" or "PRN" or "AUX" or "NUL" or "CONIN$" or "CONOUT$" => true,
            ['C', 'O', 'M', var digit] => IsDeviceDigit(digit),
            ['L', 'P', 'T', var digit] => IsDeviceDigit(digit),
            _ => false,
        };
    }

    private static bool IsDeviceDigit(char digit) => char.IsAsciiDigit(digit) || digit is '¹' or '²' or '³';
}
