using System.Buffers.Binary;
using System.Text;
using static Zarr.Stores.Zip.ZipFormat;

namespace Zarr.Stores.Zip;

/// <summary>The records of an archive as they are written: always ZIP64, names in UTF-8, entries stored, and the earliest time that the format knows, so that equal values make equal archives.</summary>
internal static class ZipRecords
{
    private const ushort NeededVersion = 45; // ZIP64
    private const ushort MadeOnUnix = (3 << 8) | NeededVersion;
    private const ushort FirstOfJanuary1980 = (1 << 5) | 1;
    private const uint RegularFile = 0x81A4u << 16; // -rw-r--r--
    private const int LocalExtra = 20;
    private const int CentralExtra = 28;
    private const ushort EntriesIn64Bits = ushort.MaxValue;

    /// <summary>The name as it is written.</summary>
    /// <exception cref="ArgumentException">The key is longer than the format allows.</exception>
    internal static byte[] NameOf(string key)
    {
        var name = Encoding.UTF8.GetBytes(key);
        return name.Length <= MaxFieldLength ? name : throw new ArgumentException($"\"{key[..40]}…\" cannot be stored in a ZIP archive: its name has {name.Length} bytes, and {MaxFieldLength} are the most");
    }

    /// <summary>The header in front of a value.</summary>
    internal static byte[] Local(byte[] name, long length, uint crc)
    {
        var record = new byte[LocalLength + name.Length + LocalExtra];
        var at = new RecordWriter(record);
        at.UInt32(LocalSignature);
        Common(ref at, crc, name.Length, LocalExtra);
        at.Bytes(name);
        at.UInt16(Zip64Field);
        at.UInt16(LocalExtra - 4);
        at.UInt64((ulong)length);
        at.UInt64((ulong)length);
        return record;
    }

    /// <summary>Bytes of <see cref="Local"/>.</summary>
    internal static int LocalLengthOf(byte[] name) => LocalLength + name.Length + LocalExtra;

    /// <summary>The record of a value in the central directory.</summary>
    internal static byte[] Central(byte[] name, long length, uint crc, long headerOffset)
    {
        var record = new byte[CentralLength + name.Length + CentralExtra];
        var at = new RecordWriter(record);
        at.UInt32(CentralSignature);
        at.UInt16(MadeOnUnix);
        Common(ref at, crc, name.Length, CentralExtra);
        at.UInt16(0); // comment
        at.UInt16(0); // disk
        at.UInt16(0); // internal attributes
        at.UInt32(RegularFile);
        at.UInt32(In64Bits); // offset
        at.Bytes(name);
        at.UInt16(Zip64Field);
        at.UInt16(CentralExtra - 4);
        at.UInt64((ulong)length);
        at.UInt64((ulong)length);
        at.UInt64((ulong)headerOffset);
        return record;
    }

    /// <summary>Everything behind the central directory.</summary>
    internal static byte[] End(long entries, long directoryOffset, long directoryLength, byte[] comment)
    {
        var record = new byte[Zip64EndLength + Zip64LocatorLength + EndLength + comment.Length];
        var at = new RecordWriter(record);
        at.UInt32(Zip64EndSignature);
        at.UInt64(Zip64EndLength - 12);
        at.UInt16(MadeOnUnix);
        at.UInt16(NeededVersion);
        at.UInt32(0); // disks
        at.UInt32(0);
        at.UInt64((ulong)entries);
        at.UInt64((ulong)entries);
        at.UInt64((ulong)directoryLength);
        at.UInt64((ulong)directoryOffset);
        at.UInt32(Zip64LocatorSignature);
        at.UInt32(0);
        at.UInt64((ulong)(directoryOffset + directoryLength));
        at.UInt32(1);
        at.UInt32(EndSignature);
        at.UInt16(0);
        at.UInt16(0);
        at.UInt16((ushort)Math.Min(entries, EntriesIn64Bits));
        at.UInt16((ushort)Math.Min(entries, EntriesIn64Bits));
        at.UInt32((uint)Math.Min(directoryLength, In64Bits));
        at.UInt32((uint)Math.Min(directoryOffset, In64Bits));
        at.UInt16((ushort)comment.Length);
        at.Bytes(comment);
        return record;
    }

    /// <summary>The fields that both records of an entry have.</summary>
    private static void Common(ref RecordWriter at, uint crc, int nameLength, int extraLength)
    {
        at.UInt16(NeededVersion);
        at.UInt16(Utf8Names);
        at.UInt16(Stored);
        at.UInt16(0); // time
        at.UInt16(FirstOfJanuary1980);
        at.UInt32(crc);
        at.UInt32(In64Bits);
        at.UInt32(In64Bits);
        at.UInt16((ushort)nameLength);
        at.UInt16((ushort)extraLength);
    }

    private ref struct RecordWriter(Span<byte> record)
    {
        private Span<byte> rest = record;

        internal void UInt16(ushort value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(rest, value);
            rest = rest[2..];
        }

        internal void UInt32(uint value)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(rest, value);
            rest = rest[4..];
        }

        internal void UInt64(ulong value)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(rest, value);
            rest = rest[8..];
        }

        internal void Bytes(byte[] bytes)
        {
            bytes.CopyTo(rest);
            rest = rest[bytes.Length..];
        }
    }
}
