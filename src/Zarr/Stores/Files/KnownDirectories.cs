using System.Collections.Concurrent;

namespace Zarr.Stores.Files;

/// <summary>Remembers directories that exist, so that a write of a chunk need not create its directory. Thread-safe.</summary>
/// <remarks>The set is only a hint: another process may delete a directory at any time (see <see cref="Recreate"/>).</remarks>
/// <param name="flushToDisk">Whether the names of directories are forced to the disk.</param>
/// <param name="required">A folder that is not created again once it has vanished; null for none.</param>
/// <param name="capacity">The most directories that are remembered.</param>
internal sealed class KnownDirectories(bool flushToDisk = false, string? required = null, int capacity = KnownDirectories.DefaultCapacity)
{
    // An image of any size uses few directories at a time. Forgetting all of them costs one mkdir each.
    private const int DefaultCapacity = 4096;

    private readonly ConcurrentDictionary<string, bool> known = new(StringComparer.Ordinal);
    private int count;

    internal void Ensure(string directory)
    {
        if (!known.ContainsKey(directory))
        {
            Recreate(directory);
        }
    }

    /// <summary>Creates a directory and the missing directories above it.</summary>
    /// <exception cref="IOException">The directory cannot be created, or the required folder has vanished.</exception>
    internal void Recreate(string directory)
    {
        if (required is not null && !Directory.Exists(required))
        {
            throw new IOException($"{required} was deleted while it was written; nothing more is written there");
        }

        var missing = flushToDisk ? MissingAbove(directory) : [];
        Directory.CreateDirectory(directory);
        missing.ForEach(made => DiskFlush.Directory(Path.GetDirectoryName(made)!));
        if (known.TryAdd(directory, true) && Interlocked.Increment(ref count) > capacity)
        {
            known.Clear();
            Interlocked.Exchange(ref count, 0);
        }
    }

    private static List<string> MissingAbove(string directory)
    {
        var missing = new List<string>();
        for (string? above = directory; above is not null && !Directory.Exists(above); above = Path.GetDirectoryName(above))
        {
            missing.Add(above);
        }

        return missing;
    }
}
