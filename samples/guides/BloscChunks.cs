using System.Runtime.InteropServices;
using Blosc;

namespace Guides;

internal static class BloscChunks
{
    internal static void Run()
    {
        var pixels = new ushort[512 * 512];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (ushort)(i / 512);
        }

        RoundTrip(pixels);
        AtReferenceEffort();
    }

    private static void RoundTrip(ushort[] pixels)
    {
        var encoder = new BloscEncoder(new BloscOptions { TypeSize = sizeof(ushort), Level = 3 });
        byte[] chunk = encoder.Encode(MemoryMarshal.AsBytes(pixels.AsSpan()));

        var header = BloscHeader.Read(chunk);
        Console.WriteLine($"{header.ContentLength} bytes in {header.BlockCount} blocks of {header.Compressor}, shuffled by {header.Shuffle}");

        var decoder = new BloscDecoder();
        var decoded = new ushort[pixels.Length];
        decoder.Decode(chunk, MemoryMarshal.AsBytes(decoded.AsSpan()));
        Require(decoded.AsSpan().SequenceEqual(pixels));
    }

    private static void AtReferenceEffort()
    {
        var reference = new BloscEncoder(new BloscOptions { TypeSize = sizeof(ushort), Level = 3, ReferenceEffort = true });
        Require(reference.Encode(new byte[1000]).Length < 100);
    }

    private static void Require(bool isSo)
    {
        if (!isSo)
        {
            throw new InvalidOperationException("the chunk is not what it should be");
        }
    }
}
