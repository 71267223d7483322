using System.Runtime.InteropServices;

namespace Macro.Comparing;

/// <summary>The C library, called as C calls it: contexts without locks, one thread inside.</summary>
internal sealed unsafe class LibBlosc
{
    /// <summary>What a compressed chunk may have more than the chunk.</summary>
    internal const int MaxOverhead = 16;

    private const int ByteShuffle = 1;
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
    internal int Compress(BloscRecipe recipe, int typeSize, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        fixed (byte* from = source, to = destination, name = recipe.CName)
        {
            var length = compress(recipe.Level, ByteShuffle, (nuint)typeSize, (nuint)source.Length, from, to, (nuint)destination.Length, name, 0, 1);
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
