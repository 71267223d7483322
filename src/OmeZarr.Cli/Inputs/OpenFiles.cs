using OmeZarr.Tiff;

namespace OmeZarr.Cli.Inputs;

/// <summary>
/// Opens TIFF files on demand and keeps the most recently read ones open, because a plate has more files than a process may have open. Thread-safe.
/// </summary>
internal sealed class OpenFiles : IDisposable
{
    internal const int MaxOpen = 32;

    private const long CacheBytes = 256L << 20;
    private const long CacheBytesPerFile = 64L << 20;

    private readonly Dictionary<(string Path, string? Axes), Entry> entries = [];
    private readonly Lock gate = new();
    private readonly long cacheBytesPerFile;
    private long clock;

    /// <param name="fileCount">Number of files; fewer files get more cache each.</param>
    internal OpenFiles(int fileCount) => cacheBytesPerFile = Math.Min(CacheBytesPerFile, CacheBytes / Math.Clamp(fileCount, 1, MaxOpen));

    /// <summary>Number of open files.</summary>
    internal int Count
    {
        get
        {
            lock (gate)
            {
                return entries.Count;
            }
        }
    }

    /// <summary>Opens a file, or takes the open one. It stays open until the lease is disposed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="axes">The axes that the user gave; null to follow the file.</param>
    /// <exception cref="IOException">The file is missing or is not a TIFF that can be read.</exception>
    internal Lease Rent(string path, string? axes)
    {
        var entry = Take((path, axes));
        try
        {
            return new Lease(this, entry, entry.Image.Value); // outside the lock, so that other files can be read and opened meanwhile
        }
        catch
        {
            lock (gate)
            {
                entry.Users--;
                // Another task may have replaced the entry meanwhile.
                if (entries.GetValueOrDefault((path, axes)) == entry)
                {
                    entries.Remove((path, axes));
                }
            }

            throw;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var entry in entries.Values)
            {
                entry.Close();
            }

            entries.Clear();
        }
    }

    private Entry Take((string Path, string? Axes) key)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(key, out var entry))
            {
                CloseOneIfFull();
                entries[key] = entry = new Entry(() => TiffImage.Open(key.Path, key.Axes, cacheBytesPerFile));
            }

            entry.Users++;
            entry.LastUse = ++clock;
            return entry;
        }
    }

    private void CloseOneIfFull()
    {
        if (entries.Count < MaxOpen)
        {
            return;
        }

        var oldest = entries.Where(pair => pair.Value.Users == 0).MinBy(pair => pair.Value.LastUse);
        if (oldest.Value is { } entry)
        {
            entries.Remove(oldest.Key);
            entry.Close();
        }
    }

    /// <summary>The use of an open file.</summary>
    internal readonly struct Lease(OpenFiles files, Entry entry, TiffImage image) : IDisposable
    {
        internal TiffImage Image => image;

        public void Dispose()
        {
            lock (files.gate)
            {
                entry.Users--;
            }
        }
    }

    /// <summary>A file that is open, or about to be opened.</summary>
    internal sealed class Entry(Func<TiffImage> open)
    {
        internal Lazy<TiffImage> Image { get; } = new(open);

        internal int Users { get; set; }

        internal long LastUse { get; set; }

        internal void Close()
        {
            if (Image.IsValueCreated)
            {
                Image.Value.Dispose();
            }
        }
    }
}
