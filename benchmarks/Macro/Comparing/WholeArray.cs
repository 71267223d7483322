using System.Runtime.InteropServices;

namespace Macro.Comparing;

/// <summary>Room for an array of any length, outside the managed heap, so that both sides read into the same memory.</summary>
internal sealed unsafe class WholeArray(long length) : IDisposable
{
    private readonly byte* bytes = (byte*)NativeMemory.AllocZeroed((nuint)length);

    internal nint Address => (nint)bytes;

    internal Memory<byte> Part(long start, int count) => new NativeWindow((nint)(bytes + start), count).Memory;

    /// <summary>Overwrites everything, so that what was read before cannot pass for what is read next.</summary>
    internal void Spoil() => NativeMemory.Fill(bytes, (nuint)length, 0xA5);

    internal void RequireEqual(nint expected, string who)
    {
        for (var done = 0L; done < length;)
        {
            var count = (int)Math.Min(1 << 24, length - done);
            if (!new ReadOnlySpan<byte>(bytes + done, count).SequenceEqual(new ReadOnlySpan<byte>((byte*)expected + done, count)))
            {
                throw new InvalidDataException($"{who} read other bytes than were written, somewhere from byte {done}");
            }

            done += count;
        }
    }

    public void Dispose() => NativeMemory.Free(bytes);
}
