using Microsoft.Win32.SafeHandles;

namespace OmeZarr.Tiff.Pages;

/// <summary>A file that is opened when it is read, and closed when other files were read since.</summary>
internal sealed class PooledFile : IFileBytes
{
    private readonly Lock gate = new();
    private readonly FileHandles pool;
    private readonly string path;
    private readonly DateTime changed;
    private SafeFileHandle? handle;
    private int users;
    private bool isClosing;

    public PooledFile(FileHandles pool, string path)
    {
        (this.pool, this.path) = (pool, path);
        handle = OpenFile.Open(path);
        (Length, changed) = (RandomAccess.GetLength(handle), File.GetLastWriteTimeUtc(handle));
        pool.Touch(this);
    }

    public long Length { get; }

    /// <exception cref="TiffFormatException">The file was changed since it was opened first.</exception>
    public int Read(Span<byte> destination, long offset)
    {
        var open = Take();
        try
        {
            return RandomAccess.Read(open, destination, offset);
        }
        finally
        {
            Return();
        }
    }

    /// <summary>Closes the file as soon as nothing reads it.</summary>
    public void CloseWhenIdle()
    {
        lock (gate)
        {
            isClosing = true;
            CloseIfIdle();
        }
    }

    /// <summary>Closes the file; it is opened again if it is read again.</summary>
    public void Dispose() => CloseWhenIdle();

    private SafeFileHandle Take()
    {
        pool.RequireOpen();
        SafeFileHandle taken;
        lock (gate)
        {
            isClosing = false;
            taken = handle ??= Open();
            users++;
        }

        pool.Touch(this);
        return taken;
    }

    private void Return()
    {
        lock (gate)
        {
            users--;
            CloseIfIdle();
        }
    }

    private void CloseIfIdle()
    {
        if (isClosing && users == 0)
        {
            handle?.Dispose();
            handle = null;
        }
    }

    private SafeFileHandle Open()
    {
        var opened = OpenFile.Open(path);
        if (RandomAccess.GetLength(opened) == Length && File.GetLastWriteTimeUtc(opened) == changed)
        {
            return opened;
        }

        opened.Dispose();
        throw new TiffFormatException(path, "was changed while it was read; try again when nothing writes to it any more");
    }
}
