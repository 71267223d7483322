using Blosc.Zstd.Encoding;

namespace Blosc.Streams;

/// <summary>zstd with the effort that each part of a block rewards, instead of the same for all; one frame per stream. For one chunk at a time.</summary>
/// <param name="compressor">Compresses.</param>
/// <param name="planes">The number of byte planes of a shuffled block, 1 if blocks are not shuffled.</param>
internal sealed class AdaptiveZstdCompressor(PlaneCompressor compressor, int planes) : IStreamCompressor
{
    /// <inheritdoc/>
    public void BeginChunk(int blockCount) => compressor.Begin(blockCount);

    /// <inheritdoc/>
    public int Compress(ReadOnlySpan<byte> source, Span<byte> destination, int effort) => compressor.Compress(source, planes, destination, effort);
}
