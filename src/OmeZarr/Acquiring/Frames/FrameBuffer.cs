namespace OmeZarr.Acquiring.Frames;

/// <summary>The pixels of one frame. Several owners may hold it; when the last one releases it, its memory is used for another frame.</summary>
internal sealed class FrameBuffer(FrameMemory memory, byte[] pixels)
{
    private int owners = 1;

    /// <summary>The pixels in C order.</summary>
    internal byte[] Pixels => pixels;

    /// <summary>The segment of the journal that holds the frame; 0 if none does.</summary>
    internal long Segment { get; set; }

    /// <summary>The number of the frame in that segment.</summary>
    internal int SegmentIndex { get; set; }

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

    internal void Release()
    {
        if (Interlocked.Decrement(ref owners) == 0)
        {
            memory.Return(pixels);
        }
    }
}
