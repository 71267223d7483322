using System.Buffers.Binary;
using System.Text;
using static Zarr.Stores.Zip.ZipFormat;

namespace Zarr.Stores.Zip;

/// <summary>What the end of an archive says: where its central directory lies.</summary>
/// <param name="Offset">First byte of the directory in the file.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Entries">Number of its records.</param>
/// <param name="Is64">Whether the number of records is exact. Old programs write the last 16 bits only.</param>
/// <param name="Shift">Bytes in front of the archive, which its offsets do not count.</param>
/// <param name="Comment">The comment of the archive.</param>
internal sealed record EndOfDirectory(long Offset, long Length, long Entries, bool Is64, long Shift, string Comment)
{
    private const int LongestEnd = Zip64EndLength + Zip64LocatorLength + EndLength + MaxFieldLength;

    /// <summary>Finds the end record.</summary>
    /// <exception cref="InvalidArchiveException">This is no ZIP archive, or a damaged one.</exception>
    internal static async ValueTask<EndOfDirectory> FindAsync(IArchiveSource source, CancellationToken cancellationToken)
    {
        var length = await source.GetLengthAsync(cancellationToken).ConfigureAwait(false);
        var start = Math.Max(0, length - LongestEnd);
        using var tail = await source.ReadAsync(start, (int)(length - start), cancellationToken).ConfigureAwait(false);
        var at = Locate(tail.Memory.Span);
        return at < 0
            ? throw new InvalidArchiveException(length == 0 ? "this is no ZIP archive: it is empty" : "this is no ZIP archive, or its end is missing: the record that ends each archive was not found")
            : await ParseAsync(source, tail.Memory, start, at, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The last place of a record whose comment ends where the file ends.</summary>
    private static int Locate(ReadOnlySpan<byte> tail)
    {
        for (var at = tail.Length - EndLength; at >= 0; at--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail[at..]) == EndSignature && at + EndLength + BinaryPrimitives.ReadUInt16LittleEndian(tail[(at + 20)..]) == tail.Length)
            {
                return at;
            }
        }

        return -1;
    }

    private static async ValueTask<EndOfDirectory> ParseAsync(IArchiveSource source, ReadOnlyMemory<byte> tail, long start, int at, CancellationToken cancellationToken)
    {
        var position = start + at;
        var end = EndRecord.Parse(tail.Span[at..]);
        var comment = Encoding.UTF8.GetString(tail.Span[(at + EndLength)..]);
        if (at < Zip64LocatorLength || BinaryPrimitives.ReadUInt32LittleEndian(tail.Span[(at - Zip64LocatorLength)..]) != Zip64LocatorSignature)
        {
            return Checked(end, position, is64: false, comment);
        }

        var locator = tail[(at - Zip64LocatorLength)..at];
        var (record, place) = await FindRecord64Async(source, locator, position - Zip64LocatorLength, cancellationToken).ConfigureAwait(false);
        return Checked(end.With(record), place, is64: true, comment);
    }

    /// <summary>Reads the record of 64 bits where the locator says, or directly in front of the locator if something is in front of the archive.</summary>
    private static async ValueTask<(byte[] Record, long Place)> FindRecord64Async(IArchiveSource source, ReadOnlyMemory<byte> locator, long end, CancellationToken cancellationToken)
    {
        var named = BinaryPrimitives.ReadInt64LittleEndian(locator.Span[8..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(locator.Span[4..]) != 0 || BinaryPrimitives.ReadUInt32LittleEndian(locator.Span[16..]) > 1)
        {
            throw SeveralParts();
        }

        foreach (var place in new[] { named, end - Zip64EndLength })
        {
            if (place >= 0 && place <= end - Zip64EndLength)
            {
                using var record = await source.ReadAsync(place, Zip64EndLength, cancellationToken).ConfigureAwait(false);
                if (BinaryPrimitives.ReadUInt32LittleEndian(record.Memory.Span) == Zip64EndSignature)
                {
                    return (record.Memory.ToArray(), place);
                }
            }
        }

        throw new InvalidArchiveException("the ZIP archive is damaged: its end record of 64 bits is not where its locator says");
    }

    private static EndOfDirectory Checked(EndRecord end, long place, bool is64, string comment)
    {
        if (end.Disk != 0 || end.DirectoryDisk != 0 || end.EntriesHere != end.Entries)
        {
            throw SeveralParts();
        }

        var shift = end.Offset < 0 || end.Length < 0 || end.Entries < 0 || end.Offset > place - end.Length ? -1 : place - end.Length - end.Offset;
        return shift < 0 || end.Entries > end.Length / CentralLength
            ? throw new InvalidArchiveException($"the ZIP archive is damaged: a central directory of {end.Length} bytes with {end.Entries} entries cannot begin at byte {end.Offset}")
            : new EndOfDirectory(end.Offset + shift, end.Length, end.Entries, is64, shift, comment);
    }

    private static UnsupportedFeatureException SeveralParts() => new("multi-part archive", "the ZIP archive is split into several files, which RFC-9 forbids and this library does not read; join them first");

    /// <summary>The numbers of the end record.</summary>
    private readonly record struct EndRecord(uint Disk, uint DirectoryDisk, long EntriesHere, long Entries, long Length, long Offset)
    {
        internal static EndRecord Parse(ReadOnlySpan<byte> record) => new(
            BinaryPrimitives.ReadUInt16LittleEndian(record[4..]),
            BinaryPrimitives.ReadUInt16LittleEndian(record[6..]),
            BinaryPrimitives.ReadUInt16LittleEndian(record[8..]),
            BinaryPrimitives.ReadUInt16LittleEndian(record[10..]),
            BinaryPrimitives.ReadUInt32LittleEndian(record[12..]),
            BinaryPrimitives.ReadUInt32LittleEndian(record[16..]));

        /// <summary>The numbers of the record of 64 bits. What the old record can hold must agree, because other programs read that one.</summary>
        internal EndRecord With(ReadOnlySpan<byte> record)
        {
            var wide = new EndRecord(
                BinaryPrimitives.ReadUInt32LittleEndian(record[16..]),
                BinaryPrimitives.ReadUInt32LittleEndian(record[20..]),
                BinaryPrimitives.ReadInt64LittleEndian(record[24..]),
                BinaryPrimitives.ReadInt64LittleEndian(record[32..]),
                BinaryPrimitives.ReadInt64LittleEndian(record[40..]),
                BinaryPrimitives.ReadInt64LittleEndian(record[48..]));
            return (Entries == ushort.MaxValue || Entries == wide.Entries) && (Length == In64Bits || Length == wide.Length) && (Offset == In64Bits || Offset == wide.Offset)
                ? wide
                : throw new InvalidArchiveException("the ZIP archive is damaged: its two end records disagree about the central directory");
        }
    }
}
