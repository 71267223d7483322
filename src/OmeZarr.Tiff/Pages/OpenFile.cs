using Microsoft.Win32.SafeHandles;

namespace OmeZarr.Tiff.Pages;

/// <summary>A file that stays open.</summary>
internal sealed class OpenFile : IFileBytes
{
    private readonly SafeFileHandle handle;

    public OpenFile(string path)
    {
        handle = Open(path);
        Length = RandomAccess.GetLength(handle);
    }

    public long Length { get; }

    public static SafeFileHandle Open(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.RandomAccess);

    public int Read(Span<byte> destination, long offset) => RandomAccess.Read(handle, destination, offset);

    public void Dispose() => handle.Dispose();
}
