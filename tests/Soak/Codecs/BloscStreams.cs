using System.Buffers.Binary;
using Blosc;

namespace Soak.Codecs;

/// <summary>One compressed stream of a Blosc chunk, and where its content goes.</summary>
internal readonly record struct BloscStream(ReadOnlyMemory<byte> Bytes, int To, int ContentLength)
{
    /// <summary>Whether the content is stored as it is.</summary>
    internal bool IsStored => Bytes.Length == ContentLength;
}

/// <summary>Takes Blosc chunks apart, in the plainest way.</summary>
internal static class BloscStreams
{
    /// <summary>All streams of an intact chunk that is not merely stored.</summary>
    internal static IEnumerable<BloscStream> Of(byte[] chunk, BloscHeader header)
    {
        for (var block = 0; block < header.BlockCount; block++)
        {
            var start = block * header.BlockSize;
            var length = Math.Min(header.BlockSize, header.ContentLength - start);
            var count = header.StreamCount(length);
            var at = Number(chunk, BloscHeader.Length + (4 * block));
            for (var stream = 0; stream < count; stream++)
            {
                var compressed = Number(chunk, at);
                yield return new BloscStream(chunk.AsMemory(at + 4, compressed), start + (stream * (length / count)), length / count);
                at += 4 + compressed;
            }
        }
    }

    /// <summary>Undoes the shuffle of all blocks.</summary>
    internal static byte[] InOrder(byte[] shuffled, BloscHeader header)
    {
        var (content, filter) = (new byte[shuffled.Length], new BlockFilter(header.Shuffle, header.TypeSize));
        for (var start = 0; start < content.Length; start += header.BlockSize)
        {
            var length = Math.Min(header.BlockSize, content.Length - start);
            filter.Undo(shuffled.AsSpan(start, length), content.AsSpan(start, length));
        }

        return content;
    }

    private static int Number(byte[] chunk, int at) => BinaryPrimitives.ReadInt32LittleEndian(chunk.AsSpan(at));
}
