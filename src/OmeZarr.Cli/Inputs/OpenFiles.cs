using OmeZarr.Files;
using Zarr.Stores;

namespace OmeZarr.Cli.Inputs;

/// <summary>
/// Opens image files on demand and keeps the most recently read ones open, because a plate has more files than a process may have open. Thread-safe.
/// </summary>
internal sealed class OpenFiles : IDisposable
{
    internal const int MaxOpen = 32;

    private const long CacheBytes = 256L << 20;
    private const long CacheBytesPerFile = 64L << 20;

    private readonly Dictionary<(string Path, string? Axes), Entry> entries = [];
    private readonly Lock gate = new();
    private readonly ImageFileOptions options;
    private long clock;

    /// <param name="fileCount">Number of files; fewer files get more cache each.</param>
    /// <param name="options">How all files are opened; their axes and cache are chosen here.</param>
    /// <param name="connection">How inputs that are addresses of stores are reached; null for the default.</param>
    internal OpenFiles(int fileCount, ImageFileOptions? options = null, StoreConnection? connection = null)
    {
        Connection = connection ?? StoreConnection.Default;
        this.options = (options ?? new ImageFileOptions()) with { CacheBytes = Math.Min(CacheBytesPerFile, CacheBytes / Math.Clamp(fileCount, 1, MaxOpen)) };
    }

    /// <summary>How inputs that are addresses of stores are reached.</summary>
    internal StoreConnection Connection { get; }

    /// <summary>Called with each file or store before it is opened; null for nothing.</summary>
    internal Action<string>? Opening { get; init; }

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
    /// <exception cref="IOException">The file is missing or of no known kind, or damaged.</exception>
    internal Lease Rent(string path, string? axes)
    {
        var entry = Take((path, axes));
        try
        {
            return new Lease(this, entry, entry.File.Value); // outside the lock, so that other files can be read and opened meanwhile
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
                entries[key] = entry = new Entry(() => Open(key.Path, key.Axes));
            }

            entry.Users++;
            entry.LastUse = ++clock;
            return entry;
        }
    }

    private IImageFile Open(string path, string? axes)
    {
        Opening?.Invoke(path);
        return ImageFormats.Open(path, options with { Axes = axes });
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
    internal readonly struct Lease(OpenFiles files, Entry entry, IImageFile file) : IDisposable
    {
        internal IImageFile File => file;

        public void Dispose()
        {
            lock (files.gate)
            {
                entry.Users--;
            }
        }
    }

    /// <summary>A file that is open, or about to be opened.</summary>
    internal sealed class Entry(Func<IImageFile> open)
    {
        internal Lazy<IImageFile> File { get; } = new(open);

        internal int Users { get; set; }

        internal long LastUse { get; set; }

        internal void Close()
        {
            if (File.IsValueCreated)
            {
                File.Value.Dispose();
            }
        }
    }
}
