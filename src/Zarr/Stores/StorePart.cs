using System.Buffers;
using System.Text;

namespace Zarr.Stores;

/// <summary>The rules for the parts of keys and prefixes, in one place.</summary>
internal static class StorePart
{
    internal static void RequireValid(string path, string what)
    {
        foreach (var range in path.AsSpan().Split('/'))
        {
            if (ErrorOf(path.AsSpan(range)) is { } error)
            {
                throw new ArgumentException($"\"{path}\" is not {what}: {error}");
            }
        }
    }

    internal static bool IsValid(ReadOnlySpan<char> part) => !part.Contains('/') && ErrorOf(part) is null;

    private static string? ErrorOf(ReadOnlySpan<char> part) => part switch
    {
        "" => "a part is empty",
        "." or ".." => "a part is . or ..",
        _ when part.Contains('\\') => "it holds a backslash; parts are separated by /",
        _ when part.ContainsAnyInRange('\0', '\x1f') => "it holds a control character",
        _ when HoldsHalfACharacter(part) => "it is not Unicode text (half of a surrogate pair)",
        _ => null,
    };

    // UTF-8 encodes every such half as the same replacement character, so different keys would become one file.
    private static bool HoldsHalfACharacter(ReadOnlySpan<char> part)
    {
        if (!part.ContainsAnyInRange('\ud800', '\udfff'))
        {
            return false;
        }

        while (!part.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(part, out _, out var consumed) != OperationStatus.Done)
            {
                return true;
            }

            part = part[consumed..];
        }

        return false;
    }
}
