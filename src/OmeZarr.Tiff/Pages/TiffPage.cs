namespace OmeZarr.Tiff.Pages;

/// <summary>One page: its layout and the offsets of its strips or tiles.</summary>
internal sealed class TiffPage
{
    private readonly TiffField offsets;
    private readonly TiffField? counts;
    private readonly TiffField? colorMap;
    private readonly long contiguousStart = -1;
    private readonly long move;
    private readonly BlockRange[]? ranges;
    private readonly RestartTiles? restarts;

    private TiffPage(TiffDirectory directory, PageLayout layout, TiffField offsets, TiffField? counts)
    {
        (File, Number, Layout, this.offsets, this.counts) = (directory.File, directory.Page, layout, offsets, counts);
        JpegTables = directory.Find(TiffTag.JpegTables);
        colorMap = directory.Find(TiffTag.ColorMap);
        OldJpeg = layout.Compression == TiffCompression.OldJpeg ? directory : null;
    }

    private TiffPage(TiffStorage file, int number, PageLayout layout, long start)
    {
        (File, Number, Layout, contiguousStart) = (file, number, layout, start);
    }

    private TiffPage(TiffPage page, int number, long move, BlockRange[]? ranges)
    {
        (File, Number, Layout, offsets, counts) = (page.File, number, page.Layout, page.offsets, page.counts);
        (colorMap, JpegTables, OldJpeg, this.move, this.ranges) = (page.colorMap, page.JpegTables, page.OldJpeg, move, ranges);
    }

    private TiffPage(TiffPage page, RestartTiles restarts)
        : this(page, page.Number, 0, null) => (this.restarts, Layout) = (restarts, restarts.Apply(page.Layout));

    /// <summary>The file that holds the page.</summary>
    public TiffStorage File { get; }

    /// <summary>Number of the page in the file, counted from 0.</summary>
    public int Number { get; }

    public PageLayout Layout { get; }

    /// <summary>The tables of the JPEG streams of all blocks.</summary>
    public TiffField? JpegTables { get; }

    /// <summary>The tags of a page with old JPEG (compression 6), which say where its tables are; null for other pages.</summary>
    public TiffDirectory? OldJpeg { get; }

    /// <summary>The start of the JPEG stream of all blocks, if blocks are parts of one stream; null for other pages.</summary>
    public byte[]? JpegHeader => restarts?.Header;

    /// <summary>Number of blocks, over all planes.</summary>
    public long BlockCount => Layout.BlocksAcross * Layout.BlocksDown * (Layout.IsPlanar ? Layout.Samples : 1);

    /// <summary>Requires that the page can be a plane of an image whose other pages have this layout.</summary>
    /// <exception cref="TiffFormatException">Its size or type is another.</exception>
    public void RequireSameImage(PageLayout others)
    {
        if (!Layout.IsSameImage(others))
        {
            throw new TiffFormatException(File.Path, $"page {Number} has {Layout.Describe()}, but other pages of the same image have {others.Describe()}");
        }
    }

    public static TiffPage Read(TiffDirectory directory, PageLayout layout, TiffStorage file)
    {
        var (offsetTag, countTag) = layout.IsTiled
            ? (TiffTag.TileOffsets, TiffTag.TileByteCounts)
            : (TiffTag.StripOffsets, TiffTag.StripByteCounts);
        // Some old writers use the strip tags for tiles; LibTIFF accepts them, too.
        var offsets = directory.Find(offsetTag) ?? directory.Find(TiffTag.StripOffsets) ?? throw directory.Damaged($"tag {offsetTag} is missing");
        var counts = directory.Find(countTag) ?? directory.Find(TiffTag.StripByteCounts);
        var page = new TiffPage(directory, layout, offsets, counts);
        page.RequireTable(directory, file, offsets);
        if (counts is { } field)
        {
            page.RequireTable(directory, file, field);
        }
        else if (layout.IsCompressed && page.BlockCount != 1)
        {
            throw directory.Damaged($"tag {countTag} is missing");
        }

        return layout is { Compression: TiffCompression.Jpeg, IsTiled: false } && page.BlockCount == 1 && RestartTiles.TryRead(directory, layout, page.Locate(file, 0, 1)[0]) is { } restarts
            ? new TiffPage(page, restarts)
            : page;
    }

