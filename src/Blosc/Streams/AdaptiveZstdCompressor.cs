using Blosc.Zstd.Encoding;

namespace Blosc.Streams;

/// <summary>zstd with an effort that adapts to the content; one frame per stream. For one chunk at a time.</summary>
/// <param name="compressor">The adaptive compressor.</param>
/// <param name="planes">The number of byte planes of a shuffled block, 1 if blocks are not shuffled.</param>
internal sealed class AdaptiveZstdCompressor(PlaneCompressor compressor, int planes) : IStreamCompressor
{
    /// <inheritdoc/>
    public void BeginChunk(int blockCount) => compressor.Begin(blockCount);

    /// <inheritdoc/>
    public int Compress(ReadOnlySpan<byte> source, Span<byte> destination, int level) => compressor.Compress(source, planes, destination, level);
}
