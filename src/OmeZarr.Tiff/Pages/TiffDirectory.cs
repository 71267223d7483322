namespace OmeZarr.Tiff.Pages;

/// <summary>One image file directory (IFD): the tags of one page.</summary>
internal sealed class TiffDirectory
{
    // The limit of a classic TIFF; a BigTIFF could claim 2^64.
    private const int MaxEntries = ushort.MaxValue;

    private const int MostShown = 8;

    // The higher half of a value in NDPI.
    private const int HighBytes = 4;

    private readonly TiffStorage file;
    private readonly TiffField[] fields;

    private TiffDirectory(TiffStorage file, int page, TiffField[] fields)
    {
        (this.file, Page, this.fields) = (file, page, fields);
    }

    /// <summary>Number of the page, counted from 0.</summary>
    public int Page { get; }

    /// <summary>Reads all directories of the chain, each once, in the order of the file.</summary>
    /// <exception cref="TiffFormatException">The chain leaves the file, runs in a circle, or directories overlap.</exception>
    public static IEnumerable<TiffDirectory> ReadAll(TiffStorage file)
    {
        var visited = new HashSet<long>();
        var total = 0L;
        for (var offset = file.FirstDirectory; offset != 0;)
        {
            if (!visited.Add(offset))
            {
                throw new TiffFormatException(file.Path, $"damaged: the pages run in a circle after page {visited.Count - 1}");
            }

            var directory = Read(file, visited.Count - 1, offset, out var size, out offset);
            total += size;
            if (total > file.Length)
            {
                throw new TiffFormatException(file.Path, "damaged: the directories of its pages overlap");
            }

            yield return directory;
        }
    }

    /// <summary>Where the values of the tags lie; those of a few bytes lie in the directory itself.</summary>
    public IEnumerable<long> Offsets => fields.Select(entry => entry.Offset);

    /// <summary>The file of the page.</summary>
    public TiffStorage File => file;

    /// <summary>Reads the directory at an offset that a tag gives, such as one of the tag SubIFDs.</summary>
    /// <param name="file">The file.</param>
    /// <param name="page">Number of the page that the tag belongs to, for messages.</param>
    /// <param name="offset">The offset of the directory.</param>
    /// <exception cref="TiffFormatException">The directory lies outside the file.</exception>
    public static TiffDirectory ReadAt(TiffStorage file, int page, long offset) => ReadAt(file, page, offset, out _);

    /// <inheritdoc cref="ReadAt(TiffStorage, int, long)"/>
    /// <param name="file">The file.</param>
    /// <param name="page">Number of the page that the tag belongs to, for messages.</param>
    /// <param name="offset">The offset of the directory.</param>
    /// <param name="size">The bytes that the directory takes.</param>
    public static TiffDirectory ReadAt(TiffStorage file, int page, long offset, out long size) => Read(file, page, offset, out size, out _);

    public TiffField? Find(TiffTag tag)
    {
        foreach (var field in fields)
        {
            if (field.Tag == tag)
            {
                return field;
            }
        }

        return null;
    }

    /// <summary>All entries of a tag: some programs write several descriptions.</summary>
    public IEnumerable<TiffField> FindAll(TiffTag tag) => fields.Where(field => field.Tag == tag);

    /// <summary>The first value of an unsigned integer tag; null if the tag is absent or damaged.</summary>
    public long? IntegerOrNull(TiffTag tag)
    {
        Span<long> value = stackalloc long[1];
        return TryReadIntegers(tag, value) ? value[0] : null;
    }

    /// <summary>The first values of an unsigned integer tag; false if it is absent, shorter or damaged.</summary>
    public bool TryReadIntegers(TiffTag tag, Span<long> values) => Find(tag) is { } field && field.TryReadIntegers(file, 0, values);

    /// <summary>The first value of an unsigned integer tag, or the default if the tag is absent.</summary>
    public long Integer(TiffTag tag, long absent)
    {
        if (Find(tag) is not { } field)
        {
            return absent;
        }

        Span<long> value = stackalloc long[1];
        return field.TryReadIntegers(file, 0, value) ? value[0] : throw Damaged($"tag {tag} is damaged");
    }

