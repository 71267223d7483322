using System.Buffers;

namespace Blosc.Buffers;

/// <summary>
/// Buffers that are used again. Long ones are not given to the pool of the framework: it keeps one for each thread and size, so that work on one chunk of 1 GiB after the other, but on different
/// threads, would take as many GiB as there are threads.
/// </summary>
/// <remarks>A long one that nobody uses is free to be collected, until somebody takes it again; so nothing is kept for ever. Thread-safe.</remarks>
internal static class SharedBuffers
{
#if DEBUG
    // Short in builds for debugging, so that the tests use long buffers too.
    internal const int LargestOfThread = 4 << 20;
#else
    internal const int LargestOfThread = 32 << 20;
#endif

    // In steps, so that chunks of nearly the same length can use each other's.
    private const int Step = 1 << 20;

    private static readonly LargeBuffers Large = new();

    /// <summary>A buffer of at least so many bytes; its content is whatever the last user left.</summary>
    internal static byte[] Rent(int length) => length <= LargestOfThread ? ArrayPool<byte>.Shared.Rent(length) : Large.Rent(length);

    /// <summary>Gives a buffer back; it must not be used afterwards, and not be given back again.</summary>
    internal static void Return(byte[] buffer)
    {
        // Those of the framework's pool are powers of two, and so at most this long.
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

        /// <summary>The smallest that is long enough, but none that is far too long: others may need that.</summary>
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
