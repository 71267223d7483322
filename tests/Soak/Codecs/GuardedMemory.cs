using System.Runtime.InteropServices;

namespace Soak.Codecs;

/// <summary>Memory for one buffer at a time. What is written before it is found afterwards; on Unix, what is read or written behind it kills the process.</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int Capacity = 16 << 20;
    private const int PageLength = 64 * 1024;
    private const int CanaryLength = 256;
    private const byte Canary = 0xA5;
    private const int NoAccess = 0;
    private const int ReadWrite = 3;

    private readonly byte* start = (byte*)NativeMemory.AlignedAlloc(Capacity + PageLength, PageLength);
    private int length;

    internal GuardedMemory() => Protect(NoAccess);

    /// <summary>A buffer of random content, which ends where the guarded memory begins. The one before it is gone.</summary>
    internal Span<byte> Take(int count)
    {
        length = count;
        Before.Fill(Canary);
        return new Span<byte>(start + Capacity - count, count);
    }

    /// <summary>A buffer that holds a copy.</summary>
    internal ReadOnlySpan<byte> Copy(ReadOnlySpan<byte> content)
    {
        var copy = Take(content.Length);
        content.CopyTo(copy);
        return copy;
    }

    /// <summary>Throws if something was written before the buffer.</summary>
    internal void RequireIntact() => DifferenceException.Require(Before.IndexOfAnyExcept(Canary) < 0, "bytes before the buffer were overwritten");

    /// <inheritdoc/>
    public void Dispose()
    {
        Protect(ReadWrite);
        NativeMemory.AlignedFree(start);
    }

    private Span<byte> Before => new(start + Capacity - length - CanaryLength, CanaryLength);

    private void Protect(int access)
    {
        if (!OperatingSystem.IsWindows() && mprotect(start + Capacity, PageLength, access) != 0)
        {
            throw new InvalidOperationException($"mprotect gave error {Marshal.GetLastPInvokeError()}");
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int mprotect(void* address, nuint length, int protection);
}
