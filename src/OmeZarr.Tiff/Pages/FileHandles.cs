namespace OmeZarr.Tiff.Pages;

/// <summary>
/// Keeps the files open that were read last, because a set may have more files than a process may have open. A file that was closed is opened again when it is read. Thread-safe.
/// </summary>
/// <param name="most">Number of files that stay open. Each thread that reads may have one more open.</param>
internal sealed class FileHandles(int most) : IDisposable
{
    private readonly Lock gate = new();
    private readonly LinkedList<PooledFile> open = [];
    private readonly Dictionary<PooledFile, LinkedListNode<PooledFile>> nodes = [];
    private bool isDisposed;

    /// <summary>Number of files that stay open now.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return open.Count;
            }
        }
    }

    /// <summary>A file that is open while it is read.</summary>
    public IFileBytes Add(string path) => new PooledFile(this, path);

    /// <summary>Closes all files. They cannot be read any more.</summary>
    public void Dispose()
    {
        PooledFile[] files;
        lock (gate)
        {
            isDisposed = true;
            files = [.. open];
            open.Clear();
            nodes.Clear();
        }

        Array.ForEach(files, file => file.CloseWhenIdle());
    }

    internal void RequireOpen() => ObjectDisposedException.ThrowIf(Volatile.Read(ref isDisposed), this);

    /// <summary>Notes that a file is being read, and closes the one that was read longest ago if there are too many.</summary>
    internal void Touch(PooledFile file)
    {
        PooledFile? oldest = null;
        lock (gate)
        {
            if (isDisposed)
            {
                oldest = file;
            }
            else
            {
                MoveToEnd(file);
                oldest = open.Count > most ? RemoveFirst() : null;
            }
        }

        oldest?.CloseWhenIdle();
    }

    private void MoveToEnd(PooledFile file)
    {
        if (nodes.TryGetValue(file, out var node))
        {
            open.Remove(node);
            open.AddLast(node);
        }
        else
        {
            nodes.Add(file, open.AddLast(file));
        }
    }

    private PooledFile RemoveFirst()
    {
        var file = open.First!.Value;
        open.RemoveFirst();
        nodes.Remove(file);
        return file;
    }
}
