using Zarr.Codecs.Zstandard;

namespace Zarr.Codecs.Blosc;

/// <summary>zstd with the effort that each part of a block rewards, instead of the same for all; one frame per stream. For one chunk at a time.</summary>
internal sealed class AdaptiveZstdCompressor(PlaneCompressor compressor, BlockFilter filter) : IStreamCompressor
{
    private readonly int planes = filter.IsIdentity ? 1 : filter.TypeSize;

    /// <summary>Whether settings are to be adapted: zstd between the levels that are fast anyway and those that are chosen for the smallest size at any price.</summary>
    public static bool Suits(BloscSettings settings)
    {
        const int FirstLevel = 3;
        const int LastLevel = 5;
        return settings.Compressor == BloscCompressor.Zstd && settings.Level is >= FirstLevel and <= LastLevel && settings.Shuffle != BloscShuffle.Bit;
    }

    /// <inheritdoc/>
    public void BeginChunk(int blockCount) => compressor.Begin(blockCount);

    /// <inheritdoc/>
    public int Compress(ReadOnlySpan<byte> source, Span<byte> destination, int effort) => compressor.Compress(source, planes, destination, effort);
}
