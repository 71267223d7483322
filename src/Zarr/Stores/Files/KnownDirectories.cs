using System.Collections.Concurrent;

namespace Zarr.Stores.Files;

/// <summary>Directories that were made or found before, so that not every chunk has to ask for its directory. Thread-safe.</summary>
/// <remarks>Only a hint: another process may delete a directory at any time, see <see cref="Recreate"/>.</remarks>
internal sealed class KnownDirectories(int capacity = KnownDirectories.DefaultCapacity)
{
    // An image of any size has few directories in use at a time; forgetting all of them costs one mkdir each.
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

    internal void Recreate(string directory)
    {
        Directory.CreateDirectory(directory);
        if (known.TryAdd(directory, true) && Interlocked.Increment(ref count) > capacity)
        {
            known.Clear();
            Interlocked.Exchange(ref count, 0);
        }
    }
}
