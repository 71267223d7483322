namespace Zarr.Codecs.Blosc;

/// <summary>What the format leaves to an encoder: how a chunk is cut up, and how hard each stream is compressed.</summary>
internal interface IEncodingPolicy
{
    /// <summary>Chooses the layout of a chunk from its content.</summary>
    BlockLayout LayoutOf(ReadOnlySpan<byte> content);

    /// <summary>Chooses the effort for one stream, in the compressor's own levels.</summary>
    /// <param name="stream">The shuffled bytes that are about to be compressed.</param>
    int EffortFor(ReadOnlySpan<byte> stream);
}

/// <summary>Does as c-blosc does at the level of the settings, whatever the content.</summary>
internal sealed class NominalPolicy(BloscSettings settings) : IEncodingPolicy
{
    private const int HighestZstdLevel = 22;

    private readonly int effort = settings.Compressor switch
    {
        BloscCompressor.Zstd => settings.Level < BloscCodec.MaxLevel ? (2 * settings.Level) - 1 : HighestZstdLevel,
        _ => settings.Level,
    };

    /// <inheritdoc/>
    public BlockLayout LayoutOf(ReadOnlySpan<byte> content) => BlockLayout.Nominal(settings, content.Length);

    /// <inheritdoc/>
    public int EffortFor(ReadOnlySpan<byte> stream) => effort;
}
