using System.Buffers;

namespace Macro.Comparing;

/// <summary>Memory outside the managed heap, which somebody else frees.</summary>
internal sealed unsafe class NativeWindow(nint start, int length) : MemoryManager<byte>
{
    public override Span<byte> GetSpan() => new((void*)start, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new((byte*)start + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
