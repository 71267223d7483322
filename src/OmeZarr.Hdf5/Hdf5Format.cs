using System.Runtime.CompilerServices;
using OmeZarr.Files;
using OmeZarr.Hdf5.Dialects;
using OmeZarr.Hdf5.Files;

namespace OmeZarr.Hdf5;

/// <summary>Reads HDF5 files: Imaris (<c>.ims</c>), BigDataViewer (<c>.h5</c> with an <c>.xml</c>), and files of other programs. In these, each numeric dataset is an image.</summary>
/// <remarks>
/// <para>Chunks are decoded once and kept in a cache of <see cref="ImageFileOptions.CacheBytes"/>. Filters: deflate, shuffle, Fletcher-32 and scale-offset. Datasets with other filters are an error when they are read.</para>
/// <para>The library below, PureHDF, does not work with NativeAOT; <see cref="ImageFileFormat.Open"/> says so there.</para>
/// </remarks>
public sealed class Hdf5Format : ImageFileFormat
{
    // A file may begin with a block of the user, whose length is a power of two.
    private static readonly int[] SuperblockOffsets = [0, 512];

    /// <inheritdoc/>
    public override string Name => "HDF5";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Extensions { get; } = [".ims", ".h5", ".hdf5"];

    /// <inheritdoc/>
    public override bool Recognizes(string path, ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> signature = [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];
        foreach (var offset in SuperblockOffsets)
        {
            if (head.Length >= offset + signature.Length && head[offset..].StartsWith(signature))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override IImageFile Open(string path, ImageFileOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!RuntimeFeature.IsDynamicCodeSupported)
        {
            // The compiler leaves out all that follows, and so the library below.
            throw new ImageFileException(path, $"{path}: HDF5 files cannot be read by a program that was compiled ahead of time, such as the native omezarr. Use the managed one (dotnet run --project src/OmeZarr.Cli), or convert the file to OME-TIFF first");
        }

        RequireNoPages(path, options ??= new ImageFileOptions());
        var file = Hdf5File.Open(path, options.CacheBytes);
        try
        {
            return ImarisReader.Read(file, options) ?? BigDataViewerReader.Read(file, options) ?? DatasetReader.Read(file, options);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static void RequireNoPages(string path, ImageFileOptions options)
    {
        if (options.Page is > 0)
        {
            throw new ArgumentException($"{path} has no pages to choose from; leave out --page");
        }

        if (options.Sizes.Count > 0)
        {
            throw new ArgumentException($"{path} says the lengths of its axes itself; leave out --sizes");
        }
    }
}
