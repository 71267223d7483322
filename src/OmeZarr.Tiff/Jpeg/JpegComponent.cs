namespace OmeZarr.Tiff.Jpeg;

/// <summary>One component of a frame: where its blocks are, and its samples or coefficients.</summary>
internal sealed class JpegComponent
{
    /// <summary>Place of the component in the frame.</summary>
    public required int Index { get; init; }

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

    /// <summary>The numbers of the Huffman tables of the current scan.</summary>
    public (int Dc, int Ac) TableIndexes { get; set; }

    /// <summary>The Huffman table of the current scan for the first coefficient of a block.</summary>
    public HuffmanTable? DcTable { get; set; }

    /// <summary>The Huffman table of the current scan for the other coefficients.</summary>
    public HuffmanTable? AcTable { get; set; }
}
