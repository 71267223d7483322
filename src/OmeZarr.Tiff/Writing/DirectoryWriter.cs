using System.Runtime.InteropServices;
using OmeZarr.Tiff.Pages;
using Zarr;

namespace OmeZarr.Tiff.Writing;

/// <summary>Writes the header and the directories of a TIFF or BigTIFF file, in the byte order of this machine.</summary>
internal sealed class DirectoryWriter
{
    private readonly NewFile file;
    private readonly bool isBig;

    /// <summary>Where the position of the next page is written.</summary>
    private long link;

    internal DirectoryWriter(NewFile file, bool isBig)
    {
        (this.file, this.isBig) = (file, isBig);
        var header = new byte[isBig ? 16 : 8];
        header.AsSpan(0, 2).Fill(BitConverter.IsLittleEndian ? (byte)'I' : (byte)'M');
        MemoryMarshal.Write(header.AsSpan(2), (ushort)(isBig ? 43 : 42));
        if (isBig)
        {
            MemoryMarshal.Write(header.AsSpan(4), (ushort)8); // bytes of an offset
        }

        file.Append(header);
        link = isBig ? 8 : 4;
    }

    private int OffsetSize => isBig ? 8 : 4;

    /// <summary>Writes the directories of a plane: those of its smaller levels, and then that of the page.</summary>
    /// <param name="levels">The levels, the page first.</param>
    /// <param name="plane">Number of the plane.</param>
    /// <param name="encoder">How the tiles were written.</param>
    /// <param name="description">The description of the file; null for pages that have none.</param>
    internal void WritePage(IReadOnlyList<WrittenLevel> levels, long plane, TileEncoder encoder, byte[]? description)
    {
        long[] smaller = [.. levels.Skip(1).Select(level => Write(new Fields(isBig).Of(level, plane, encoder, isReduced: true)).Position)];
        var fields = new Fields(isBig).Of(levels[0], plane, encoder, isReduced: false);
        if (smaller.Length > 0)
        {
            fields.Offsets(TiffTag.SubIfds, smaller);
        }

        if (description is not null)
        {
            fields.Text(TiffTag.ImageDescription, description);
        }

        var (position, next) = Write(fields);
        var value = new byte[OffsetSize];
        fields.PutOffset(value, position);
        file.Replace(link, value);
        link = next;
    }

    /// <summary>Writes a directory and, before it, the values that do not fit in its entries.</summary>
    private (long Position, long Link) Write(Fields fields)
    {
        var entrySize = isBig ? 20 : 12;
        var start = Align(file.Length);
        using var bytes = new MemoryStream();
        bytes.Write(new byte[start - file.Length]);
        var entries = new List<byte[]>();
        foreach (var (tag, type, count, value) in fields.Sorted)
        {
            var entry = new byte[entrySize];
            MemoryMarshal.Write(entry, tag);
            MemoryMarshal.Write(entry.AsSpan(2), type);
            fields.PutOffset(entry.AsSpan(4), count);
            var place = entry.AsSpan(4 + OffsetSize);
            if (value.Length <= OffsetSize)
            {
                value.CopyTo(place);
            }
            else
            {
                fields.PutOffset(place, file.Length + bytes.Length);
                bytes.Write(value);
                bytes.Write(new byte[Align(value.Length) - value.Length]);
            }

            entries.Add(entry);
        }

        var position = file.Length + bytes.Length;
        var header = new byte[isBig ? 8 : 2];
        if (isBig)
        {
            MemoryMarshal.Write(header, (ulong)entries.Count);
        }
        else
        {
            MemoryMarshal.Write(header, (ushort)entries.Count);
        }

        bytes.Write(header);
        entries.ForEach(entry => bytes.Write(entry));
        var next = file.Length + bytes.Length;
        bytes.Write(new byte[OffsetSize]);
        file.Append(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        return (position, next);
    }

    private static long Align(long position) => (position + 7) / 8 * 8;

    /// <summary>The fields of a directory.</summary>
    private sealed class Fields(bool isBig)
    {
        private const ushort Ascii = 2;
        private const ushort Short = 3;
        private const ushort Long = 4;
        private const ushort Long8 = 16;

        private readonly List<(ushort Tag, ushort Type, long Count, byte[] Value)> fields = [];

        internal IEnumerable<(ushort Tag, ushort Type, long Count, byte[] Value)> Sorted => fields.OrderBy(one => one.Tag);

        internal Fields Of(WrittenLevel level, long plane, TileEncoder encoder, bool isReduced)
        {
            var type = level.Stack.DataType;
            Longs(TiffTag.NewSubfileType, [isReduced ? 1u : 0u]);
            Longs(TiffTag.ImageWidth, [(uint)level.Stack.Lengths[4]]);
            Longs(TiffTag.ImageLength, [(uint)level.Stack.Lengths[3]]);
            Number(TiffTag.BitsPerSample, (ushort)(type.Size * 8));
            Number(TiffTag.Compression, encoder.Tag);
            Number(TiffTag.PhotometricInterpretation, 1); // 0 is black
            Number(TiffTag.SamplesPerPixel, 1);
            Number(TiffTag.PlanarConfiguration, 1);
            if (encoder.HasPredictor)
            {
                Number(TiffTag.Predictor, 2);
            }

            Longs(TiffTag.TileWidth, [(uint)level.Tile.Width]);
            Longs(TiffTag.TileLength, [(uint)level.Tile.Height]);
            Offsets(TiffTag.TileOffsets, level.OffsetsOf(plane));
            Longs(TiffTag.TileByteCounts, level.LengthsOf(plane));
            Number(TiffTag.SampleFormat, FormatOf(type));
            return this;
        }

        internal void Offsets(TiffTag tag, ReadOnlySpan<long> offsets)
        {
            var value = new byte[offsets.Length * (isBig ? 8 : 4)];
            for (var i = 0; i < offsets.Length; i++)
            {
                PutOffset(value.AsSpan(i * (isBig ? 8 : 4)), offsets[i]);
            }

            Add(tag, isBig ? Long8 : Long, offsets.Length, value);
        }

        internal void Text(TiffTag tag, byte[] text) => Add(tag, Ascii, text.Length + 1, [.. text, 0]);

        /// <exception cref="OverflowException">The file is longer than 4 GiB, and no BigTIFF.</exception>
        internal void PutOffset(Span<byte> place, long offset)
        {
            if (isBig)
            {
                MemoryMarshal.Write(place, (ulong)offset);
            }
            else
            {
                MemoryMarshal.Write(place, checked((uint)offset));
            }
        }

        private static ushort FormatOf(DataType type) => type.Name.StartsWith("float", StringComparison.Ordinal) ? (ushort)3 : type.Name.StartsWith("int", StringComparison.Ordinal) ? (ushort)2 : (ushort)1;

        private void Number(TiffTag tag, ushort number) => Add(tag, Short, 1, BitConverter.GetBytes(number));

        private void Longs(TiffTag tag, ReadOnlySpan<uint> numbers) => Add(tag, Long, numbers.Length, MemoryMarshal.AsBytes(numbers).ToArray());

        private void Add(TiffTag tag, ushort type, long count, byte[] value) => fields.Add(((ushort)tag, type, count, value));
    }
}
