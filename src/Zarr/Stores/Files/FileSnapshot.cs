namespace Zarr.Stores.Files;

/// <summary>An open file as a snapshot. The store replaces files and never changes them, so an open file stays one version.</summary>
internal sealed class FileSnapshot(OpenedFile file, DateTimeOffset now) : IValueSnapshot
{
    public long Length { get; } = file.Length;

    public string? Version { get; } = file.Version(now);

    public async ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        cancellationToken.ThrowIfCancellationRequested();

        // The operating system rejects offsets far beyond the end, so none is read there.
        return FileReader.ReadFully(file, destination.Span[..(int)Math.Clamp(Length - offset, 0, destination.Length)], offset);
    }

    public void Dispose() => file.Dispose();
}
