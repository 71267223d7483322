using System.Buffers;
using Zarr;

namespace OmeZarr.Hdf5.Files;

/// <summary>One array of an image: datasets, one for each time point and channel where these axes are no dimensions of the datasets.</summary>
internal sealed class Hdf5Pixels : IArraySource
{
    private readonly string axes;
    private readonly string stored;
    private readonly Func<long, long, Hdf5Array?> find;

    /// <param name="axes">Letters of the image, in the order of <c>tczyx</c>.</param>
    /// <param name="lengths">The length of each.</param>
    /// <param name="stored">Letters of the dimensions of each dataset, in their order; a dimension of length 1 that is no axis is <c>_</c>.</param>
    /// <param name="dataType">The type of the elements; another type of the same size gives the stored bits this meaning.</param>
    /// <param name="find">The dataset of a time point and channel, both 0 where they are no axes outside the datasets; null for one that the file lacks, which reads as zero.</param>
    internal Hdf5Pixels(string axes, long[] lengths, string stored, DataType dataType, Func<long, long, Hdf5Array?> find)
    {
        (this.axes, this.stored, this.find) = (axes, stored, find);
        (Shape, DataType) = (Shape.Create(lengths), dataType);
    }

    public Shape Shape { get; }

    public DataType DataType { get; }

    public ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        region.RequireInside(Shape);
        region.RequireLength(destination.Length, DataType.Size);

        try
        {
            Read(region, destination, cancellationToken);
            return ValueTask.CompletedTask;
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            return ValueTask.FromException(error);
        }
    }

    private void Read(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        var outer = axes.TakeWhile(letter => !stored.Contains(letter, StringComparison.Ordinal)).Count();
        var (times, channels) = (RangeOf('t', region, outer), RangeOf('c', region, outer));
        var each = destination.Length / (int)Math.Max(1, times.Count * channels.Count);
        for (var (t, at) = (0L, 0); t < times.Count; t++)
        {
            for (var c = 0L; c < channels.Count; c++, at += each)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ReadOne(find(times.First + t, channels.First + c), region, outer, destination.Slice(at, each));
            }
        }
    }

    /// <summary>The elements of an axis outside the datasets.</summary>
    private (long First, long Count) RangeOf(char letter, Region region, int outer) =>
        axes.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var axis && axis < outer ? (region.Offset[axis], region.Shape[axis]) : (0, 1);

    private void ReadOne(Hdf5Array? array, Region region, int outer, Memory<byte> destination)
    {
        if (array is null)
        {
            destination.Span.Clear();
            return;
        }

        var (offset, counts) = (new long[stored.Length], new long[stored.Length]);
        foreach (var (d, letter) in stored.Index())
        {
            var axis = axes.IndexOf(letter, StringComparison.Ordinal);
            (offset[d], counts[d]) = axis < 0 ? (0, 1) : (region.Offset[axis], region.Shape[axis]);
        }

        var inner = axes[outer..];
        var kept = string.Concat(stored.Where(letter => letter != '_'));
        if (kept == inner)
        {
            array.Read(offset, counts, destination.Span);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, destination.Length));
        try
        {
            var bytes = buffer.AsMemory(0, destination.Length);
            array.Read(offset, counts, bytes.Span);
            Transpose(bytes.Span, kept, inner, [.. inner.Select(letter => region.Shape[axes.IndexOf(letter, StringComparison.Ordinal)])], destination.Span);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Copies elements from the order of the file to that of the image.</summary>
    private void Transpose(ReadOnlySpan<byte> source, string from, string to, long[] lengths, Span<byte> destination)
    {
        var (size, strides) = (DataType.Size, new long[to.Length]);
        for (var (d, stride) = (from.Length - 1, (long)DataType.Size); d >= 0; d--)
        {
            var axis = to.IndexOf(from[d], StringComparison.Ordinal);
            strides[axis] = stride;
            stride *= lengths[axis];
        }

        var index = new long[to.Length];
        for (var (at, position) = (0, 0L); at < destination.Length; at += size)
        {
            source.Slice((int)position, size).CopyTo(destination[at..]);
            for (var d = to.Length - 1; d >= 0; d--)
            {
                position += strides[d];
                if (++index[d] < lengths[d])
                {
                    break;
                }

                position -= strides[d] * lengths[d];
                index[d] = 0;
            }
        }
    }
}
