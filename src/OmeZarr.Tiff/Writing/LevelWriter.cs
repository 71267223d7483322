using Blosc.Buffers;

namespace OmeZarr.Tiff.Writing;

/// <summary>
/// Writes the tiles of levels. While the tiles of one box of planes are compressed on all processors, the next box is read. Tiles are in the file in the order of the boxes, so that equal images give equal files.
/// </summary>
internal sealed class LevelWriter(NewFile file, TileEncoder encoder, OmeTiffCompression compression, ExportLimits limits, Action<long> written)
{
    internal async Task<WrittenLevel> WriteAsync(PlaneStack stack, CancellationToken cancellationToken)
    {
        var level = new WrittenLevel(stack, WrittenLevel.TileOf(stack));
        var step = ReadingSteps.Shape(stack, level.Tile, limits);
        var bytes = (int)(new PlaneBox(step, step).Elements * stack.DataType.Size);
        var (current, next) = (SharedBuffers.Rent(bytes), SharedBuffers.Rent(bytes));
        Task<PlaneBox>? reading = null;
        try
        {
            foreach (var box in ReadingSteps.Boxes(stack.Lengths, step))
            {
                PlaneBox? ready = null;
                if (reading is not null)
                {
                    ready = await reading.ConfigureAwait(false);
                    (current, next) = (next, current);
                }

                reading = ReadAsync(stack, box, next, cancellationToken);
                if (ready is { } pixels)
                {
                    Write(level, pixels, current, cancellationToken);
                }
            }

            Write(level, await reading!.ConfigureAwait(false), next, cancellationToken);
            return level;
        }
        finally
        {
            await FinishAsync(reading).ConfigureAwait(false);
            SharedBuffers.Return(current);
            SharedBuffers.Return(next);
        }
    }

    private static async Task<PlaneBox> ReadAsync(PlaneStack stack, PlaneBox box, byte[] buffer, CancellationToken cancellationToken)
    {
        // Sources may read on the calling thread, which has tiles to compress.
        await Task.Yield();
        await stack.ReadAsync(box, buffer.AsMemory(0, (int)(box.Elements * stack.DataType.Size)), cancellationToken).ConfigureAwait(false);
        return box;
    }

    /// <summary>Waits for a read that nobody needs any more, because it writes to a buffer.</summary>
    private static async Task FinishAsync(Task? reading)
    {
        if (reading is not null)
        {
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Write(WrittenLevel level, PlaneBox box, byte[] pixels, CancellationToken cancellationToken)
    {
        var tiles = TilesOf(level, box).ToArray();
        var batch = 4 * Environment.ProcessorCount;
        foreach (var some in tiles.Chunk(batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var encoded = new (byte[] Bytes, int Length)[some.Length];
            Parallel.For(0, some.Length, i => encoded[i] = Encode(level, some[i], pixels));
            foreach (var (tile, (bytes, length)) in some.Zip(encoded))
            {
                level.Set(tile.Plane, tile.Number, file.Append(bytes.AsSpan(0, length)), length);
                SharedBuffers.Return(bytes);
            }

            written(some.Length);
        }
    }

    private static IEnumerable<PlaneTile> TilesOf(WrittenLevel level, PlaneBox box)
    {
        var (tile, size, strides) = (level.Tile, level.Stack.DataType.Size, level.Stack.Strides(box));
        foreach (var (t, c, z) in PlanesOf(box))
        {
            var plane = ((((box.Start[0] + t) * level.Stack.Lengths[1]) + box.Start[1] + c) * level.Stack.Lengths[2]) + box.Start[2] + z;
            for (var y = 0L; y < box.Lengths[3]; y += tile.Height)
            {
                for (var x = 0L; x < box.Lengths[4]; x += tile.Width)
                {
                    var number = (int)(((box.Start[3] + y) / tile.Height * level.TilesAcross) + ((box.Start[4] + x) / tile.Width));
                    var offset = ((t * strides[0]) + (c * strides[1]) + (z * strides[2]) + (y * strides[3]) + x) * size;
                    yield return new PlaneTile(plane, number, offset, strides[3] * size, (int)Math.Min(tile.Height, box.Lengths[3] - y), (int)(Math.Min(tile.Width, box.Lengths[4] - x) * size));
                }
            }
        }
    }

    private static IEnumerable<(long T, long C, long Z)> PlanesOf(PlaneBox box)
    {
        for (var plane = 0L; plane < box.Lengths[0] * box.Lengths[1] * box.Lengths[2]; plane++)
        {
            yield return (plane / box.Lengths[2] / box.Lengths[1], plane / box.Lengths[2] % box.Lengths[1], plane % box.Lengths[2]);
        }
    }

    private (byte[] Bytes, int Length) Encode(WrittenLevel level, PlaneTile tile, byte[] pixels)
    {
        var rowBytes = level.Tile.Width * level.Stack.DataType.Size;
        var length = rowBytes * level.Tile.Height;
        var content = SharedBuffers.Rent(length);
        var encoded = SharedBuffers.Rent((int)TileEncoder.MaxLength(compression, length));
        content.AsSpan(0, length).Clear(); // the part of a tile beyond the edge of the plane
        for (var row = 0; row < tile.Rows; row++)
        {
            pixels.AsSpan((int)(tile.Offset + (row * tile.Stride)), tile.RowBytes).CopyTo(content.AsSpan(row * rowBytes));
        }

        var size = encoder.Encode(content.AsSpan(0, length), level.Tile.Width, encoded);
        SharedBuffers.Return(content);
        return (encoded, size);
    }

    /// <summary>A tile to write.</summary>
    /// <param name="Plane">Number of its plane.</param>
    /// <param name="Number">Its number in the plane.</param>
    /// <param name="Offset">Where its first pixel is in the memory of the box, in bytes.</param>
    /// <param name="Stride">Distance of its rows there, in bytes.</param>
    /// <param name="Rows">Number of rows that are pixels.</param>
    /// <param name="RowBytes">Bytes of a row that are pixels.</param>
    private readonly record struct PlaneTile(long Plane, int Number, long Offset, long Stride, int Rows, int RowBytes);
}
