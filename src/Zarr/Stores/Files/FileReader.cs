using Microsoft.Win32.SafeHandles;

namespace Zarr.Stores.Files;

/// <summary>Opens and reads files that others may replace or delete at the same time.</summary>
internal static class FileReader
{
    /// <summary>The file, or null if there is none: also where the path is a directory, or leads through a file.</summary>
    internal static SafeFileHandle? OpenOrNull(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        }
        catch (IOException e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(path))
        {
            return null;
        }
        catch (UnauthorizedAccessException e)
        {
            throw FileErrors.Cannot("read", path, e);
        }
    }

    /// <summary>The bytes of a range, cut where the file ends.</summary>
    internal static PooledMemory Read(SafeFileHandle file, string path, ByteRange range)
    {
        var (offset, length) = range.Resolve(RandomAccess.GetLength(file));
        if (length > Array.MaxLength)
        {
            throw new IOException($"cannot read {length} bytes of {path} at once: {Array.MaxLength} is the most; read smaller ranges");
        }

        var memory = PooledMemory.Rent((int)length);
        try
        {
            // Shorter than it was a moment ago only if somebody truncates the file in place, which this store never does.
            memory.Shorten(ReadFully(file, memory.Memory.Span, offset));
            return memory;
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    /// <summary>Reads bytes from an offset on; fewer than asked for only where the file ends.</summary>
    internal static int ReadFully(SafeFileHandle file, Span<byte> destination, long offset)
    {
        var done = 0;
        while (done < destination.Length && RandomAccess.Read(file, destination[done..], offset + done) is > 0 and var read)
        {
            done += read;
        }

        return done;
    }
}
