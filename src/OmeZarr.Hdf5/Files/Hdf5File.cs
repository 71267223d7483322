using OmeZarr.Files;
using PureHDF;
using PureHDF.VOL.Native;
using Zarr.Stores;

namespace OmeZarr.Hdf5.Files;

/// <summary>An open HDF5 file. Links and attributes are looked up by one thread at a time, because the library below requires it; elements are read by many.</summary>
internal sealed class Hdf5File : IDisposable
{
    private readonly Lock gate = new();
    private readonly NativeFile file;
    private bool isDisposed;

    private Hdf5File(string path, NativeFile file, long cacheBytes) => (Path, this.file, Cache) = (path, file, new ChunkCache(cacheBytes));

    internal string Path { get; }

    /// <summary>Decoded chunks of all datasets.</summary>
    internal ChunkCache Cache { get; }

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ImageFileException">It is a folder, or no HDF5 file.</exception>
    internal static Hdf5File Open(string path, long cacheBytes)
    {
        if (!File.Exists(path))
        {
            throw Directory.Exists(path) ? new ImageFileException(path, $"{path}: is a folder, not a file") : new FileNotFoundException($"{path}: no such file", path);
        }

        FileSystemStore.OpenFile(path)?.Dispose(); // refuses pipes, which would block the next line
        return new Hdf5File(path, Converted(path, () => H5File.OpenRead(path)), cacheBytes);
    }

    /// <summary>Looks something up in the file.</summary>
    /// <exception cref="ImageFileException">The file is damaged.</exception>
    internal T Ask<T>(Func<NativeFile, T> question)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            return Converted(Path, () => question(file));
        }
    }

    internal ImageFileException Damaged(string detail, Exception? inner = null) => new(Path, $"{Path}: {detail}", inner);

    /// <summary>Runs code of the library below, whose exceptions for damaged files are of many types.</summary>
    internal static T Converted<T>(string path, Func<T> code)
    {
        try
        {
            return code();
        }
        catch (Exception error) when (error is not (IOException or OperationCanceledException or ObjectDisposedException))
        {
            throw new ImageFileException(path, $"{path}: damaged, or of a kind of HDF5 that is not read: {error.Message}", error);
        }
        catch (EndOfStreamException error)
        {
            throw new ImageFileException(path, $"{path}: truncated: {error.Message}", error);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            file.Dispose();
        }
    }
}
