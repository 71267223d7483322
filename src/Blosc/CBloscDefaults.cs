namespace Blosc;

/// <summary>The choices that the format leaves to an encoder – division into blocks, level of the compressor – made as c-blosc makes them.</summary>
internal sealed class CBloscDefaults(BloscOptions options)
{
    private const int HighestZstdLevel = 22;

    /// <summary>The level of the compressor, in its own scale.</summary>
    public int StreamLevel { get; } = options.Compressor switch
    {
        BloscCompressor.Zstd => options.Level < BloscOptions.MaxLevel ? (2 * options.Level) - 1 : HighestZstdLevel,
        _ => options.Level,
    };

    /// <summary>Chooses the layout of a chunk.</summary>
    public BlockLayout LayoutOf(int contentLength) => BlockLayout.Nominal(options, contentLength);
}
