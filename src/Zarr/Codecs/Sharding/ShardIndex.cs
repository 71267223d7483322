using System.Runtime.InteropServices;

namespace Zarr.Codecs.Sharding;

/// <summary>Position of an inner chunk in a shard.</summary>
/// <param name="Offset">First byte, counted from the beginning of the shard.</param>
/// <param name="Length">Number of bytes.</param>
internal readonly record struct ShardEntry(long Offset, int Length)
{
    internal long End => Offset + Length;
}

/// <summary>
/// The decoded index of a shard: an offset and a length for each inner chunk, both 2^64-1 for an inner chunk that was left out. An entry is checked when
/// it is looked up, not before: an index may be large, and a region may need few entries.
/// </summary>
internal sealed class ShardIndex
{
    /// <summary>Decoded bytes of one entry.</summary>
    internal const int EntryLength = 2 * sizeof(ulong);

    private const ulong Missing = ulong.MaxValue;

    private readonly byte[] entries;

    /// <summary>The index of a shard that holds no inner chunk yet.</summary>
    internal ShardIndex(int count)
    {
        entries = GC.AllocateUninitializedArray<byte>(count * EntryLength);
        entries.AsSpan().Fill(byte.MaxValue);
    }

    /// <summary>The entries as the elements of the index array.</summary>
    internal Memory<byte> Bytes => entries;

    private Span<ulong> Values => MemoryMarshal.Cast<byte, ulong>(entries.AsSpan());

    internal void Set(int number, ShardEntry entry)
    {
        Values[2 * number] = (ulong)entry.Offset;
        Values[(2 * number) + 1] = (ulong)entry.Length;
    }

    /// <summary>Position of an inner chunk; null if it was left out.</summary>
    /// <exception cref="CorruptDataException">The entry is longer than an inner chunk can be, or ends beyond what can be addressed.</exception>
    internal ShardEntry? Find(int number, int maxLength) => TryFind(number, maxLength, out var entry) is { } error
        ? throw new CorruptDataException(BoundSharding.CodecName, error)
        : entry;

    /// <summary>Position of an inner chunk; null if it was left out, or if the entry is impossible.</summary>
    /// <returns>Null, or what is wrong with the entry.</returns>
    internal string? TryFind(int number, int maxLength, out ShardEntry? entry)
    {
        entry = null;
        var (offset, length) = (Values[2 * number], Values[(2 * number) + 1]);
        if (offset == Missing && length == Missing)
        {
            return null;
        }

        // After this check, both are less than 2^63, so that the sum for the end does not overflow.
        if (length > (ulong)maxLength || offset > (ulong)(long.MaxValue - maxLength))
        {
            return $"the index places inner chunk {number} at {offset:N0} with {length:N0} bytes; an inner chunk has at most {maxLength:N0}";
        }

        entry = new ShardEntry((long)offset, (int)length);
        return null;
    }
}
