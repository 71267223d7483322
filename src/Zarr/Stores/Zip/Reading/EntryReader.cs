using System.Buffers;
using System.Buffers.Binary;
using static Zarr.Stores.Zip.ZipFormat;

namespace Zarr.Stores.Zip;

/// <summary>Reads values of an archive. What the header in front of a value says is compared with the directory, once for each value. Thread-safe.</summary>
internal sealed class EntryReader(IArchiveSource source, ArchiveIndex index)
{
    /// <summary>Bytes that are read behind a name together with the value: most extra fields are that short.</summary>
    private const int ExpectedExtra = 64;

    // Offsets of values, as far as they are known; no value begins at 0.
    private readonly long[] begins = new long[index.Count];

    internal ArchiveIndex Index => index;

    internal IArchiveSource Source => source;

    /// <exception cref="CorruptDataException">The entry cannot be read.</exception>
    /// <exception cref="UnsupportedFeatureException">It is encrypted, or compressed by a method that is not supported.</exception>
    internal ArchiveEntry Require(int i)
    {
        var entry = index[i];
        return entry.Flaw switch
        {
            EntryFlaw.None => entry,
            EntryFlaw.Encrypted => throw new UnsupportedFeatureException("encrypted archive", $"the entry {index.TextOf(entry)} of the ZIP archive is encrypted; unpack the archive with its password"),
            EntryFlaw.Method => throw new UnsupportedFeatureException($"ZIP method {entry.Method}", $"the entry {index.TextOf(entry)} of the ZIP archive is compressed by method {entry.Method}; only stored and deflated entries are read. Unpack the archive"),
            EntryFlaw.Overlap => throw Damaged(entry, "it shares bytes with another entry"),
            EntryFlaw.Outside => throw Damaged(entry, "it does not lie in front of the central directory"),
            EntryFlaw.Lengths => throw Damaged(entry, "its lengths contradict each other"),
            _ => throw Damaged(entry, $"its {entry.Compressed} bytes would become {entry.Length}, as in archives that are made to exhaust memory. If it is meant so, unpack the archive"),
        };
    }

    /// <summary>Reads a whole value, and compares its checksum.</summary>
    internal async ValueTask<IMemoryOwner<byte>> ReadWholeAsync(int i, CancellationToken cancellationToken)
    {
        var entry = Require(i);
        if (entry.Length > Array.MaxLength)
        {
            throw new IOException($"cannot read {entry.Length} bytes of {index.TextOf(entry)} at once: {Array.MaxLength} is the most; read smaller ranges");
        }

        var value = entry.IsDeflated
            ? await Inflation.ReadAsync(this, i, 0, (int)entry.Length, cancellationToken).ConfigureAwait(false)
            : await ReadStoredAsync(i, entry, cancellationToken).ConfigureAwait(false);
        if (Crc32.Checksum(value.Memory.Span) == entry.Crc)
        {
            return value;
        }

        value.Dispose();
        throw Damaged(entry, "its checksum (CRC-32) does not fit its bytes");
    }

    /// <summary>Reads a part of a value that lies within it. The checksum is not compared, because it belongs to the whole value.</summary>
    internal async ValueTask<IMemoryOwner<byte>> ReadPartAsync(int i, long offset, int length, CancellationToken cancellationToken)
    {
        var entry = Require(i);
        if (length == 0)
        {
            return PooledMemory.Rent(0);
        }

        return entry.IsDeflated
            ? await Inflation.ReadAsync(this, i, offset, length, cancellationToken).ConfigureAwait(false)
            : await source.ReadAsync(await BeginAsync(i, entry, cancellationToken).ConfigureAwait(false) + offset, length, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The offset of the bytes of an entry in the file.</summary>
    internal async ValueTask<long> BeginAsync(int i, ArchiveEntry entry, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref begins[i]) is not 0 and var known)
        {
            return known;
        }

        using var header = await ReadFromHeaderAsync(entry, 0, cancellationToken).ConfigureAwait(false);
        return await BeginOfAsync(i, entry, header.Memory, cancellationToken).ConfigureAwait(false);
    }

