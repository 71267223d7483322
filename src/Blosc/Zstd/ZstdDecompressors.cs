using Blosc.Buffers;
using ZstdSharp;

namespace Blosc.Zstd;

/// <summary>Reads zstd frames of any kind with ZstdSharp, with pooled contexts. Thread-safe.</summary>
internal sealed class ZstdDecompressors
{
    private readonly ContextPool<Decompressor> decompressors = new(() => new Decompressor());

    /// <summary>Reads all frames and skips skippable ones.</summary>
    /// <returns>The number of bytes written, or -1 if the content does not fit the destination.</returns>
    /// <exception cref="ZstdException">The frames are damaged, or something else follows them.</exception>
    public int Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var decompressor = decompressors.Rent();
        try
        {
            var fits = decompressor.TryUnwrap(source, destination, out var written);
            decompressors.Return(decompressor);
            return fits ? written : -1;
        }
        catch (ZstdException)
        {
            decompressor.Dispose();
            throw;
        }
    }
}
