using Zarr.Codecs.Zstandard;

namespace Zarr.Codecs.Blosc;

/// <summary>zstd with the effort that each part of a block rewards, instead of the same for all; one frame per stream. For one chunk at a time.</summary>
internal sealed class AdaptiveZstdCompressor(PlaneCompressor compressor, BlockFilter filter) : IStreamCompressor
{
    private readonly int planes = filter.IsIdentity ? 1 : filter.TypeSize;

    /// <summary>Whether settings are to be adapted: the default level, for which the limits were measured, and no bit shuffle.</summary>
    public static bool Suits(BloscSettings settings)
    {
        const int MeasuredLevel = 3;
        return settings is { Compressor: BloscCompressor.Zstd, Level: MeasuredLevel } && settings.Shuffle != BloscShuffle.Bit;
    }

    /// <inheritdoc/>
    public void BeginChunk(int blockCount) => compressor.Begin(blockCount);

    /// <inheritdoc/>
    public int Compress(ReadOnlySpan<byte> source, Span<byte> destination, int effort) => compressor.Compress(source, planes, destination, effort);
}
