using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Zarr.Codecs.Zstandard;

/// <summary>How often each byte occurs.</summary>
internal static class ByteHistogram
{
    /// <summary>Number of different bytes.</summary>
    public const int Size = 256;

    private const int Tables = 4;
    private const int SampledEveryBits = 2;
    private const int SampledEvery = 1 << SampledEveryBits;

    /// <summary>Counts. Four tables in turn, so that equal bytes in a row do not wait for each other: 3 times as fast as one.</summary>
    /// <param name="bytes">What is counted.</param>
    /// <param name="counts"><see cref="Size"/> numbers, overwritten.</param>
    public static void Count(ReadOnlySpan<byte> bytes, Span<int> counts)
    {
        Span<int> tables = stackalloc int[Tables * Size];
        tables.Clear();
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            CountWord(tables, word);
        }

        foreach (var last in bytes[(words.Length * sizeof(ulong))..])
        {
            tables[last]++;
        }

        Sum(tables, counts);
    }

    /// <summary>Counts a quarter of the bytes. One that occurs, but not in that quarter, counts as one.</summary>
    /// <param name="bytes">What is counted.</param>
    /// <param name="counts"><see cref="Size"/> numbers, overwritten.</param>
    /// <returns>The sum of the counts.</returns>
    public static int Sample(ReadOnlySpan<byte> bytes, Span<int> counts)
    {
        Span<int> tables = stackalloc int[Tables * Size];
        tables.Clear();
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var samples = words.Length / SampledEvery;
        for (var sample = 0; sample < samples; sample++)
        {
            CountWord(tables, words[(sample * SampledEvery) + Anywhere((uint)sample)]);
        }

        Sum(tables, counts);
        return (samples * sizeof(ulong)) + ByteSet.AddMissing(bytes, counts);
    }

    // Somewhere else each time, or the sample would be a few columns of an image.
    private static int Anywhere(uint sample)
    {
        var hash = sample * 0x9E3779B1;
        hash = (hash ^ (hash >> 15)) * 0x85EBCA77;
        return (int)(hash >> (32 - SampledEveryBits));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CountWord(Span<int> tables, ulong word)
    {
        ref var table = ref MemoryMarshal.GetReference(tables);
        Unsafe.Add(ref table, (int)(byte)word)++;
        Unsafe.Add(ref table, Size + (int)(byte)(word >> 8))++;
        Unsafe.Add(ref table, (2 * Size) + (int)(byte)(word >> 16))++;
        Unsafe.Add(ref table, (3 * Size) + (int)(byte)(word >> 24))++;
        Unsafe.Add(ref table, (int)(byte)(word >> 32))++;
        Unsafe.Add(ref table, Size + (int)(byte)(word >> 40))++;
        Unsafe.Add(ref table, (2 * Size) + (int)(byte)(word >> 48))++;
        Unsafe.Add(ref table, (3 * Size) + (int)(word >> 56))++;
    }

    private static void Sum(ReadOnlySpan<int> tables, Span<int> counts)
    {
        var from = MemoryMarshal.Cast<int, Vector<int>>(tables);
        var to = MemoryMarshal.Cast<int, Vector<int>>(counts);
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = from[i] + from[to.Length + i] + from[(2 * to.Length) + i] + from[(3 * to.Length) + i];
        }
    }
}
