using System.Buffers;
using System.Runtime.InteropServices;
using Xunit;

namespace OmeZarr.Tests.Acquiring;

/// <summary>Memory that is lent for a frame. It counts how often it is given back, and then loses its pixels, so that a later look at them finds others.</summary>
/// <param name="pixels">The pixels.</param>
/// <param name="further">Bytes behind the pixels.</param>
internal sealed class LentFrame(ushort[] pixels, int further = 0) : IMemoryOwner<byte>
{
    private readonly byte[] bytes = [.. MemoryMarshal.AsBytes(pixels.AsSpan()), .. new byte[further]];
    private int returns;

    /// <summary>How often it was given back.</summary>
    internal int Returns => Volatile.Read(ref returns);

    public Memory<byte> Memory => Returns == 0 ? bytes : throw new ObjectDisposedException(nameof(LentFrame));

    public void Dispose()
    {
        Assert.Equal(1, Interlocked.Increment(ref returns));
        bytes.AsSpan().Fill(0xCC);
    }
}
