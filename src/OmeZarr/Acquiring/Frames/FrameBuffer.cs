using System.Buffers;

namespace OmeZarr.Acquiring.Frames;

/// <summary>The pixels of one frame: in memory of the acquisition, or in memory that the caller lends. Several owners may hold it; when the last one releases it, its memory is used for another frame, or given back.</summary>
internal sealed class FrameBuffer(FrameMemory memory)
{
    private int owners = 1;
    private byte[]? own;
    private IMemoryOwner<byte>? lent;

    /// <summary>The pixels in C order.</summary>
    internal ReadOnlyMemory<byte> Pixels { get; private set; }

    /// <summary>The segment of the journal that holds the frame; 0 if none does.</summary>
    internal long Segment { get; set; }

    /// <summary>The number of the frame in that segment.</summary>
    internal int SegmentIndex { get; set; }

    /// <summary>Takes memory for the pixels, to be filled.</summary>
    internal byte[] Allocate()
    {
        own = memory.Take();
        Pixels = own;
        return own;
    }

    /// <summary>Takes the pixels where they are. The memory is disposed when the frame is not needed any more.</summary>
    /// <param name="pixels">Memory that begins with the pixels.</param>
    /// <param name="length">Their bytes.</param>
    internal void Borrow(IMemoryOwner<byte> pixels, int length)
    {
        memory.MakeNothing();
        (lent, Pixels) = (pixels, pixels.Memory[..length]);
    }

    /// <summary>Becomes another owner.</summary>
    /// <returns>False if the frame has no owner any more.</returns>
    internal bool TryHold()
    {
        while (true)
        {
            var found = Volatile.Read(ref owners);
            if (found == 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref owners, found + 1, found) == found)
            {
                return true;
            }
        }
    }

    /// <summary>Ends an ownership. Must not be called under a lock: it may call the lender.</summary>
    internal void Release()
    {
        if (Interlocked.Decrement(ref owners) > 0)
        {
            return;
        }

        try
        {
            lent?.Dispose();
        }
        catch (Exception error)
        {
            memory.Problem = $"memory that was lent for a frame could not be given back: {error.Message}";
        }

        memory.Return(own);
    }
}
