using System.Buffers;

namespace Zarr.Stores.Zip;

/// <summary>A part of rented memory, which is given back when the part is disposed.</summary>
internal sealed class MemoryPart(IMemoryOwner<byte> whole, int start, int length) : IMemoryOwner<byte>
{
    public Memory<byte> Memory => whole.Memory.Slice(start, length);

    public void Dispose() => whole.Dispose();
}
