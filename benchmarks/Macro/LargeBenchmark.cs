using System.Runtime.InteropServices;
using OmeZarr;
using OmeZarr.V05;
using Zarr;

namespace Macro;

/// <summary>Writes a time series whose pixels are computed where they are asked for: what matters is how much memory it takes, and that late chunks cost no more than early ones.</summary>
internal static class LargeBenchmark
{
    private const int Side = 2048;
    private const int SmallChunk = 32;

    /// <summary>An image of so many bytes.</summary>
    internal static Task WriteBytesAsync(long bytes, WriteOptions options, string output, CancellationToken cancellationToken) =>
        WriteAsync(bytes / (Side * Side * sizeof(ushort)), options, output, cancellationToken);

    /// <summary>An image of so many chunks of 2 KiB; a frame has 4096 of them.</summary>
    internal static Task WriteChunksAsync(int chunks, WriteOptions options, string output, CancellationToken cancellationToken)
    {
        const int InFrame = Side / SmallChunk * (Side / SmallChunk);
        var small = options with { Chunks = ChunkShape.Of(1, SmallChunk, SmallChunk) };
        return WriteAsync((chunks + InFrame - 1) / InFrame, small, output, cancellationToken);
    }

    private static async Task WriteAsync(long frames, WriteOptions options, string output, CancellationToken cancellationToken)
    {
        var image = Image.FromDimensions([Dimension.Time(), Dimension.Y(), Dimension.X()], "large");
        var source = ArraySource.FromFunction([frames, Side, Side], DataType.UInt16, Compute);
        var tenths = new Tenths();
        await OmeWriter.WriteImageAsync(output, image, source, options with { Progress = tenths }, cancellationToken: cancellationToken);
        tenths.Print();
    }

    /// <summary>A smooth background with noise that depends on the place only, so that every region can be computed alone.</summary>
    private static void Compute(Region region, Span<byte> destination)
    {
        var pixels = MemoryMarshal.Cast<byte, ushort>(destination);
        var (t, y, x) = (region.Shape[0], region.Shape[1], region.Shape[2]);
        for (var (i, at) = (0L, 0); i < t * y; i++)
        {
            var (frame, row) = (region.Offset[0] + (i / y), region.Offset[1] + (i % y));
            var state = (ulong)((((frame * Side) + row) * Side) + region.Offset[2]);
            for (var column = 0L; column < x; column++)
            {
                pixels[at++] = (ushort)(500 + ((row + region.Offset[2] + column) / 16) + (long)(Mix(state++) >> 58));
            }
        }
    }

    /// <summary>The finaliser of SplitMix64: a number that looks random for each place.</summary>
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
