using OmeZarr.Measuring;
using Zarr;

namespace OmeZarr.Rendering.Planes;

/// <summary>Reads planes of a level in blocks of whole chunks, and hands out their rows. Each chunk is read once for a group of channels.</summary>
internal sealed class PlaneReader
{
    // More than the chunks of a few processors; less only if a chunk is larger.
    private const long BlockBytes = 32 << 20;

    // More columns have so many shares that a part of a chunk is better read again.
    private const long MostColumns = 1 << 22;

    // A quarter of an hour, if nothing has to be decoded. Arrays that hold nothing can be larger than any that is stored.
    private const long MostPixels = 1L << 40;

    // Planes that are in memory at the same time.
    private const int MostChannels = 8;

    private readonly ZarrArray level;
    private readonly PlaneAxes axes;
    private readonly Shape chunk;
    private readonly NumberKind numbers;

    internal PlaneReader(ZarrArray level, PlaneAxes axes) =>
        (this.level, this.axes, chunk, numbers) = (level, axes, level.InnerChunkShape ?? level.ChunkShape, NumberKind.OfShown(level.DataType));

    /// <summary>Receives rows of a plane.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="y">The row.</param>
    /// <param name="x">The first column.</param>
    /// <param name="values">The values from this column on.</param>
    internal delegate void RowReceiver(int channel, long y, long x, ReadOnlySpan<double> values);

    /// <summary>Divides sorted channels into groups that are read together: those of the same chunk, unless they are many.</summary>
    internal IEnumerable<IReadOnlyList<int>> Groups(IReadOnlyList<int> channels)
    {
        var length = axes.C is { } axis ? Math.Min(chunk[axis], MostChannels) : 1;
        var start = 0;
        for (var i = 1; i <= channels.Count; i++)
        {
            if (i == channels.Count || channels[i] - channels[start] >= length || (axes.C is { } c && channels[i] / chunk[c] != channels[start] / chunk[c]))
            {
                yield return [.. channels.Skip(start).Take(i - start)];
                start = i;
            }
        }
    }

    /// <summary>Reads the planes of a group of channels.</summary>
    /// <param name="group">Sorted channels.</param>
    /// <param name="planes">The planes and the time point, in level 0.</param>
    /// <param name="part">The part of the planes, in this level.</param>
    /// <param name="receive">Receives each row, in parts if it is long.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="UnsupportedFeatureException">The planes have more than 2^40 pixels.</exception>
    internal async Task ReadAsync(IReadOnlyList<int> group, PlaneChoice planes, PlanePart part, RowReceiver receive, CancellationToken cancellationToken)
    {
        var (shape, slices, channels) = (level.Shape, SliceRange(planes), group[^1] - group[0] + 1);
        if (part.Area * slices.Depth > MostPixels)
        {
            throw new UnsupportedFeatureException("picture", $"{level} of {level.Store} has too many pixels for a picture; add smaller levels to the image");
        }

        var perPixel = channels * Math.Min(slices.Depth, axes.Z is { } z ? chunk[z] : 1) * numbers.Size;
        var columns = Fit(shape[axes.X], chunk[axes.X], BlockBytes / perPixel / Math.Min(chunk[axes.Y], shape[axes.Y]), Math.Min(MostColumns, Array.MaxLength / perPixel));
        var rows = Fit(shape[axes.Y], chunk[axes.Y], BlockBytes / perPixel / columns, Array.MaxLength / (perPixel * columns));
        var (width, height) = (Math.Min(columns, part.Width), Math.Min(rows, part.Height));
        var buffer = GC.AllocateUninitializedArray<byte>((int)(perPixel * width * height));
        var largest = slices.Depth == 1 ? [] : GC.AllocateUninitializedArray<byte>((int)(channels * width * height * numbers.Size));
        var values = new double[width];
        var (offset, lengths) = (new long[shape.Rank], Enumerable.Repeat(1L, shape.Rank).ToArray());
        Set(axes.T, planes.T, 1);
        foreach (var (axis, name) in axes.Others)
        {
            Set(axis, planes.IndexOf(name, shape[axis]), 1);
        }

        Set(axes.C, group[0], channels);
        for (long y = part.Y, bottom; y < part.Bottom; y = bottom)
        {
            bottom = EndOfBlock(y, rows, chunk[axes.Y], part.Bottom);
            for (long x = part.X, right; x < part.Right; x = right)
            {
                right = EndOfBlock(x, columns, chunk[axes.X], part.Right);
                Set(axes.Y, y, bottom - y);
                Set(axes.X, x, right - x);
                var block = slices.Depth == 1
                    ? await ReadSlicesAsync(slices.First, 1).ConfigureAwait(false)
                    : await ReadLargestAsync().ConfigureAwait(false);
                foreach (var channel in group)
                {
                    for (var row = 0L; row < lengths[axes.Y]; row++)
                    {
                        var converted = values.AsSpan(0, (int)lengths[axes.X]);
                        numbers.ToDoubles(block.Row(channel - group[0], 0, row), converted);
                        receive(channel, y + row, x, converted);
                    }
                }
            }
        }

        void Set(int? axis, long start, long length)
        {
            if (axis is { } dimension)
            {
                (offset[dimension], lengths[dimension]) = (start, length);
            }
        }

        async Task<PlaneBlock> ReadSlicesAsync(long first, long count)
        {
            Set(axes.Z, first, count);
            var region = new Region(offset, Shape.Create(lengths));
            var elements = buffer.AsMemory(0, (int)(region.Shape.ElementCount * numbers.Size));
            await ((IArraySource)level).ReadAsync(region, elements, cancellationToken).ConfigureAwait(false);
            return PlaneBlock.Of(region, axes, elements, numbers);
        }

        // As many slices at a time as chunks are deep.
        async Task<PlaneBlock> ReadLargestAsync()
        {
            var result = PlaneBlock.OneSlice(lengths[axes.Y], lengths[axes.X], largest, numbers);
            for (long first = 0, count; first < slices.Depth; first += count)
            {
                count = Math.Min(chunk[axes.Z!.Value], slices.Depth - first);
                var read = await ReadSlicesAsync(first, count).ConfigureAwait(false);
                foreach (var channel in group)
                {
                    for (var row = 0L; row < lengths[axes.Y]; row++)
                    {
                        for (var slice = 0L; slice < count; slice++)
                        {
                            result.Merge(channel - group[0], row, read.Row(channel - group[0], slice, row), keepsLarger: first + slice > 0);
                        }
                    }
                }
            }

            return result;
        }
    }

    /// <summary>The slices of this level. A level may have fewer than level 0.</summary>
    private (long First, long Depth) SliceRange(PlaneChoice planes)
    {
        var depth = PlaneAxes.Length(axes.Z, level.Shape);
        return planes.Z is { } z ? ((long)((Int128)z * depth / planes.Depth), 1) : (0, depth);
    }

    /// <summary>Where a block ends that begins somewhere: at the border of a chunk, if it holds whole chunks.</summary>
    private static long EndOfBlock(long start, long length, long chunk, long end) => Math.Min(end, length % chunk == 0 ? (start / chunk * chunk) + length : start + length);

    /// <summary>As many elements along an axis as wanted, in whole chunks; at least one chunk, unless memory cannot hold it.</summary>
    private static long Fit(long length, long chunk, long wanted, long most) => Math.Clamp(Math.Max(1, wanted / chunk) * Math.Min(chunk, length), 1, Math.Max(1, Math.Min(length, most)));
}
