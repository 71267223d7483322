using Zarr;

namespace OmeZarr.Writing.Pyramids;

/// <summary>Elements of a level that arrive in parts, each once and possibly from several threads at the same time.</summary>
internal sealed class PendingBox
{
    private readonly PyramidMemory memory;
    private readonly byte[] buffer;
    private readonly int length;
    private long missing;
    private int gone;

    internal PendingBox(Region region, int elementSize, PyramidMemory memory)
    {
        (Region, this.memory, missing) = (region, memory, region.Shape.ElementCount);
        length = checked((int)(missing * elementSize));
        buffer = memory.Rent(length);
    }

    internal Region Region { get; }

    internal Memory<byte> Elements => buffer.AsMemory(0, length);

    /// <summary>Counts elements that have arrived.</summary>
    /// <returns>Whether they were the last ones.</returns>
    internal bool Arrived(long count) => Interlocked.Add(ref missing, -count) == 0;

    /// <summary>Gives the memory back. A second call does nothing.</summary>
    internal void Return()
    {
        if (Interlocked.Exchange(ref gone, 1) == 0)
        {
            memory.Return(buffer, length);
        }
    }

    /// <summary>Leaves the memory to the garbage collector, because another thread may still use it after an error. A second call does nothing.</summary>
    internal void Abandon()
    {
        if (Interlocked.Exchange(ref gone, 1) == 0)
        {
            memory.Forget(length);
        }
    }
}
