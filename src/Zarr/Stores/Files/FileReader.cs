using Microsoft.Win32.SafeHandles;

namespace Zarr.Stores.Files;

/// <summary>Opens and reads files that others may replace or delete at the same time.</summary>
internal static class FileReader
{
    /// <summary>Opens a file; null if the path is missing, or leads through a file.</summary>
    /// <exception cref="IOException">The file cannot be opened, or is a directory, pipe, socket or device. A chunk at such a path is damaged, not absent.</exception>
    internal static OpenedFile? OpenOrNull(string path)
    {
        var handle = UnixOpen.TryOpen(path, out var isMissing);
        if (isMissing || (handle ?? OpenPlainly(path)) is not { } file)
        {
            return null;
        }

        var status = FileStatus.Of(file);
        if (status?.Kind is FileKind.Directory or FileKind.Special)
        {
            file.Dispose();
            throw status.Value.Kind == FileKind.Directory ? FileErrors.Folder(path) : FileErrors.Special(path);
        }

        return new OpenedFile(file, path, status);
    }

    /// <summary>The bytes of a range, cut at the end of the file.</summary>
    internal static PooledMemory Read(OpenedFile file, ByteRange range)
    {
        var (offset, length) = range.Resolve(file.Length);
        if (length > Array.MaxLength)
        {
            throw new IOException($"cannot read {length} bytes of {file.Path} at once: {Array.MaxLength} is the most; read smaller ranges");
        }

        var memory = PooledMemory.Rent((int)length);
        try
        {
            // The file gets shorter only if another program truncates it in place, which this store never does.
            memory.Shorten(ReadFully(file, memory.Memory.Span, offset));
            return memory;
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    /// <summary>Reads bytes from an offset. It returns fewer bytes than requested only at the end of the file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal static int ReadFully(OpenedFile file, Span<byte> destination, long offset)
    {
        try
        {
            var done = 0;
            while (done < destination.Length && RandomAccess.Read(file.Handle, destination[done..], offset + done) is > 0 and var read)
            {
                done += read;
            }

            return done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.Cannot("read", file.Path, e);
        }
    }

    /// <summary>Opens by .NET, with its sharing and error handling. Kinds of files at which .NET would block are refused first.</summary>
    private static SafeFileHandle? OpenPlainly(string path)
    {
        switch (FileStatus.Of(path)?.Kind)
        {
            case FileKind.Special:
                throw FileErrors.Special(path);
            case FileKind.Directory:
                throw FileErrors.Folder(path);
        }

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
            throw FileErrors.Folder(path);
        }
        catch (UnauthorizedAccessException e)
        {
            throw FileErrors.Cannot("read", path, e);
        }
    }
}
