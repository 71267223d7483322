using Blosc.Zstd.Encoding;

namespace Blosc.Streams;

/// <summary>zstd that searches for matches only where the content has them. Each stream becomes one frame. An instance compresses one chunk at a time.</summary>
/// <param name="compressor">The adaptive compressor.</param>
/// <param name="planes">The number of byte planes of a shuffled block, 1 if blocks are not shuffled. A byte plane holds the bytes at one position of every element.</param>
internal sealed class AdaptiveZstdCompressor(PlaneCompressor compressor, int planes) : IStreamCompressor
{
    /// <inheritdoc/>
    public void BeginChunk(int blockCount) => compressor.Begin(blockCount);

    /// <inheritdoc/>
    public int Compress(ReadOnlySpan<byte> source, Span<byte> destination, int level) => compressor.Compress(source, planes, destination, level);
}
