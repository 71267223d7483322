using System.Runtime.InteropServices;

namespace OmeZarr.Tiff.Samples;

/// <summary>Copies samples from one stride to another.</summary>
internal static class SampleCopy
{
    /// <summary>Copies <paramref name="count"/> samples of <paramref name="size"/> bytes. Steps are in bytes and multiples of the size.</summary>
    public static void Copy(ReadOnlySpan<byte> source, long sourceStep, Span<byte> destination, long destinationStep, int count, int size)
    {
        if (sourceStep == size && destinationStep == size)
        {
            source[..(count * size)].CopyTo(destination);
            return;
        }

        var (from, to) = ((int)(sourceStep / size), (int)(destinationStep / size));
        switch (size)
        {
            case 1:
                CopySteps(source, from, destination, to, count);
                break;
            case 2:
                CopySteps(MemoryMarshal.Cast<byte, ushort>(source), from, MemoryMarshal.Cast<byte, ushort>(destination), to, count);
                break;
            case 4:
                CopySteps(MemoryMarshal.Cast<byte, uint>(source), from, MemoryMarshal.Cast<byte, uint>(destination), to, count);
                break;
            case 8:
                CopySteps(MemoryMarshal.Cast<byte, ulong>(source), from, MemoryMarshal.Cast<byte, ulong>(destination), to, count);
                break;
            default:
                CopySteps(MemoryMarshal.Cast<byte, UInt128>(source), from, MemoryMarshal.Cast<byte, UInt128>(destination), to, count);
                break;
        }
    }

    private static void CopySteps<T>(ReadOnlySpan<T> source, int from, Span<T> destination, int to, int count)
    {
        for (int i = 0, s = 0, d = 0; i < count; i++, s += from, d += to)
        {
            destination[d] = source[s];
        }
    }
}
