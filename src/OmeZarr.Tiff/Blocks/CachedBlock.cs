using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Blocks;

/// <summary>What the cache knows about a block, under its lock.</summary>
internal sealed class CachedBlock((TiffPage Page, long Block) key, BlockBuffer buffer)
{
    public (TiffPage Page, long Block) Key => key;

    public BlockBuffer Buffer { get; set; } = buffer;

    /// <summary>The place in the scratch file, while the bytes are not in memory.</summary>
    public Lazy<ScratchPlace?>? Scratched { get; set; }

    /// <summary>The bytes in memory; 0 while the block is being decoded.</summary>
    public long Size { get; set; }

    /// <summary>The sum of the parts that were asked for.</summary>
    public double Delivered { get; set; }

    // The parts may add up to a little less than 1.
    public bool IsDelivered => Delivered > 1 - 1e-6;
}
