namespace Zarr.Arrays.Blocks;

/// <summary>Limits that decide when parts of chunks are read by their blocks, and by which requests. They never change a result.</summary>
internal sealed record BlockLimits
{
    /// <summary>Tiny limits, so that small arrays take the paths of large ones.</summary>
    internal static BlockLimits Tiny { get; } = new()
    {
        LeastSavingOfReads = 64,
        LeastSavingOfRequests = 256,
        Head = 64,
        RequestedHead = 128,
        LongestHead = 4 << 10,
        PlainBlock = 32,
        Batch = 512,
        LargestGap = 128,
        LongestRead = 512,
        LongestRequest = 2 << 10,
    };

    /// <summary>No part is read by its blocks: every chunk is read and decoded whole.</summary>
    internal static BlockLimits Off { get; } = new() { IsOff = true };

#if DEBUG
    /// <summary>The limits of <see cref="ZarrOptions"/>, which are tiny in builds for debugging.</summary>
    internal static BlockLimits Default => Tiny;
#else
    /// <summary>The limits of <see cref="ZarrOptions"/>.</summary>
    internal static BlockLimits Default { get; } = new();
#endif

    /// <summary>Whether every chunk is read and decoded whole.</summary>
    internal bool IsOff { get; private init; }

    /// <summary>Bytes of a chunk that must be saved at least by reading parts of it from an opened value, in which a read costs little.</summary>
    internal int LeastSavingOfReads { get; init; } = 64 << 10;

    /// <summary>Bytes of a chunk that must be saved at least by requests for parts of it, each of which may cost a round trip.</summary>
    internal int LeastSavingOfRequests { get; init; } = 1 << 20;

    /// <summary>First bytes of a chunk that are read to find its blocks. They hold the table of most chunks.</summary>
    internal int Head { get; init; } = 4 << 10;

    /// <summary>As <see cref="Head"/>, where a request may cost a round trip. A chunk that is not longer costs one request.</summary>
    internal int RequestedHead { get; init; } = 64 << 10;

    /// <summary>The longest table of blocks that is read alone, in bytes. A chunk with a longer one is read whole.</summary>
    internal int LongestHead { get; init; } = 256 << 10;

    /// <summary>Bytes of the blocks into which content that is stored as it is counts as divided: a page of memory.</summary>
    internal int PlainBlock { get; init; } = 4 << 10;

    /// <summary>Bytes of consecutive blocks that are decoded at once; one block may be longer.</summary>
    internal int Batch { get; init; } = 512 << 10;

    /// <summary>The largest gap between two blocks that one request still covers, in bytes.</summary>
    internal int LargestGap { get; init; } = 32 << 10;

    /// <summary>The most bytes of one read of several blocks from an opened value, where a read costs little.</summary>
    internal int LongestRead { get; init; } = 1 << 20;

    /// <summary>The most bytes of one request for several blocks.</summary>
    internal int LongestRequest { get; init; } = 64 << 20;

    /// <summary>Bytes that must be saved at least so that reading parts of a source pays; <see cref="long.MaxValue"/> if it never does.</summary>
    internal long LeastSavingOf(IByteSource source) => source.IsInMemory ? long.MaxValue : source.PrefersShortReads ? LeastSavingOfReads : LeastSavingOfRequests;

    /// <summary>The most bytes of one request to a source.</summary>
    internal int LongestOf(IByteSource source) => source.PrefersShortReads ? LongestRead : LongestRequest;
}
