using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Zarr.Tests.Codecs.Huffman;

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
