using Microsoft.Win32.SafeHandles;

namespace OmeZarr.Tiff.Blocks;

/// <summary>Where bytes lie in a scratch file.</summary>
internal readonly record struct ScratchPlace(long Offset, int Length);

/// <summary>Bytes that wait on the disk, in a file that has no name where the system allows it and is gone when it is closed. Thread-safe.</summary>
internal sealed class ScratchFile(long capacity) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, Stack<long>> free = [];
    private SafeFileHandle? handle;
    private long length;
    private bool isFull;

    /// <summary>Number of pieces that were written so far.</summary>
    public long Count { get; private set; }

    /// <summary>Writes bytes; null if they do not fit the capacity or the disk.</summary>
    public ScratchPlace? Put(byte[] bytes)
    {
        if (Reserve(bytes.Length) is not var (file, place))
        {
            return null;
        }

        try
        {
            RandomAccess.Write(file, bytes, place.Offset);
            return place;
        }
        catch (IOException)
        {
            // A full disk is no error here: the bytes are decoded again instead.
            isFull = true;
            return null;
        }
    }

    /// <summary>Reads bytes back; their place is free then.</summary>
    public byte[] Take(ScratchPlace place, BlockMemory memory)
    {
        var bytes = memory.Take(place.Length);
        var done = 0;
        while (done < bytes.Length)
        {
            var count = RandomAccess.Read(handle!, bytes.AsSpan(done), place.Offset + done);
            done += count > 0 ? count : throw new EndOfStreamException("the scratch file of decoded strips was cut short");
        }

        lock (gate)
        {
            if (!free.TryGetValue(place.Length, out var places))
            {
                free[place.Length] = places = new Stack<long>();
            }

            places.Push(place.Offset);
        }

        return bytes;
    }

    public void Dispose()
    {
        lock (gate)
        {
            isFull = true;
            handle?.Dispose();
        }
    }

    private (SafeFileHandle File, ScratchPlace Place)? Reserve(int size)
    {
        lock (gate)
        {
            if (free.TryGetValue(size, out var places) && places.TryPop(out var offset))
            {
                Count++;
                return (handle!, new ScratchPlace(offset, size));
            }

            if (isFull || size > capacity - length || (handle ??= TryOpen()) is not { } file)
            {
                isFull |= handle is null;
                return null;
            }

            Count++;
            length += size;
            return (file, new ScratchPlace(length - size, size));
        }
    }

    private static SafeFileHandle? TryOpen()
    {
        try
        {
            var path = Path.Combine(Path.GetTempPath(), $"omezarr-{Guid.NewGuid():N}.tmp");
            var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
            if (!OperatingSystem.IsWindows())
            {
                // Without a name it is gone even if the process is killed.
                File.Delete(path);
            }

            return file;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
