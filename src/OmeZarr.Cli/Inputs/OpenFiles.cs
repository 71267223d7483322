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

    private readonly Dictionary<TiffFile, Entry> entries = [];
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

    /// <summary>Reads from a file and keeps it open meanwhile.</summary>
    internal async ValueTask UseAsync(TiffFile file, Func<TiffImage, ValueTask> read)
    {
        var entry = Rent(file);
        try
        {
            await read(Open(file, entry)).ConfigureAwait(false);
        }
        finally
        {
            Return(entry);
        }
    }

    /// <summary>Opens a file to read its metadata.</summary>
    internal T Use<T>(TiffFile file, Func<TiffImage, T> look)
    {
        var entry = Rent(file);
        try
        {
            return look(Open(file, entry));
        }
        finally
        {
            Return(entry);
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

    private Entry Rent(TiffFile file)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(file, out var entry))
            {
                CloseOneIfFull();
                entries[file] = entry = new Entry(() => TiffImage.Open(file.Path, new TiffOpenOptions { Axes = file.GivenAxes, CacheBytes = cacheBytesPerFile }));
            }

            entry.Users++;
            entry.LastUse = ++clock;
            return entry;
        }
    }

    private void Return(Entry entry)
    {
        lock (gate)
        {
            entry.Users--;
        }
    }

    /// <summary>Runs outside the lock, so that other files can be read and opened meanwhile.</summary>
    private TiffImage Open(TiffFile file, Entry entry)
    {
        try
        {
            return entry.Image.Value;
        }
        catch
        {
            lock (gate)
            {
                // Another task may have replaced the entry meanwhile.
                if (entries.GetValueOrDefault(file) == entry)
                {
                    entries.Remove(file);
                }
            }

            throw;
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

    private sealed class Entry(Func<TiffImage> open)
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
