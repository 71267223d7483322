using System.Buffers.Binary;
using Blosc.Zstd.Decoding;

namespace Blosc.Tests.Zstd.Decoding;

/// <summary>Decodes frames without matches the plain way: block by block, stream by stream, symbol by symbol.</summary>
internal static class PlainFrame
{
    public static List<LiteralsBlock> Blocks(byte[] frame)
    {
        if (!FrameLayout.TryRead(frame, out var head))
        {
            throw new ArgumentException("not a frame without matches", nameof(frame));
        }

        var blocks = new List<LiteralsBlock>();
        for (var at = head.BlocksStart; at < frame.Length; at = blocks[^1].End)
        {
            blocks.Add(LiteralsBlock.TryRead(frame, at, out var block) ? block : throw new ArgumentException("no block", nameof(frame)));
        }

        return blocks;
    }

    public static byte[] Decode(byte[] frame)
    {
        var table = new HuffmanTable();
        return [.. Blocks(frame).SelectMany(block => Decode(frame.AsSpan(block.BodyStart, block.BodyLength), block, table))];
    }

    private static byte[] Decode(ReadOnlySpan<byte> body, LiteralsBlock block, HuffmanTable table)
    {
        var content = new byte[block.ContentLength];
        switch (block.Kind)
        {
            case LiteralsKind.Raw:
                return body.ToArray();
            case LiteralsKind.Repeated:
                content.AsSpan().Fill(body[0]);
                return content;
            case LiteralsKind.Coded:
                var weights = new byte[256];
                body = body[HuffmanTree.Read(body, weights, out var bits)..];
                table.Build(weights, bits);
                break;
        }

        DecodeStreams(body, block.StreamCount, table, content);
        return content;
    }

    private static void DecodeStreams(ReadOnlySpan<byte> body, int count, HuffmanTable table, Span<byte> content)
    {
        var (at, segment) = (count == 1 ? 0 : 6, (content.Length + count - 1) / count);
        for (var i = 0; i < count; i++)
        {
            var length = i == count - 1 ? body.Length - at : BinaryPrimitives.ReadUInt16LittleEndian(body[(2 * i)..]);
            var to = content[(i * segment)..Math.Min((i + 1) * segment, content.Length)];
            if (!ReferenceHuffmanDecoder.TryDecode(body.Slice(at, length), table, to))
            {
                throw new ArgumentException("a stream is damaged", nameof(body));
            }

            at += length;
        }
    }
}
