using System.Buffers.Binary;

namespace Zarr.Stores.Zip;

/// <summary>Reads extra fields: parts with a number and a length each.</summary>
internal static class ExtraField
{
    /// <summary>The content of the first part with this number; empty if there is none, or if the field is damaged in front of it.</summary>
    internal static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> extra, ushort number)
    {
        while (extra.Length >= 4)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (length > extra.Length - 4)
            {
                return default;
            }

            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == number)
            {
                return extra.Slice(4, length);
            }

            extra = extra[(4 + length)..];
        }

        return default;
    }

    /// <summary>The lengths and the offset of an entry, each from the part with numbers of 64 bits if its field of 32 bits says so.</summary>
    /// <returns>False if a number is missing there, or negative.</returns>
    internal static bool TryWiden(ReadOnlySpan<byte> extra, ref long length, ref long compressed, ref long offset)
    {
        var wide = Find(extra, ZipFormat.Zip64Field);
        return TryTake(ref wide, ref length) && TryTake(ref wide, ref compressed) && TryTake(ref wide, ref offset);
    }

    private static bool TryTake(ref ReadOnlySpan<byte> wide, ref long value)
    {
        if (value != ZipFormat.In64Bits)
        {
            return true;
        }

        if (wide.Length < sizeof(long))
        {
            return false;
        }

        value = BinaryPrimitives.ReadInt64LittleEndian(wide);
        wide = wide[sizeof(long)..];
        return value >= 0;
    }
}
