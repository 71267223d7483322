namespace OmeZarr.Tiff.Jpeg;

/// <summary>One component of a frame: where its blocks are, and its samples or coefficients.</summary>
internal sealed class JpegComponent
{
    public required int Id { get; init; }

    /// <summary>Horizontal and vertical sampling factors.</summary>
    public required (int Horizontal, int Vertical) Sampling { get; init; }

    public required int QuantizationIndex { get; init; }

    /// <summary>Samples that belong to the image.</summary>
    public required (int Width, int Height) Size { get; init; }

    /// <summary>Blocks, with those that fill up the last MCUs.</summary>
    public required (int Across, int Down) Blocks { get; init; }

    /// <summary>Blocks that belong to the image. Scans of one component have no others.</summary>
    public (int Across, int Down) ImageBlocks => ((Size.Width + 7) / 8, (Size.Height + 7) / 8);

    /// <summary>The table of the first scan of the component; later redefinitions do not count.</summary>
    public ushort[]? Quantization { get; set; }

    /// <summary>The coefficients of all blocks, in the order of the rows of blocks; only in progressive frames.</summary>
    public short[] Coefficients { get; set; } = [];

    public int DcPrediction { get; set; }

    public int DcTable { get; set; }

    public int AcTable { get; set; }
}