    /// <summary>A page without a directory: uncompressed pixels from offset <paramref name="start"/>, in one strip for each plane.</summary>
    public static TiffPage Contiguous(TiffStorage file, int number, PageLayout layout, long start) =>
        new(file, number, layout, start);

    /// <summary>The palette (tag ColorMap): for each stored value red, then for each value green, then blue, from 0 to 65535. Null without palette.</summary>
    public ushort[]? ReadColorMap(TiffStorage file)
    {
        if (colorMap is not { } field || Layout is not { Photometric: PageLayout.Palette, StoredBits: <= 16 })
        {
            return null;
        }

        var values = new long[3 << Layout.StoredBits];
        return field.TryReadIntegers(file, 0, values)
            ? [.. values.Select(value => (ushort)Math.Min(value, ushort.MaxValue))]
            : throw Damaged(file, "tag ColorMap is damaged");
    }

    /// <summary>A page without a directory that is stored like this one, some bytes behind it.</summary>
    /// <param name="number">Number of the page.</param>
    /// <param name="bytes">The distance in the file.</param>
    public TiffPage Moved(int number, long bytes) => new(this, number, bytes, null);

    /// <summary>The page with blocks in other places than its tags say.</summary>
    public TiffPage At(BlockRange[] places) => new(this, Number, 0, places);

    /// <summary>Offsets and lengths of consecutive blocks. Both are 0 for a block that the file leaves out because all its samples are 0.</summary>
    public BlockRange[] Locate(TiffStorage file, long firstBlock, int count)
    {
        if (ranges is not null)
        {
            return ranges[(int)firstBlock..(int)(firstBlock + count)];
        }

        if (restarts is not null)
        {
            return restarts.Locate(file, firstBlock, count) ?? throw Damaged(file, "the table of its restart markers is damaged");
        }

        var result = new BlockRange[count];
        if (contiguousStart >= 0)
        {
            var size = Layout.Height * Layout.StoredRowBytes;
            return [.. result.Select((_, i) => new BlockRange(contiguousStart + ((firstBlock + i) * size), size))];
        }

        var (starts, lengths) = (ReadTable(file, offsets, firstBlock, count), ReadCounts(file, firstBlock, count));
        for (var i = 0; i < count; i++)
        {
            result[i] = new BlockRange(starts[i] > 0 && starts[i] <= file.Length ? starts[i] + move : starts[i], IsLengthKnown(starts[i], lengths?[i]) ? lengths![i] : LengthOf(file, starts[i], firstBlock + i));
        }

        return result;
    }

    // Some programs write 0 for all lengths, or a wrong one for a single strip. Uncompressed data does not need them.
    private bool IsLengthKnown(long start, long? length) => length is { } known && (known > 0 || start == 0) && (Layout.IsDecodedWhole || BlockCount > 1 || start == 0);

    private long LengthOf(TiffStorage file, long start, long block) =>
        Layout.IsDecodedWhole ? file.Length - start : Layout.RowsOf(block / Layout.BlocksAcross % Layout.BlocksDown) * Layout.StoredRowBytes;

    public TiffFormatException Damaged(TiffStorage file, string detail, Exception? inner = null) => new(file.Path, Number, detail, inner);

    private long[]? ReadCounts(TiffStorage file, long first, int count) => counts is { } field ? ReadTable(file, field, first, count) : null;

    private long[] ReadTable(TiffStorage file, TiffField table, long first, int count)
    {
        var values = new long[count];
        return table.TryReadIntegers(file, first, values) ? values : throw Damaged(file, $"tag {table.Tag} is damaged");
    }

    private void RequireTable(TiffDirectory directory, TiffStorage file, TiffField table)
    {
        if (table.Count < BlockCount)
        {
            throw directory.Damaged($"damaged: it needs {BlockCount} {Layout.BlockNoun}s, {table.Tag} lists {table.Count}");
        }

        if (table.ValueSize == 0 || table.Count > file.Length || !file.Holds(table.Offset, table.Count * table.ValueSize))
        {
            throw directory.Damaged($"damaged: {table.Tag} lies outside the file");
        }
    }
}

/// <summary>Offset and length of a stored block in the file, in bytes.</summary>
internal readonly record struct BlockRange(long Offset, long Length);
