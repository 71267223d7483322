using System.Runtime.InteropServices;
using Macro.Comparing;

namespace Soak.Codecs;

/// <summary>The C libraries, where they are installed.</summary>
internal static unsafe class ForeignLibraries
{
    /// <summary>c-blosc, or null.</summary>
    internal static LibBlosc? Blosc { get; } = TryBlosc();

    private static nint Zstd { get; } = NativeLibrary.TryLoad("libzstd.so.1", out var library) ? library : 0;

    /// <summary>Whether libzstd is there.</summary>
    internal static bool HasZstd => Zstd != 0;

    /// <summary>Decodes one frame with libzstd; it must fill the destination.</summary>
    internal static bool TryZstd(ReadOnlySpan<byte> frame, Span<byte> destination)
    {
        var decompress = (delegate* unmanaged<void*, nuint, void*, nuint, nuint>)NativeLibrary.GetExport(Zstd, "ZSTD_decompress");
        fixed (byte* from = frame, to = destination)
        {
            return decompress(to, (nuint)destination.Length, from, (nuint)frame.Length) == (nuint)destination.Length;
        }
    }

    private static LibBlosc? TryBlosc()
    {
        try
        {
            return LibBlosc.Load();
        }
        catch (DllNotFoundException error)
        {
            Console.WriteLine($"without c-blosc: {error.Message}");
            return null;
        }
    }
}
