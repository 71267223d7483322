using Zarr.Metadata;

namespace Zarr.Checking;

/// <summary>What a key below an array is.</summary>
internal enum KeyRole
{
    /// <summary>A chunk of the array.</summary>
    Chunk,

    /// <summary>A metadata document of the array.</summary>
    Document,

    /// <summary>A chunk of the array, in another encoding of chunk keys.</summary>
    OtherEncoding,

    /// <summary>A chunk outside the grid.</summary>
    OutsideGrid,

    /// <summary>A value in a folder that stands where a chunk is expected.</summary>
    InFolder,

    /// <summary>A temporary file.</summary>
    Temporary,

    /// <summary>Anything else.</summary>
    Foreign,
}

/// <summary>Tells what the keys below an array are.</summary>
internal sealed class ChunkKeys(Shape grid, ChunkKeyEncoding declared)
{
    private static readonly ChunkKeyEncoding[] Encodings = [new("default", '/'), new("default", '.'), new("v2", '.'), new("v2", '/')];

    private readonly ChunkKeyEncoding[] others = [.. Encodings.Where(encoding => encoding != declared)];

    /// <summary>Number of chunks along each dimension.</summary>
    internal Shape Grid => grid;

    /// <summary>The declared encoding in words.</summary>
    internal string Declared => $"{declared.Name}, separator \"{declared.Separator}\"";

    /// <summary>Tells what a key is.</summary>
    /// <param name="key">The key, relative to the array.</param>
    /// <param name="index">Receives the index of the chunk, if the key belongs to one of the array.</param>
    internal KeyRole RoleOf(ReadOnlySpan<char> key, Span<long> index)
    {
        if (declared.TryDecode(key, index))
        {
            return IsInGrid(index) ? KeyRole.Chunk : KeyRole.OutsideGrid;
        }

        return IsDocument(key) ? KeyRole.Document
            : IsTemporary(key[(key.LastIndexOf('/') + 1)..]) ? KeyRole.Temporary
            : IsInFolder(key, index) ? KeyRole.InFolder
            : IsOtherEncoding(key, index) ? KeyRole.OtherEncoding
            : KeyRole.Foreign;
    }

    /// <summary>Whether a chunk of the array has this key in the declared encoding.</summary>
    internal bool IsChunk(ReadOnlySpan<char> key, Span<long> index) => declared.TryDecode(key, index) && IsInGrid(index);

    /// <summary>Whether a chunk of the array has this key if the declared separator is replaced by the other one.</summary>
    internal bool IsOtherSeparator(ReadOnlySpan<char> key, Span<long> index) =>
        (declared with { Separator = declared.Separator == '/' ? '.' : '/' }).TryDecode(key, index) && IsInGrid(index);

    private static bool IsDocument(ReadOnlySpan<char> key) => key is "zarr.json" or ".zarray" or ".zattrs" or ".zgroup" or ".zmetadata";

    // zarr-python and this library write .partial files, TensorStore lock files; network file systems keep open files that were deleted.
    private static bool IsTemporary(ReadOnlySpan<char> name) =>
        name.EndsWith(".partial") || name.EndsWith(".__lock") || name.EndsWith(".tmp") || name.StartsWith(".nfs");

    private bool IsInFolder(ReadOnlySpan<char> key, Span<long> index)
    {
        for (var slash = key.LastIndexOf('/'); slash > 0; slash = key[..slash].LastIndexOf('/'))
        {
            if (IsChunk(key[..slash], index))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsOtherEncoding(ReadOnlySpan<char> key, Span<long> index)
    {
        foreach (var encoding in others)
        {
            if (encoding.TryDecode(key, index) && IsInGrid(index))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsInGrid(ReadOnlySpan<long> index)
    {
        for (var d = 0; d < index.Length; d++)
        {
            if (index[d] >= grid[d])
            {
                return false;
            }
        }

        return true;
    }
}
