using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Blosc.Zstd.Entropy;

/// <summary>Counts bytes.</summary>
internal static class ByteHistogram
{
    /// <summary>Number of different bytes.</summary>
    public const int Size = 256;

    /// <summary>Length of the runs of <see cref="CountRuns"/>.</summary>
    public const int RunLength = WordLength;

    private const int Tables = 4;
    private const int WordLength = 8;
    private const int SampledEvery = 3;
    private const int LeastSampled = 8 * 1024;

    /// <summary>Counts all bytes. It uses four tables in turn, so that consecutive equal bytes do not wait for each other: 3 times as fast as one table.</summary>
    /// <param name="bytes">The bytes to count.</param>
    /// <param name="counts"><see cref="Size"/> numbers, overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Count(ReadOnlySpan<byte> bytes, Span<int> counts)
    {
        Span<int> tables = stackalloc int[Tables * Size];
        tables.Clear();
        ref var table = ref MemoryMarshal.GetReference(tables);
        ref var first = ref MemoryMarshal.GetReference(bytes);
        var whole = bytes.Length / WordLength * WordLength;
        for (nint at = 0; at < whole; at += WordLength)
        {
            CountWord(ref table, ref Unsafe.Add(ref first, at));
        }

        foreach (var last in bytes[whole..])
        {
            tables[last]++;
        }

        Sum(tables, counts);
    }

    /// <summary>Counts short runs.</summary>
    /// <param name="bytes">The bytes that hold the runs, of <see cref="RunLength"/> bytes each.</param>
    /// <param name="runs">Number of runs.</param>
    /// <param name="step">Bytes from one run to the next.</param>
    /// <param name="counts"><see cref="Size"/> numbers, overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CountRuns(ReadOnlySpan<byte> bytes, int runs, int step, Span<int> counts)
    {
        Span<int> tables = stackalloc int[Tables * Size];
        tables.Clear();
        ref var table = ref MemoryMarshal.GetReference(tables);
        for (var run = 0; run < runs; run++)
        {
            CountWord(ref table, ref MemoryMarshal.GetReference(bytes.Slice(run * step, RunLength)));
        }

        Sum(tables, counts);
    }

    /// <summary>Counts a third of the bytes, or all of a short span. A byte that occurs only outside that third counts once.</summary>
    /// <param name="bytes">The bytes to count.</param>
    /// <param name="counts"><see cref="Size"/> numbers, overwritten.</param>
    /// <returns>The sum of the counts.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Sample(ReadOnlySpan<byte> bytes, Span<int> counts)
    {
        if (bytes.Length < LeastSampled)
        {
            Count(bytes, counts);
            return bytes.Length;
        }

        Span<int> tables = stackalloc int[Tables * Size];
        tables.Clear();
        ref var table = ref MemoryMarshal.GetReference(tables);
        ref var first = ref MemoryMarshal.GetReference(bytes);

        // Each sample is one word.
        var samples = bytes.Length / (SampledEvery * WordLength);
        for (var sample = 0; sample < samples; sample++)
        {
            CountWord(ref table, ref Unsafe.Add(ref first, (nint)((sample * SampledEvery) + Anywhere((uint)sample)) * WordLength));
        }

        Sum(tables, counts);
        return (samples * WordLength) + ByteSet.AddMissing(bytes, counts);
    }

    // At irregular distances, because a regular sample could be a few columns of an image.
    private static int Anywhere(uint sample)
    {
        var hash = sample * 0x9E3779B1;
        hash = (hash ^ (hash >> 15)) * 0x85EBCA77;
        return (int)(((ulong)hash * SampledEvery) >> 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CountWord(ref int table, ref byte word)
    {
        Unsafe.Add(ref table, (nint)word)++;
        Unsafe.Add(ref table, Size + (nint)Unsafe.Add(ref word, 1))++;
        Unsafe.Add(ref table, (2 * Size) + (nint)Unsafe.Add(ref word, 2))++;
        Unsafe.Add(ref table, (3 * Size) + (nint)Unsafe.Add(ref word, 3))++;
        Unsafe.Add(ref table, (nint)Unsafe.Add(ref word, 4))++;
        Unsafe.Add(ref table, Size + (nint)Unsafe.Add(ref word, 5))++;
        Unsafe.Add(ref table, (2 * Size) + (nint)Unsafe.Add(ref word, 6))++;
        Unsafe.Add(ref table, (3 * Size) + (nint)Unsafe.Add(ref word, 7))++;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
