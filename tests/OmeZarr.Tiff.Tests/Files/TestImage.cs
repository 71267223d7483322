using Zarr;

namespace OmeZarr.Tiff.Tests.Files;

/// <summary>Pages with known values, in memory: page, sample, row, column, in the byte order of the machine.</summary>
public sealed class TestImage
{
    private readonly byte[] bytes;

    public TestImage(DataType type, int pages, int samples, int height, int width, uint seed = 1)
    {
        (DataType, Pages, Samples, Height, Width) = (type, pages, samples, height, width);
        bytes = new byte[(long)pages * samples * height * width * type.Size];
        for (var i = 0; i < bytes.Length; i++)
        {
            // Runs and noise, so that every compression has something to do.
            seed = (seed * 1664525) + 1013904223;
            bytes[i] = (i / type.Size) % 5 == 0 ? (byte)(seed >> 24) : (byte)((i / type.Size / 7) + (i % type.Size));
        }
    }

    public DataType DataType { get; }

    public int Pages { get; }

    public int Samples { get; }

    public int Height { get; }

    public int Width { get; }

    public ReadOnlySpan<byte> Element(long page, long sample, long y, long x)
    {
        var index = (((((page * Samples) + sample) * Height) + y) * Width) + x;
        return bytes.AsSpan((int)(index * DataType.Size), DataType.Size);
    }

    /// <summary>Rows of one page as a chunky or planar block stores them; pixels beyond the image are 0.</summary>
    public byte[] Block(int page, int? plane, (int Y, int X) origin, (int Rows, int Columns) size)
    {
        var samples = plane is null ? Samples : 1;
        var block = new byte[size.Rows * size.Columns * samples * DataType.Size];
        for (var i = 0; i < size.Rows * size.Columns * samples; i++)
        {
            var (s, x, y) = (i % samples, origin.X + (i / samples % size.Columns), origin.Y + (i / samples / size.Columns));
            if (y < Height && x < Width)
            {
                Element(page, plane ?? s, y, x).CopyTo(block.AsSpan(i * DataType.Size));
            }
        }

        return block;
    }

    /// <summary>All values of one page as an uncompressed file stores them.</summary>
    public byte[] Stored(int page, bool isPlanar, bool isBigEndian)
    {
        var block = isPlanar
            ? [.. Enumerable.Range(0, Samples).SelectMany(plane => Block(page, plane, (0, 0), (Height, Width)))]
            : Block(page, null, (0, 0), (Height, Width));
        if (isBigEndian)
        {
            for (var i = 0; i < block.Length; i += DataType.Size)
            {
                block.AsSpan(i, DataType.Size).Reverse();
            }
        }

        return block;
    }

    /// <summary>The bytes that a region of the image must have.</summary>
    /// <param name="region">The region.</param>
    /// <param name="locate">From the index in the image to page, sample, row and column.</param>
    public byte[] Expected(Region region, Func<long[], (long Page, long Sample, long Y, long X)> locate)
    {
        var result = new byte[region.Shape.ElementCount * DataType.Size];
        var index = region.Offset.ToArray();
        for (var i = 0L; i < region.Shape.ElementCount; i++)
        {
            var rest = i;
            for (var d = region.Rank - 1; d >= 0; d--)
            {
                index[d] = region.Offset[d] + (rest % region.Shape[d]);
                rest /= region.Shape[d];
            }

            var (page, sample, y, x) = locate(index);
            Element(page, sample, y, x).CopyTo(result.AsSpan((int)(i * DataType.Size)));
        }

        return result;
    }
}
