using Microsoft.Win32.SafeHandles;
using Zarr.Stores.Files;

namespace OmeZarr.Tiff.Writing;

/// <summary>A file that appears under its name when it is complete. Until then it has a hidden name beside it; if it is not completed, it is deleted.</summary>
internal sealed class NewFile : IDisposable
{
    private readonly string path;
    private readonly string draft;
    private readonly bool overwrite;
    private readonly SafeFileHandle handle;
    private bool isPublished;

    private NewFile(string path, bool overwrite)
    {
        (this.path, this.overwrite) = (path, overwrite);
        draft = FileNames.TemporaryBeside(path);
        handle = File.OpenHandle(draft, FileMode.CreateNew, FileAccess.ReadWrite);
    }

    /// <summary>Number of bytes so far.</summary>
    internal long Length { get; private set; }

    /// <exception cref="DestinationExistsException">Something has the name that must not be replaced.</exception>
    /// <exception cref="IOException">The file cannot be made.</exception>
    internal static NewFile Create(string path, bool overwrite)
    {
        var full = Path.GetFullPath(path);
        RequireFree(full, overwrite);
        return new NewFile(full, overwrite);
    }

    /// <summary>Appends bytes.</summary>
    /// <returns>Their position.</returns>
    internal long Append(ReadOnlySpan<byte> bytes)
    {
        var position = Length;
        RandomAccess.Write(handle, bytes, position);
        Length += bytes.Length;
        return position;
    }

    /// <summary>Replaces bytes.</summary>
    internal void Replace(long position, ReadOnlySpan<byte> bytes) => RandomAccess.Write(handle, bytes, position);

    /// <summary>Gives the file its name.</summary>
    internal void Publish(bool flush)
    {
        if (flush)
        {
            RandomAccess.FlushToDisk(handle);
        }

        handle.Dispose(); // Windows renames no open file.
        RequireFree(path, overwrite);
        File.Move(draft, path, overwrite);
        isPublished = true;
        if (flush)
        {
            FolderHandle.Flush(Path.GetDirectoryName(path)!);
        }
    }

    public void Dispose()
    {
        handle.Dispose();
        if (!isPublished)
        {
            File.Delete(draft);
        }
    }

    private static void RequireFree(string path, bool overwrite)
    {
        if (Directory.Exists(path))
        {
            throw new DestinationExistsException(path, $"{path} is a folder; give the name of a file");
        }

        if (!overwrite && Path.Exists(path))
        {
            throw new DestinationExistsException(path, $"{path} exists; allow it to be replaced, or choose another name");
        }
    }
}
