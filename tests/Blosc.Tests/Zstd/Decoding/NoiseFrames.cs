using Blosc.Zstd.Decoding;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Blosc.Tests.Zstd.Decoding;

/// <summary>Noise, and zstd frames of it in which no match was looked for.</summary>
internal static class NoiseFrames
{
    /// <summary>Bytes around 128; the wider, the more bits each of them takes.</summary>
    public static byte[] Noise(int length, double width, int seed = 1)
    {
        var random = new Random(seed);
        var bytes = new byte[length];
        foreach (ref var value in bytes.AsSpan())
        {
            value = (byte)(128 + (width * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5)));
        }

        return bytes;
    }

    /// <summary>One frame of pieces: literals, and among them one that may have matches in itself.</summary>
    public static byte[] Mixed(Random random, out byte[] content)
    {
        var noise = Noise(random.Next(300, 20_000), random.Next(1, 127), random.Next());
        byte[] repetitive = [.. noise, .. noise[(noise.Length / 3)..]];
        var (before, after) = (Literals(random, out var contentBefore), Literals(random, out var contentAfter));
        content = [.. contentBefore, .. repetitive, .. contentAfter];
        byte[] blocks = [.. before, .. BlocksOf(CompressWithMatches(repetitive, 1 + (2 * random.Next(3)))), .. after];
        return FrameLayout.Wrap(blocks, content.Length, new byte[blocks.Length + FrameLayout.WrapHeaderLength]).ToArray();
    }

    /// <summary>One frame as zstd makes it.</summary>
    public static byte[] CompressWithMatches(byte[] content, int level)
    {
        using var compressor = new Compressor(level);
        return compressor.Wrap(content).ToArray();
    }

    // Blocks of up to three pieces of noise or zeros; a piece in which zstd came upon a match is left out.
    private static byte[] Literals(Random random, out byte[] content)
    {
        var pieces = Enumerable.Range(0, random.Next(4))
            .Select(_ => random.Next(4) == 0 ? new byte[500] : Noise(random.Next(300, 20_000), random.Next(1, 127), random.Next()))
            .Select(piece => (Content: piece, Frame: Compress(piece)))
            .Where(piece => FrameLayout.TryRead(piece.Frame, out var head) && head.MiddleStart == 0)
            .ToArray();
        content = [.. pieces.SelectMany(piece => piece.Content)];
        return [.. pieces.SelectMany(piece => BlocksOf(piece.Frame))];
    }

    // Without the mark of the last one.
    private static byte[] BlocksOf(byte[] frame)
    {
        FrameLayout.TryRead(frame, out var head);
        var blocks = frame[head.BlocksStart..];
        var (at, last) = (0, 0);
        while (LiteralsBlock.TryRead(blocks, at, out var block))
        {
            (at, last) = (block.End, at);
        }

        blocks[last] &= 0xFE;
        return blocks;
    }

    /// <summary>One frame, with Huffman-coded literals.</summary>
    public static byte[] Compress(byte[] content)
    {
        using var compressor = new Compressor(1);
        compressor.SetParameter(ZSTD_cParameter.ZSTD_c_strategy, (int)ZSTD_strategy.ZSTD_fast);
        compressor.SetParameter(ZSTD_cParameter.ZSTD_c_minMatch, 7);
        compressor.SetParameter(ZSTD_cParameter.ZSTD_c_hashLog, 6);
        compressor.SetParameter(ZSTD_cParameter.ZSTD_c_targetLength, 1 << 17);
        compressor.SetParameter(ZSTD_cParameter.ZSTD_c_experimentalParam5, (int)ZSTD_paramSwitch_e.ZSTD_ps_enable);
        return compressor.Wrap(content).ToArray();
    }
}
