using System.Buffers;
using Blosc.Buffers;

namespace Zarr;

/// <summary>Bytes rented from the shared buffers, at exactly the requested length. Disposing returns them.</summary>
/// <remarks>The initial content is arbitrary: fill all of it, or call <see cref="Shorten"/>. A second disposal does nothing.</remarks>
internal sealed class PooledMemory : IMemoryOwner<byte>
{
    private byte[]? array;

    private PooledMemory(byte[] array, int length) => (this.array, Length) = (array, length);

    public Memory<byte> Memory => array is { } rented
        ? rented.AsMemory(0, Length)
        : throw new ObjectDisposedException(nameof(PooledMemory));

    internal int Length { get; private set; }

    public void Dispose()
    {
        // An atomic exchange, because an array that is returned twice would be rented by two owners at once.
        if (Interlocked.Exchange(ref array, null) is { } rented)
        {
            SharedBuffers.Return(rented);
        }
    }

    internal static PooledMemory Rent(int length) => new(SharedBuffers.Rent(length), length);

    internal static PooledMemory CopyOf(ReadOnlySpan<byte> bytes)
    {
        var copy = Rent(bytes.Length);
        bytes.CopyTo(copy.Memory.Span);
        return copy;
    }

    internal void Shorten(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)Length, nameof(length));
        Length = length;
    }
}
