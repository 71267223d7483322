namespace Zarr.Azure;

/// <summary>How an <see cref="AzureBlobStore"/> sends its requests.</summary>
public sealed record AzureBlobOptions
{
    /// <summary>The defaults.</summary>
    public static AzureBlobOptions Default { get; } = new();

    /// <summary>
    /// Bytes of one block of a value that is written piece by piece, and of one request of a long value. 8 MiB; from 1 to 4000 MiB. Azure takes at most 50,000 blocks for each value, so with 8 MiB a value has at most 390 GiB.
    /// </summary>
    /// <remarks>Each value that is being written keeps at most four blocks in memory.</remarks>
    public int BlockBytes { get; init; } = 8 << 20;

    /// <summary>How many requests of the store are under way at the same time at most; further ones wait. 32; at least 1.</summary>
    public int MaxConcurrency { get; init; } = 32;

    /// <summary>The most unwanted bytes between two wanted ranges of a value that one request still covers. 512 KiB; not negative.</summary>
    public int RangeGap { get; init; } = 512 << 10;

    internal AzureBlobOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BlockBytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)BlockBytes, Math.Min(4000L << 20, Array.MaxLength), nameof(BlockBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConcurrency, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(RangeGap);
        return this;
    }
}
