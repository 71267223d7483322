using System.Buffers;
using System.Text;

namespace OmeZarr.Rules;

/// <summary>Checks that a folder can have a name on every operating system, and that Zarr gives the name no other meaning. Hierarchies are copied to other disks and machines.</summary>
internal static class StorableName
{
    // Of most file systems.
    private const int MaxBytes = 255;

    private static readonly SearchValues<char> ForbiddenByWindows = SearchValues.Create("<>:\"|?*");

    /// <summary>The metadata documents of both Zarr versions.</summary>
    internal static IReadOnlyList<string> Documents { get; } = ["zarr.json", ".zarray", ".zgroup", ".zattrs", ".zmetadata"];

    /// <summary>The reason why a name is not portable; null if it is.</summary>
    internal static string? Problem(string name) => name switch
    {
        _ when Documents.Contains(name, StringComparer.OrdinalIgnoreCase) => $"{name} is a document of Zarr",
        _ when name.StartsWith('.') && EndsAsUnfinished(name) => "such names are kept for what is being written",
        _ when name.AsSpan().IndexOfAny(ForbiddenByWindows) is >= 0 and var at => $"Windows allows no {name[at]} in names of folders",
        _ when name.EndsWith('.') || name.EndsWith(' ') => "Windows allows no dot and no blank at the end of names of folders",
        _ when IsDevice(name) => "Windows keeps this name for a device",
        _ when name.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar) && !name.Contains('\uFFFD') => "it is not Unicode text (half of a surrogate pair)",
        _ when Encoding.UTF8.GetByteCount(name) > MaxBytes => $"it has more than {MaxBytes} bytes",
        _ => null,
    };

    private static bool EndsAsUnfinished(string name) =>
        name.EndsWith(".partial", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".replaced", StringComparison.OrdinalIgnoreCase);

    // Windows looks at the name up to the first dot, without blanks: "nul .tar.gz" is the null device.
    private static bool IsDevice(string name) => name.Split('.')[0].TrimEnd(' ').ToUpperInvariant() switch
    {
        "CON" or "PRN" or "AUX" or "NUL" or "CONIN$" or "CONOUT$" => true,
        ['C', 'O', 'M', var digit] => IsDeviceDigit(digit),
        ['L', 'P', 'T', var digit] => IsDeviceDigit(digit),
        _ => false,
    };

    private static bool IsDeviceDigit(char digit) => char.IsAsciiDigit(digit) || digit is '¹' or '²' or '³';
}
