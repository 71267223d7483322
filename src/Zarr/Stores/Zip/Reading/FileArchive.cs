using System.Buffers;
using Zarr.Stores.Files;

namespace Zarr.Stores.Zip;

/// <summary>An archive in a file, which is opened once. It stays readable when another file takes its name; that another program writes into it is noticed.</summary>
internal sealed class FileArchive(string path) : IArchiveSource
{
    private readonly Lock gate = new();
    private OpenedFile? opened;
    private string? version;

    /// <inheritdoc/>
    public string? Version => Volatile.Read(ref version);

    /// <inheritdoc/>
    public ValueTask<long> GetLengthAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Open().Length);
    }

    /// <inheritdoc/>
    public ValueTask<IMemoryOwner<byte>> ReadAsync(long offset, int length, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var memory = PooledMemory.Rent(length);
        try
        {
            Read(offset, memory.Memory.Span);
            return ValueTask.FromResult<IMemoryOwner<byte>>(memory);
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    /// <summary>Fills memory from an offset.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    internal void Read(long offset, Span<byte> destination)
    {
        var file = Open();
        var count = FileReader.ReadFully(file, destination, offset);
        RequireUnchanged(file);
        if (count < destination.Length)
        {
            throw new IOException($"{path} ends within a value; it was truncated while it was read");
        }
    }

    private OpenedFile Open()
    {
        lock (gate)
        {
            if (opened is null)
            {
                opened = FileReader.OpenOrNull(path) ?? throw new FileNotFoundException($"there is no archive {path}", path);
                version = opened.Value.Version(DateTimeOffset.UtcNow) ?? Guid.NewGuid().ToString("N"); // an open file is one version, even if its times cannot tell
            }

            return opened.Value;
        }
    }

    private void RequireUnchanged(OpenedFile file)
    {
        if (file.Status is { } before && FileStatus.Of(file.Handle) is { } now && (before.Modified, before.Length) != (now.Modified, now.Length))
        {
            throw new NodeReplacedException(string.Empty, $"{path} was changed while it was read; open it again");
        }
    }
}
