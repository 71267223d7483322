using System.Buffers;

namespace Zarr;

/// <summary>Presents elements that only a span can reach as memory, which is then used through spans only.</summary>
internal abstract class SpanMemory<T> : MemoryManager<T>
{
    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException("the memory is used through spans only");

    public override void Unpin() => throw new NotSupportedException("the memory is used through spans only");

    protected override void Dispose(bool disposing)
    {
    }
}
