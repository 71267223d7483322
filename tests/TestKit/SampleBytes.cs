using System.Buffers.Binary;

namespace TestKit;

/// <summary>Kinds of chunk content that compressors treat differently.</summary>
public enum SampleKind
{
    /// <summary>All zero.</summary>
    Zeros,

    /// <summary>0, 1, 2, …, 250, 0, 1, …</summary>
    Ramp,

    /// <summary>Bytes that cannot be compressed.</summary>
    Random,

    /// <summary>16-bit numbers near a slowly changing background, as of a camera.</summary>
    NoisyPixels,
}

/// <summary>Makes chunk content, the same each time.</summary>
public static class SampleBytes
{
    /// <summary>Content of one kind.</summary>
    public static byte[] Make(SampleKind kind, int length)
    {
        var random = new Random(1234567 + length);
        var bytes = new byte[length];
        switch (kind)
        {
            case SampleKind.Ramp:
                for (var i = 0; i < length; i++)
                {
                    bytes[i] = (byte)(i % 251);
                }

                break;
            case SampleKind.Random:
                random.NextBytes(bytes);
                break;
            case SampleKind.NoisyPixels:
                FillNoisy(bytes, random);
                break;
        }

        return bytes;
    }

    private static void FillNoisy(Span<byte> bytes, Random random)
    {
        for (var i = 0; i + 1 < bytes.Length; i += 2)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes[i..], (ushort)(1000 + (200 * Math.Sin(i * 0.001)) + random.Next(40)));
        }
    }
}
