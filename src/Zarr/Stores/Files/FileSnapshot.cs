using Microsoft.Win32.SafeHandles;

namespace Zarr.Stores.Files;

/// <summary>An open file. Files are replaced by others and never changed, so what was opened stays one version.</summary>
internal sealed class FileSnapshot(SafeFileHandle file, string path) : IValueSnapshot
{
    public long Length { get; } = RandomAccess.GetLength(file);

    public async ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // No file system can be asked for any offset.
            return FileReader.ReadFully(file, destination.Span[..(int)Math.Clamp(Length - offset, 0, destination.Length)], offset);
        }
        catch (UnauthorizedAccessException e)
        {
            throw FileErrors.Cannot("read", path, e);
        }
    }

    public void Dispose() => file.Dispose();
}
