using System.Buffers;

namespace Blosc.Buffers;

/// <summary>
/// A pool of buffers for all threads. Only short buffers come from the pool of the framework, which keeps one buffer per thread and size: chunks of 1 GiB that different threads process in turn
/// would take 1 GiB per thread.
/// </summary>
/// <remarks>The garbage collector may collect a long buffer while it is not in use. Thread-safe.</remarks>
internal static class SharedBuffers
{
#if DEBUG
    // Short in builds for debugging, so that the tests use long buffers too.
    internal const int LargestOfThread = 4 << 20;
#else
    internal const int LargestOfThread = 32 << 20;
#endif

    // Lengths are rounded up, so that chunks of nearly the same length share buffers.
    private const int Step = 1 << 20;

    private static readonly LargeBuffers Large = new();

    /// <summary>Takes a buffer of at least this length. Its content is undefined.</summary>
    internal static byte[] Rent(int length) => length <= LargestOfThread ? ArrayPool<byte>.Shared.Rent(length) : Large.Rent(length);

    /// <summary>Gives a buffer back. The caller must not use it afterwards, nor give it back twice.</summary>
    internal static void Return(byte[] buffer)
    {
        // Buffers of the framework's pool are powers of two, and so at most this long.
        if (buffer.Length <= LargestOfThread)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        else
        {
            Large.Return(buffer);
        }
    }

    private sealed class LargeBuffers
    {
        private readonly Lock gate = new();
        private readonly List<WeakReference<byte[]>> unused = [];

        internal byte[] Rent(int length)
        {
            lock (gate)
            {
                if (TakeSmallest(length) is { } buffer)
                {
                    return buffer;
                }
            }

            var rounded = (length + (long)Step - 1) / Step * Step;
            return GC.AllocateUninitializedArray<byte>((int)Math.Min(rounded, Array.MaxLength));
        }

        internal void Return(byte[] buffer)
        {
            lock (gate)
            {
                unused.RemoveAll(reference => !reference.TryGetTarget(out _));
                unused.Add(new WeakReference<byte[]>(buffer));
            }
        }

        /// <summary>Takes the smallest buffer that is long enough and at most twice as long as needed: longer ones stay for others.</summary>
        private byte[]? TakeSmallest(int length)
        {
            var (place, found) = (-1, null as byte[]);
            for (var i = 0; i < unused.Count; i++)
            {
                if (unused[i].TryGetTarget(out var buffer) && buffer.Length >= length && buffer.Length / 2 <= length && buffer.Length < (found?.Length ?? int.MaxValue))
                {
                    (place, found) = (i, buffer);
                }
            }

            if (found is not null)
            {
                unused.RemoveAt(place);
            }

            return found;
        }
    }
}
