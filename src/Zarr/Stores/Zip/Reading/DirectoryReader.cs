using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using static Zarr.Stores.Zip.ZipFormat;

namespace Zarr.Stores.Zip;

/// <summary>Reads the central directory piece by piece, and collects the entries that are values.</summary>
/// <param name="end">Where the directory is.</param>
internal sealed class DirectoryReader(EndOfDirectory end)
{
    /// <summary>The most entries of an archive. Each takes about 50 bytes of memory, and its name.</summary>
    internal const int MaxEntries = 16 << 20;

    private const int Piece = 4 << 20;
    private const int MaxNames = 1 << 30;
    private const int SymbolicLink = 0xA;
    private const int Unix = 3;
    private const int Mac = 19;

    // Deflate makes at most 1032 bytes of one. Long values that were made that small are bombs.
    private const int HighestRatio = 1032;
    private const int SuspiciousRatio = 100;
    private const long SuspiciousLength = 64 << 20;

    private readonly ArrayBufferWriter<byte> names = new();
    private readonly List<ArchiveEntry> entries = [];
    private readonly ArchiveRemarks remarks = new();
    private long records;

    /// <summary>Reads the directory.</summary>
    /// <exception cref="InvalidArchiveException">It is damaged, or larger than the limit.</exception>
    internal async ValueTask<ArchiveIndex> ReadAsync(IArchiveSource source, CancellationToken cancellationToken)
    {
        if (end.Entries > MaxEntries)
        {
            throw TooLarge();
        }

        for (var done = 0L; done < end.Length;)
        {
            using var piece = await source.ReadAsync(end.Offset + done, (int)Math.Min(Piece, end.Length - done), cancellationToken).ConfigureAwait(false);
            var parsed = Parse(piece.Memory.Span);
            done += parsed > 0 ? parsed : throw Damaged("a record is cut off");
        }

        if (records != end.Entries && (end.Is64 || (ushort)records != end.Entries))
        {
            throw Damaged($"it has {records} records, and {end.Entries} are announced");
        }

        return ArchiveIndex.Of(names.WrittenMemory, entries, end, remarks);
    }

    /// <summary>Parses whole records.</summary>
    /// <returns>Number of parsed bytes.</returns>
    private int Parse(ReadOnlySpan<byte> piece)
    {
        var rest = piece;
        while (rest.Length >= CentralLength)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(rest) != CentralSignature)
            {
                throw Damaged($"record {records} does not begin as one");
            }

            var (name, extra, comment) = (UInt16(rest, 28), UInt16(rest, 30), UInt16(rest, 32));
            var length = CentralLength + name + extra + comment;
            if (length > rest.Length)
            {
                break;
            }

            Add(rest[..CentralLength], rest.Slice(CentralLength, name), rest.Slice(CentralLength + name, extra));
            rest = rest[length..];
        }

        return piece.Length - rest.Length;
    }

    private void Add(ReadOnlySpan<byte> record, ReadOnlySpan<byte> raw, ReadOnlySpan<byte> extra)
    {
        if (++records > MaxEntries)
        {
            throw TooLarge();
        }

        var flags = UInt16(record, 8);
        if (EntryName.KeyOf(raw, flags, extra, out var reason) is not { } key || (reason = LinkOrNull(record)) is not null)
        {
            if (reason is not null)
            {
                remarks.LeftOut(Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, 100)]), reason);
            }

            return;
        }

        var place = names.WrittenCount;
        var length = Encoding.UTF8.GetBytes(key, names);
        if (names.WrittenCount > MaxNames)
        {
            throw TooLarge();
        }

        if (length <= MaxFieldLength)
        {
            entries.Add(EntryOf(record, extra, place, (ushort)length, (ushort)raw.Length));
        }
    }

    private ArchiveEntry EntryOf(ReadOnlySpan<byte> record, ReadOnlySpan<byte> extra, int name, ushort nameLength, ushort rawLength)
    {
        long compressed = UInt32(record, 20), length = UInt32(record, 24), header = UInt32(record, 42);
        var isWidened = ExtraField.TryWiden(extra, ref length, ref compressed, ref header);
        header += header <= end.Offset ? end.Shift : 0;
        var (flags, method) = (UInt16(record, 8), UInt16(record, 10));
        var flaw = (flags & (Encrypted | StrongEncryption | MaskedHeaders)) != 0 ? EntryFlaw.Encrypted
            : method is not (Stored or Deflated) ? EntryFlaw.Method
            : !isWidened ? EntryFlaw.Lengths
            : header > end.Offset || compressed > end.Offset - header || LocalLength + rawLength > end.Offset - header - compressed ? EntryFlaw.Outside
            : FlawOf(method, compressed, length);
        return new ArchiveEntry(name, nameLength, rawLength, method, flaw, UInt32(record, 16), header, compressed, length);
    }

    private static EntryFlaw FlawOf(ushort method, long compressed, long length)
    {
        if (method == Stored)
        {
            return compressed == length ? EntryFlaw.None : EntryFlaw.Lengths;
        }

        var ratio = length / Math.Max(1, compressed);
        return ratio > HighestRatio || (length > SuspiciousLength && ratio > SuspiciousRatio) ? EntryFlaw.Bomb : EntryFlaw.None;
    }

    /// <summary>A link is stored as a value that is a path, which no reader wants.</summary>
    private static string? LinkOrNull(ReadOnlySpan<byte> record) =>
        record[5] is Unix or Mac && UInt32(record, 38) >> 28 == SymbolicLink ? "it is a symbolic link" : null;

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static InvalidArchiveException Damaged(string reason) => new($"the central directory of the ZIP archive is damaged: {reason}");

    private static InvalidArchiveException TooLarge() =>
        new($"the ZIP archive has more than {MaxEntries} entries, or their names are longer than {MaxNames} bytes together, which is the most that is read. Unpack it; an archive with shards has fewer entries");
}
