using Zarr.Stores.Files;

namespace Zarr.Stores.Zip;

/// <summary>Takes one value of an archive piece by piece. Its place in the file can be chosen only when its length is known, so the pieces wait in memory, or in a file beside the archive if they are many.</summary>
internal sealed class ZipValueWriter(ZipWriter archive, StoreKey key, MemoryBudget budget) : IValueWriter
{
    private readonly List<PooledMemory> pieces = [];
    private FileStream? spilled;
    private int free;
    private long length;
    private uint crc;

    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        archive.RequireOpen();
        crc = Crc32.Append(crc, bytes.Span);
        length += bytes.Length;
        for (var rest = bytes.Span; !rest.IsEmpty;)
        {
            rest = spilled is null ? Keep(rest) : Spill(rest);
        }
    }

    public async ValueTask PublishAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        archive.Publish(key, length, crc, Kept(), spilled);
    }

    public ValueTask DisposeAsync()
    {
        ReleasePieces();
        spilled?.Dispose();
        spilled = null;
        return ValueTask.CompletedTask;
    }

    /// <summary>Copies the beginning of some bytes to memory.</summary>
    /// <returns>The rest of them.</returns>
    private ReadOnlySpan<byte> Keep(ReadOnlySpan<byte> bytes)
    {
        if (free == 0 && !TryAddPiece())
        {
            MoveToFile();
            return bytes;
        }

        var piece = pieces[^1].Memory.Span;
        var count = Math.Min(free, bytes.Length);
        bytes[..count].CopyTo(piece[^free..]);
        free -= count;
        return bytes[count..];
    }

    private bool TryAddPiece()
    {
        if (!budget.TryTake(BufferSizes.ArchivePiece))
        {
            return false;
        }

        pieces.Add(PooledMemory.Rent(BufferSizes.ArchivePiece));
        free = BufferSizes.ArchivePiece;
        return true;
    }

    private ReadOnlySpan<byte> Spill(ReadOnlySpan<byte> bytes)
    {
        try
        {
            spilled!.Write(bytes);
            return default;
        }
        catch (IOException e)
        {
            throw FileErrors.CannotWrite(spilled!.Name, e);
        }
    }

    private void MoveToFile()
    {
        var path = FileNames.TemporaryBeside(archive.Path);
        try
        {
            spilled = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0, Options = FileOptions.DeleteOnClose });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.CannotWrite(path, e);
        }

        foreach (var piece in Kept())
        {
            Spill(piece.Span);
        }

        ReleasePieces();
    }

    private IReadOnlyList<ReadOnlyMemory<byte>> Kept() => [.. pieces.Select((piece, i) => (ReadOnlyMemory<byte>)(i < pieces.Count - 1 ? piece.Memory : piece.Memory[..^free]))];

    private void ReleasePieces()
    {
        budget.Give(pieces.Count * (long)BufferSizes.ArchivePiece);
        pieces.ForEach(piece => piece.Dispose());
        pieces.Clear();
        free = 0;
    }
}