    /// <summary>The first value of an unsigned integer tag, which must lie within the limits, or the default if the tag is absent.</summary>
    public long IntegerInRange(TiffTag tag, long least, long most, long absent)
    {
        var value = Integer(tag, absent);
        return value >= least && value <= most ? value : throw Damaged($"{tag} is {value}, which is not from {least} to {most}");
    }

    /// <summary>The value that all samples share in a tag with one value per sample.</summary>
    public long SharedInteger(TiffTag tag, long samples, long absent)
    {
        var values = SampleIntegers(tag, samples, absent);
        return values.AsSpan().ContainsAnyExcept(values[0]) ? throw Differ(tag, values, "is not supported") : values[0];
    }

    /// <summary>The values of a tag with one value per sample; one value if the tag has one for all samples, or is absent.</summary>
    public long[] SampleIntegers(TiffTag tag, long samples, long absent)
    {
        if (Find(tag) is not { } field)
        {
            return [absent];
        }

        var values = new long[(int)Math.Clamp(field.Count, 1, Math.Min(samples, ushort.MaxValue))];
        return field.TryReadIntegers(file, 0, values) ? values : throw Damaged($"tag {tag} is damaged");
    }

    public TiffFormatException Differ(TiffTag tag, IReadOnlyCollection<long> values, string problem) =>
        Damaged($"its samples differ in {tag} ({string.Join(", ", values.Take(MostShown))}{(values.Count > MostShown ? ", …" : string.Empty)}), which {problem}");

    public TiffFormatException Damaged(string detail) => new(file.Path, Page, detail);

    private static TiffDirectory Read(TiffStorage file, int page, long offset, out long size, out long next)
    {
        var (countSize, entrySize, nextSize) = file.IsBig ? (8, 20, 8) : (2, 12, file.HasWideOffsets ? 8 : 4);
        var highSize = file.HasWideOffsets ? HighBytes : 0;
        var truncated = new TiffFormatException(file.Path, page, "damaged: its directory lies outside the file");
        Span<byte> number = stackalloc byte[8];
        if (!file.TryRead(offset, number[..countSize]))
        {
            throw truncated;
        }

        var count = file.IsBig ? file.ToOffset(number) : file.ToUInt16(number);
        var bytes = count is >= 0 and <= MaxEntries && file.Holds(offset, countSize + (count * (entrySize + highSize)) + nextSize)
            ? new byte[(int)(count * (entrySize + highSize)) + nextSize]
            : throw truncated;
        if (!file.TryRead(offset + countSize, bytes))
        {
            throw truncated;
        }

        size = countSize + bytes.Length;
        var end = (int)count * entrySize;
        next = file.HasWideOffsets ? (long)Math.Min(file.ToUInt64(bytes.AsSpan(end)), long.MaxValue) : file.ToOffset(bytes.AsSpan(end));
        return new TiffDirectory(file, page, ReadFields(file, bytes.AsSpan(..end), bytes.AsSpan(end + nextSize), offset + countSize));
    }

    private static TiffField[] ReadFields(TiffStorage file, ReadOnlySpan<byte> entries, ReadOnlySpan<byte> highs, long position)
    {
        var (entrySize, valueSize) = file.IsBig ? (20, 8) : (12, 4);
        // Files have up to a hundred thousand directories, and an array is a quarter of a dictionary. The first of several entries with one tag counts, as in LibTIFF.
        var fields = new TiffField[entries.Length / entrySize];
        for (var start = 0; start < entries.Length; start += entrySize)
        {
            var entry = entries.Slice(start, entrySize);
            var type = file.ToUInt16(entry[2..]);
            var count = file.ToOffset(entry[4..]);
            var high = highs.IsEmpty ? 0 : file.ToUInt32(highs[(start / entrySize * HighBytes)..]);
            // Texts of NDPI are never in the entry.
            var isInline = count >= 0 && count <= valueSize / Math.Max(1, TiffField.SizeOf(type)) && (highs.IsEmpty || type != TiffField.TextType);
            var value = isInline ? position + start + entrySize - valueSize : file.ToOffset(entry[^valueSize..]) + ((long)(high & int.MaxValue) << 32);
            fields[start / entrySize] = new TiffField((TiffTag)file.ToUInt16(entry), type, count, value) { High = isInline && count == 1 && type is 4 or 9 or 13 ? high & int.MaxValue : 0 };
        }

        return fields;
    }
}
