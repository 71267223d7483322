using Zarr.Metadata;

namespace Zarr;

/// <summary>Fills memory with the fill value and recognises memory that holds nothing else.</summary>
internal sealed class FillPattern(FillValue fillValue)
{
    private readonly byte[] element = fillValue.Bytes.ToArray();

    internal FillValue Value => fillValue;

    /// <summary>Fills whole elements.</summary>
    internal void Fill(Span<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        if (!element.AsSpan().ContainsAnyExcept(element[0]))
        {
            bytes.Fill(element[0]);
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

    /// <summary>Whether every element is the fill value, bit by bit (so -0.0 is not 0.0, and one NaN not another).</summary>
    internal bool IsAll(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(element) && bytes[element.Length..].SequenceEqual(bytes[..^element.Length]);
}
