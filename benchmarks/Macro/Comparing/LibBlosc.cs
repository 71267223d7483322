using System.Runtime.InteropServices;

namespace Macro.Comparing;

/// <summary>The C library, called as C calls it: contexts without locks, one thread inside.</summary>
internal sealed unsafe class LibBlosc
{
    /// <summary>What a compressed chunk may have more than the chunk.</summary>
    internal const int MaxOverhead = 16;

    /// <summary>The shuffle by bytes, as c-blosc numbers it; 0 is none, 2 by bits.</summary>
    internal const int ByteShuffle = 1;

    private static readonly string[] Names = ["libblosc.so.1", "libblosc.so", "libblosc.1.dylib", "blosc"];

    private readonly delegate* unmanaged<int, int, nuint, nuint, void*, void*, nuint, byte*, nuint, int, int> compress;
    private readonly delegate* unmanaged<void*, void*, nuint, int, int> decompress;

    private LibBlosc(nint library)
    {
        compress = (delegate* unmanaged<int, int, nuint, nuint, void*, void*, nuint, byte*, nuint, int, int>)NativeLibrary.GetExport(library, "blosc_compress_ctx");
        decompress = (delegate* unmanaged<void*, void*, nuint, int, int>)NativeLibrary.GetExport(library, "blosc_decompress_ctx");
        var version = (delegate* unmanaged<byte*>)NativeLibrary.GetExport(library, "blosc_get_version_string");
        Version = Marshal.PtrToStringUTF8((nint)version())!;
    }

    internal string Version { get; }

    /// <exception cref="DllNotFoundException">c-blosc is not installed.</exception>
    internal static LibBlosc Load()
    {
        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, out var library))
            {
                return new LibBlosc(library);
            }
        }

        throw new DllNotFoundException($"c-blosc is not installed ({string.Join(", ", Names)}); on Debian and Ubuntu: apt-get install libblosc1");
    }

    /// <summary>Compresses a chunk; the destination has <see cref="MaxOverhead"/> bytes more than the source.</summary>
    /// <param name="how">What c-blosc is asked to do.</param>
    /// <param name="source">The chunk.</param>
    /// <param name="destination">Room for it, compressed.</param>
    internal int Compress(BloscArguments how, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        fixed (byte* from = source, to = destination, name = how.Compressor)
        {
            var length = compress(how.Level, how.Shuffle, (nuint)how.TypeSize, (nuint)source.Length, from, to, (nuint)destination.Length, name, (nuint)how.BlockSize, 1);
            return length > 0 ? length : throw new InvalidOperationException($"blosc_compress_ctx gave {length}");
        }
    }

    /// <summary>Decompresses a chunk, which must fill the destination.</summary>
    internal void Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        fixed (byte* from = source, to = destination)
        {
            var length = decompress(from, to, (nuint)destination.Length, 1);
            if (length != destination.Length)
            {
                throw new InvalidDataException($"blosc_decompress_ctx gave {length}, not {destination.Length}");
            }
        }
    }
}

/// <summary>Arguments of <c>blosc_compress_ctx</c>.</summary>
/// <param name="Compressor">Its name as a C string.</param>
/// <param name="Level">0 to 9.</param>
/// <param name="Shuffle">0 none, 1 bytes, 2 bits.</param>
/// <param name="TypeSize">Bytes per element.</param>
/// <param name="BlockSize">Bytes per block; 0 lets c-blosc decide.</param>
internal readonly record struct BloscArguments(byte[] Compressor, int Level, int Shuffle, int TypeSize, int BlockSize = 0);
