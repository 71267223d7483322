using Zarr;

namespace OmeZarr.Tiff.Pages;

/// <summary>
/// The storage layout of a page. Pages with equal layouts share one object. A block is a strip or a tile.
/// </summary>
internal sealed record PageLayout
{
    public required long Width { get; init; }

    public required long Height { get; init; }

    public required int Samples { get; init; }

    public required DataType DataType { get; init; }

    public required TiffCompression Compression { get; init; }

    /// <summary>1: none; 2: horizontal differences; 3: differences of floating point bytes.</summary>
    public required int Predictor { get; init; }

    public required int Photometric { get; init; }

    /// <summary>Whether each sample of a pixel has its own blocks (PlanarConfiguration 2).</summary>
    public required bool IsPlanar { get; init; }

    /// <summary>Whether the bits of every stored byte are in reverse order (FillOrder 2).</summary>
    public required bool IsBitReversed { get; init; }

    public required bool IsTiled { get; init; }

    public required long BlockWidth { get; init; }

    public required long BlockHeight { get; init; }

    /// <summary>Horizontal and vertical subsampling of the chroma of YCbCr.</summary>
    public required (int Horizontal, int Vertical) ChromaSubsampling { get; init; }

    public bool IsCompressed => Compression != TiffCompression.None;

    /// <summary>Samples of a pixel in one block.</summary>
    public int BlockSamples => IsPlanar ? 1 : Samples;

    public long PixelBytes => (long)BlockSamples * DataType.Size;

    public long BlocksAcross => ((Width - 1) / BlockWidth) + 1;

    public long BlocksDown => ((Height - 1) / BlockHeight) + 1;

    /// <summary>Rows that a row of blocks stores: the last strip is cut, the last tiles are padded.</summary>
    public long RowsOf(long blockRow) => IsTiled ? BlockHeight : Math.Min(BlockHeight, Height - (blockRow * BlockHeight));

    /// <summary>Whether pages of both layouts can be elements of one array.</summary>
    public bool IsSameImage(PageLayout other) =>
        (Width, Height, Samples, DataType) == (other.Width, other.Height, other.Samples, other.DataType);

    /// <summary>Size and data type for messages: <c>512 x 264 pixels of 3 x uint8</c>.</summary>
    public string Describe() => $"{Width} x {Height} pixels of {(Samples == 1 ? "" : $"{Samples} x ")}{DataType}";

    /// <summary>The name of a block in messages.</summary>
    public string BlockNoun => IsTiled ? "tile" : "strip";
}
