namespace OmeZarr.Tiff.Blocks;

/// <summary>Memory with the bytes of a block, and who reads them. All but the bytes is under the lock of the cache.</summary>
/// <param name="decode">Decodes the block.</param>
internal sealed class BlockBuffer(Func<byte[]> decode)
{
    public Lazy<byte[]> Bytes { get; } = new(decode);

    public int Readers { get; set; }

    /// <summary>Whether it waits in the queue of blocks that were delivered whole.</summary>
    public bool IsQueued { get; set; }

    /// <summary>Whether the cache has no use for it any more.</summary>
    public bool IsDropped { get; set; }

    /// <summary>Whether its memory was given back.</summary>
    public bool IsReturned { get; set; }
}
