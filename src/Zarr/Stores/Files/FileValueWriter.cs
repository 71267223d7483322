namespace Zarr.Stores.Files;

/// <summary>Appends a value piece by piece to a temporary file, which is renamed at the end.</summary>
internal sealed class FileValueWriter(string path, FileDraft draft, FilePublisher publisher) : IValueWriter
{
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            draft.Append(bytes.Span);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.CannotWrite(path, e);
        }
    }

    public async ValueTask PublishAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            publisher.Publish(draft, path, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.CannotWrite(path, e);
        }
    }

    public ValueTask DisposeAsync()
    {
        draft.Dispose();
        return ValueTask.CompletedTask;
    }
}
