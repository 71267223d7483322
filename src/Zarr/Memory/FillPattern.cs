namespace Zarr;

/// <summary>Fills memory with the fill value, and recognises memory that holds only the fill value.</summary>
/// <param name="dataType">Type of the elements.</param>
/// <param name="fillValue">The bytes of one element.</param>
internal sealed class FillPattern(DataType dataType, ReadOnlySpan<byte> fillValue)
{
    private readonly byte[] element = fillValue.ToArray();

    private readonly bool isOneByte = !fillValue.ContainsAnyExcept(fillValue[0]);

    internal DataType DataType => dataType;

    /// <summary>Fills whole elements.</summary>
    internal void Fill(Span<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        if (isOneByte)
        {
            FillWithOneByte(bytes);
            return;
        }

        element.CopyTo(bytes);
        for (var done = element.Length; done < bytes.Length;)
        {
            var step = Math.Min(done, bytes.Length - done); // done would overflow if it were doubled beyond 1 GiB
            bytes[..step].CopyTo(bytes[done..]);
            done += step;
        }
    }

    /// <summary>Fills whole elements; with non-temporal stores if every byte of the fill value is the same. Other threads see the bytes after <see cref="StreamingCopy.Fence"/>.</summary>
    internal void FillNonTemporal(Span<byte> bytes)
    {
        if (isOneByte)
        {
            StreamingCopy.Fill(bytes, element[0]);
        }
        else
        {
            Fill(bytes);
        }
    }

    private void FillWithOneByte(Span<byte> bytes)
    {
        if (element[0] == 0)
        {
            bytes.Clear();
        }
        else
        {
            bytes.Fill(element[0]);
        }
    }

    /// <summary>Whether every element is the fill value, bit by bit (so -0.0 is not 0.0, and one NaN not another).</summary>
    internal bool IsAll(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(element) && bytes[element.Length..].SequenceEqual(bytes[..^element.Length]);
}
