namespace Zarr.Arrays.Buffering;

/// <summary>
/// Arrays to be used again. Not the shared pool, which rounds lengths up to powers of two: chunks of 3.1 MiB, a common length, would take 4 MiB each,
/// and the limit would not say what is really used.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class SpareArrays
{
    private readonly Dictionary<int, Stack<byte[]>> arrays = [];

    /// <summary>Bytes of all of them.</summary>
    internal long Bytes { get; private set; }

    /// <summary>An array of exactly this length with any content, or null.</summary>
    internal byte[]? Take(int length)
    {
        if (!arrays.TryGetValue(length, out var stack) || !stack.TryPop(out var array))
        {
            return null;
        }

        Bytes -= length;
        return array;
    }

    internal void Add(byte[] array)
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
