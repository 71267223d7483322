using System.Buffers.Binary;

namespace Zarr.Tests.Golden;

/// <summary>Kinds of content that compressors treat differently, made without floating point so that they are the same on every machine.</summary>
internal static class GoldenContents
{
    internal const int Width = 128;
    internal const int SmallRows = 73;
    internal const int LargeRows = 2560;

    internal static IReadOnlyList<DataType> Types { get; } = [DataType.UInt8, DataType.UInt16, DataType.UInt32, DataType.Float64];

    internal static IReadOnlyList<string> Kinds { get; } = ["random", "smooth", "constant", "camera", "labels"];

    internal static byte[] Make(string kind, int size, int rows)
    {
        var bytes = new byte[rows * Width * size];
        var state = 12345UL;
        for (var i = 0; i < rows * Width; i++)
        {
            state = (state * 6364136223846793005) + 1442695040888963407;
            Write(bytes.AsSpan(i * size, size), ValueAt(kind, i / Width, i % Width, size, state >> 16));
        }

        return bytes;
    }

    private static ulong ValueAt(string kind, int y, int x, int size, ulong random) => kind switch
    {
        "random" => random * 0x9E3779B97F4A7C15,
        "smooth" => (ulong)((x * 3) + (y * 5)),
        "constant" => 77,
        "camera" => 100 + (ulong)((x * y) >> 7) + (random & 15) + ((random >> 8) & 15) + (size > 1 ? (random >> 16) & 63 : 0),
        _ => ((x % 29) * (x % 29)) + ((y % 31) * (y % 31)) < 500 ? (ulong)((x / 29) + (y / 31 * 5) + 1) : 0,
    };

    private static void Write(Span<byte> element, ulong value)
    {
        Span<byte> all = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(all, value);
        all[..element.Length].CopyTo(element);
    }
}
