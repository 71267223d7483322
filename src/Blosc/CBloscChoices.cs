namespace Blosc;

/// <summary>Makes the choices that the format leaves to an encoder (block size, compressor level) as c-blosc makes them.</summary>
internal sealed class CBloscChoices(BloscOptions options)
{
    private const int HighestZstdLevel = 22;

    /// <summary>
    /// The level that is passed to the compressor. c-blosc maps its levels 1 to 8 to the zstd levels 1, 3, … 15, and level 9 to the highest one. Every other compressor takes the level of Blosc
    /// and maps it itself. The value for level 0 is never used, because level 0 only copies.
    /// </summary>
    public int CompressorLevel { get; } = options.Compressor switch
    {
        BloscCompressor.Zstd => options.Level < BloscOptions.MaxLevel ? (2 * options.Level) - 1 : HighestZstdLevel,
        _ => options.Level,
    };

    /// <summary>Divides a Blosc chunk into blocks.</summary>
    public BlockLayout LayoutOf(int contentLength) => BlockLayout.Nominal(options, contentLength);
}
