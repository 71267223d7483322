namespace OmeZarr.Tiff.Pages;

/// <summary>The bytes of a file, read at any position by any number of threads.</summary>
internal interface IFileBytes : IDisposable
{
    /// <summary>Number of bytes of the file.</summary>
    long Length { get; }

    /// <summary>Reads at most as many bytes as fit, and returns how many; 0 at the end of the file.</summary>
    int Read(Span<byte> destination, long offset);
}
