using OmeZarr.Files;

namespace OmeZarr.Hdf5.Files;

/// <summary>The images of an HDF5 file.</summary>
internal sealed class Hdf5ImageFile(Hdf5File file, string format, IReadOnlyList<FileImage> images, IReadOnlyList<FileFinding> findings, IReadOnlyList<string>? others = null) : IImageFile
{
    public string Path => file.Path;

    public string Format => format;

    public IReadOnlyList<string> Files { get; } = [file.Path, .. others ?? []];

    public IReadOnlyList<FileImage> Images => images;

    public FilePlate? Plate => null;

    public IReadOnlyList<FileFinding> Findings => findings;

    public string? OmeXml => null;

    public void Dispose() => file.Dispose();

    /// <summary>Number of chunks that were decoded, for tests.</summary>
    internal long DecodedChunks => file.Cache.Decoded;
}
