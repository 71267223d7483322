using System.Buffers;

namespace Zarr;

/// <summary>A buffer of exactly the length asked for, from the shared array pool. Owned by one user, who disposes it; disposing twice is harmless.</summary>
internal sealed class PooledMemory : IMemoryOwner<byte>
{
    private readonly int length;
    private byte[]? array;

    private PooledMemory(byte[] array, int length) => (this.array, this.length) = (array, length);

    public Memory<byte> Memory => new(array ?? throw new ObjectDisposedException(nameof(PooledMemory)), 0, length);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref array, null) is { } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>A buffer with unspecified content.</summary>
    internal static PooledMemory Rent(int length) => new(ArrayPool<byte>.Shared.Rent(length), length);
}
