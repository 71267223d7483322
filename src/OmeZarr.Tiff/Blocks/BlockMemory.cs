namespace OmeZarr.Tiff.Blocks;

/// <summary>Memory of decoded blocks that is used again, because fresh memory costs more time than most decoding. Thread-safe.</summary>
/// <param name="capacity">The most bytes that wait for their next use.</param>
internal sealed class BlockMemory(long capacity)
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, Stack<byte[]>> free = [];
    private long size;

    /// <summary>Memory of a length, with any content.</summary>
    public byte[] Take(int length)
    {
        lock (gate)
        {
            if (free.TryGetValue(length, out var arrays) && arrays.TryPop(out var bytes))
            {
                size -= length;
                return bytes;
            }
        }

        return new byte[length];
    }

    /// <summary>Takes memory back that nobody reads any more.</summary>
    public void Return(byte[] bytes)
    {
        lock (gate)
        {
            if (bytes.Length > capacity - size)
            {
                return;
            }

            if (!free.TryGetValue(bytes.Length, out var arrays))
            {
                free[bytes.Length] = arrays = new Stack<byte[]>();
            }

            arrays.Push(bytes);
            size += bytes.Length;
        }
    }
}
