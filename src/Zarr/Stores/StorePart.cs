namespace Zarr.Stores;

/// <summary>The rules that the parts of keys and prefixes obey, in one place.</summary>
internal static class StorePart
{
    internal static void RequireValid(string path, string what)
    {
        foreach (var range in path.AsSpan().Split('/'))
        {
            if (Complaint(path.AsSpan(range)) is { } complaint)
            {
                throw new ArgumentException($"\"{path}\" is not {what}: {complaint}");
            }
        }
    }

    private static string? Complaint(ReadOnlySpan<char> part) => part switch
    {
        "" => "a part is empty",
        "." or ".." => "a part is . or ..",
        _ when part.Contains('\\') => "it holds a backslash; parts are separated by /",
        _ when part.ContainsAnyInRange('\0', '\x1f') => "it holds a control character",
        _ => null,
    };
}
