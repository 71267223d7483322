namespace Zarr.Arrays.Buffering;

/// <summary>
/// A pool of arrays with exact lengths. The shared pool rounds lengths up to powers of two: chunks of 3.1 MiB, a common length, would take 4 MiB each,
/// and the limit of the buffer would not be the memory in use.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class ExactSizeArrayPool
{
    private readonly Dictionary<int, Stack<byte[]>> arrays = [];

    /// <summary>Bytes of all arrays in the pool.</summary>
    internal long Bytes { get; private set; }

    /// <summary>An array of exactly this length with arbitrary content; null if the pool has none.</summary>
    internal byte[]? Rent(int length)
    {
        if (!arrays.TryGetValue(length, out var stack) || !stack.TryPop(out var array))
        {
            return null;
        }

        Bytes -= length;
        return array;
    }

    internal void Return(byte[] array)
    {
        if (!arrays.TryGetValue(array.Length, out var stack))
        {
            arrays[array.Length] = stack = new Stack<byte[]>();
        }

        stack.Push(array);
        Bytes += array.Length;
    }

    internal void Clear()
    {
        arrays.Clear();
        Bytes = 0;
    }
}
