namespace Zarr.Stores.Files;

/// <summary>An open file. Files are replaced by others and never changed, so what was opened stays one version.</summary>
internal sealed class FileSnapshot(OpenedFile file, DateTimeOffset now) : IValueSnapshot
{
    public long Length { get; } = file.Length;

    public ValueVersion? Version { get; } = file.Version(now);

    public async ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        cancellationToken.ThrowIfCancellationRequested();

        // No file system can be asked for any offset.
        return FileReader.ReadFully(file, destination.Span[..(int)Math.Clamp(Length - offset, 0, destination.Length)], offset);
    }

    public void Dispose() => file.Dispose();
}
