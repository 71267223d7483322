namespace Blosc;

/// <summary>What the format leaves to an encoder – how a chunk is cut up, and how hard it is compressed – decided as c-blosc does.</summary>
internal sealed class CBloscDefaults(BloscOptions options)
{
    private const int HighestZstdLevel = 22;

    /// <summary>How hard streams are compressed, in the compressor's own levels.</summary>
    public int Effort { get; } = options.Compressor switch
    {
        BloscCompressor.Zstd => options.Level < BloscOptions.MaxLevel ? (2 * options.Level) - 1 : HighestZstdLevel,
        _ => options.Level,
    };

    /// <summary>Chooses the layout of a chunk with so much content.</summary>
    public BlockLayout LayoutOf(int contentLength) => BlockLayout.Nominal(options, contentLength);
}
