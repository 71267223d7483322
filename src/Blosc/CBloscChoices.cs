namespace Blosc;

/// <summary>Makes the choices that the format leaves to an encoder (block size, compressor level) as c-blosc makes them.</summary>
internal sealed class CBloscChoices(BloscOptions options)
{
    private const int HighestZstdLevel = 22;

    // c-blosc maps its levels 1 to 8 to zstd levels 1, 3, … 15, and level 9 to the highest one. Level 0 copies, so no compressor is asked.
    /// <summary>The level that is passed to the compressor. The other compressors take the level of Blosc, and map it themselves.</summary>
    public int CompressorLevel { get; } = options.Compressor switch
    {
        BloscCompressor.Zstd => options.Level < BloscOptions.MaxLevel ? (2 * options.Level) - 1 : HighestZstdLevel,
        _ => options.Level,
    };

    /// <summary>Divides a Blosc chunk into blocks.</summary>
    public BlockLayout LayoutOf(int contentLength) => BlockLayout.Nominal(options, contentLength);
}