    internal CorruptDataException Damaged(ArchiveEntry entry, string reason, Exception? inner = null) => new("zip", $"the entry {index.TextOf(entry)} of the archive is damaged: {reason}", inner);

    /// <summary>Reads header and value by one request, if the header is as short as usual.</summary>
    private async ValueTask<IMemoryOwner<byte>> ReadStoredAsync(int i, ArchiveEntry entry, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref begins[i]) is not 0 and var known)
        {
            return await source.ReadAsync(known, (int)entry.Length, cancellationToken).ConfigureAwait(false);
        }

        if (entry.Length > Array.MaxLength - LocalLength - MaxFieldLength - ExpectedExtra)
        {
            return await source.ReadAsync(await BeginAsync(i, entry, cancellationToken).ConfigureAwait(false), (int)entry.Length, cancellationToken).ConfigureAwait(false);
        }

        var all = await ReadFromHeaderAsync(entry, entry.Length, cancellationToken).ConfigureAwait(false);
        try
        {
            var begin = await BeginOfAsync(i, entry, all.Memory, cancellationToken).ConfigureAwait(false);
            if (begin - entry.Header + entry.Length <= all.Memory.Length)
            {
                return new MemoryPart(all, (int)(begin - entry.Header), (int)entry.Length);
            }

            all.Dispose();
            return await source.ReadAsync(begin, (int)entry.Length, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            all.Dispose();
            throw;
        }
    }

    private ValueTask<IMemoryOwner<byte>> ReadFromHeaderAsync(ArchiveEntry entry, long behind, CancellationToken cancellationToken) =>
        source.ReadAsync(entry.Header, (int)Math.Min(LocalLength + entry.RawNameLength + ExpectedExtra + behind, index.End.Offset - entry.Header), cancellationToken);

    private async ValueTask<long> BeginOfAsync(int i, ArchiveEntry entry, ReadOnlyMemory<byte> header, CancellationToken cancellationToken)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(header.Span) == LocalSignature ? LocalLength + UInt16(header.Span, 26) + UInt16(header.Span, 28) : throw Damaged(entry, "there is no header where the directory says");
        var begin = entry.Header + length;
        if (begin > index.End.Offset - entry.Compressed)
        {
            throw Damaged(entry, "its header is longer than the directory says");
        }

        if (length <= header.Length)
        {
            Compare(entry, header.Span[..length]);
        }
        else
        {
            using var longer = await source.ReadAsync(entry.Header, length, cancellationToken).ConfigureAwait(false);
            Compare(entry, longer.Memory.Span);
        }

        Volatile.Write(ref begins[i], begin);
        return begin;
    }

    /// <summary>Compares a header with the directory.</summary>
    private void Compare(ArchiveEntry entry, ReadOnlySpan<byte> header)
    {
        var (flags, nameLength) = (UInt16(header, 6), UInt16(header, 26));
        var extra = header[(LocalLength + nameLength)..];
        if (EntryName.KeyOf(header.Slice(LocalLength, nameLength), flags, extra, out _) is not { } name || name != index.TextOf(entry))
        {
            throw Damaged(entry, "the header in front of it has another name");
        }

        if (UInt16(header, 8) != entry.Method || (flags & Encrypted) != 0)
        {
            throw Damaged(entry, "the header in front of it says that it is compressed in another way");
        }

        long compressed = UInt32(header, 18), length = UInt32(header, 22), none = 0;
        var crc = UInt32(header, 14);
        var isKnownLater = (flags & KnownLater) != 0 || (compressed, length, crc) == (0, 0, 0); // the numbers are behind the value
        if (!isKnownLater && !(ExtraField.TryWiden(extra, ref length, ref compressed, ref none) && (compressed, length, crc) == (entry.Compressed, entry.Length, entry.Crc)))
        {
            throw Damaged(entry, "the header in front of it has another length or checksum");
        }
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
