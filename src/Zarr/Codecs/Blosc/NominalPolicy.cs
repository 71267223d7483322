namespace Zarr.Codecs.Blosc;

/// <summary>What the format leaves to an encoder – how a chunk is cut up, and how hard it is compressed – decided as c-blosc does.</summary>
internal sealed class NominalPolicy(BloscSettings settings)
{
    private const int HighestZstdLevel = 22;

    /// <summary>How hard streams are compressed, in the compressor's own levels.</summary>
    public int Effort { get; } = settings.Compressor switch
    {
        BloscCompressor.Zstd => settings.Level < BloscCodec.MaxLevel ? (2 * settings.Level) - 1 : HighestZstdLevel,
        _ => settings.Level,
    };

    /// <summary>Chooses the layout of a chunk with so much content.</summary>
    public BlockLayout LayoutOf(int contentLength) => BlockLayout.Nominal(settings, contentLength);
}
