using Zarr;

namespace OmeZarr.Acquiring.Frames;

/// <summary>The frames of one image that belong to the same chunks or shards along all axes but y and x. The lock of <see cref="SlabTable"/> guards it until it is taken to be stored.</summary>
/// <param name="image">The image.</param>
/// <param name="number">The number of the slab in the image.</param>
/// <param name="frames">Its frames: a region of the stored axes but y and x.</param>
internal sealed class Slab(int image, long number, Region frames)
{
    private readonly bool[] arrived = new bool[frames.Shape.ElementCount];
    private readonly List<FrameBuffer> replaced = [];
    private int missing = (int)frames.Shape.ElementCount;

    internal int Image => image;

    internal long Number => number;

    internal Region Frames => frames;

    /// <summary>The frames in C order; null where none has come or one was left out.</summary>
    internal FrameBuffer?[] Buffers { get; } = new FrameBuffer?[frames.Shape.ElementCount];

    /// <summary>Whether a part of the slab was stored before, so that frames that are not here are perhaps there.</summary>
    internal bool HasStored { get; set; }

    /// <summary>The slab with the same number that comes after this one is stored.</summary>
    internal Slab? Next { get; set; }

    /// <summary>Complete when the slab is stored or could not be stored.</summary>
    internal TaskCompletionSource Settled { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether each frame has come or was left out.</summary>
    internal bool IsComplete => missing == 0;

    /// <summary>The number of frames in memory.</summary>
    internal int Held { get; private set; }

    /// <summary>Adds a frame, or notes that it was left out.</summary>
    /// <returns>The frame that it replaces, to be released.</returns>
    internal FrameBuffer? Add(int slot, FrameBuffer? frame)
    {
        var before = Buffers[slot];
        if (frame is null && before is not null)
        {
            return null; // what has come is not left out
        }

        (Buffers[slot], missing) = (frame, arrived[slot] ? missing : missing - 1);
        arrived[slot] = true;
        Held += before is null && frame is not null ? 1 : 0;
        return before;
    }

    /// <summary>Takes over what came to a later slab with the same number. Frames that are replaced are released together with the others.</summary>
    internal void TakeOver(Slab later)
    {
        for (var slot = 0; slot < later.Buffers.Length; slot++)
        {
            if (later.arrived[slot] && Add(slot, later.Buffers[slot]) is { } before)
            {
                replaced.Add(before);
            }
        }
    }

    /// <summary>The slab is stored again after it could not be stored.</summary>
    internal void Retry() => Settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Releases all frames.</summary>
    internal void Release()
    {
        replaced.ForEach(frame => frame.Release());
        replaced.Clear();
        for (var i = 0; i < Buffers.Length; i++)
        {
            Buffers[i]?.Release();
            Buffers[i] = null;
        }
    }
}
