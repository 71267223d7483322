using Zarr;

namespace OmeZarr.Tiff.Pages;

/// <summary>
/// The storage layout of a page. Pages with equal layouts share one object. A block is a strip or a tile.
/// </summary>
internal sealed record PageLayout
{
    /// <summary>The value of <see cref="Photometric"/> for YCbCr.</summary>
    public const int YCbCr = 6;

    /// <summary>The value of <see cref="Photometric"/> for indexes of a palette, which <see cref="TiffPage.ReadColorMap"/> reads.</summary>
    public const int Palette = 3;

    public required long Width { get; init; }

    public required long Height { get; init; }

    public required int Samples { get; init; }

    /// <summary>The type of the samples when they are read.</summary>
    public required DataType DataType { get; init; }

    /// <summary>Bits of a stored sample; 8 times the size of <see cref="DataType"/> unless samples are packed.</summary>
    public required int StoredBits { get; init; }

    /// <summary>The bits of each stored sample of a pixel, if they differ; then <see cref="StoredBits"/> is the largest of them. Null for other pages. Layouts with a list are never equal.</summary>
    public required int[]? MixedBits { get; init; }

    public required TiffCompression Compression { get; init; }

    /// <summary>1: none; 2: horizontal differences; 3: differences of floating point bytes.</summary>
    public required int Predictor { get; init; }

    /// <summary>The meaning of the values: 0 WhiteIsZero, 1 BlackIsZero, 2 RGB, 3 palette, 4 mask, 5 CMYK, 6 YCbCr (read as RGB). Values of any other meaning are read as they are stored.</summary>
    public required int Photometric { get; init; }

    /// <summary>1 to 8: where row 0 and column 0 of the stored page are to be shown (TIFF 6.0, Orientation). Values are read as they are stored.</summary>
    public required int Orientation { get; init; }

    /// <summary>The meaning of the first sample beyond those of the photometric interpretation (tag ExtraSamples): 0 none is known, 1 premultiplied alpha, 2 alpha; -1 without the tag.</summary>
    public required int ExtraSample { get; init; }

    /// <summary>Whether each sample of a pixel has its own blocks (PlanarConfiguration 2).</summary>
    public required bool IsPlanar { get; init; }

    /// <summary>Whether the bits of every stored byte are in reverse order (FillOrder 2).</summary>
    public required bool IsBitReversed { get; init; }

    public required bool IsTiled { get; init; }

    public required long BlockWidth { get; init; }

    public required long BlockHeight { get; init; }

    /// <summary>The tag T4Options or T6Options of CCITT fax.</summary>
    public required int FaxOptions { get; init; }

    /// <summary>How colours are stored as YCbCr outside of JPEG streams; null for other pages.</summary>
    public required YCbCrCoding? YCbCrCoding { get; init; }

    public bool IsCompressed => Compression != TiffCompression.None;

    /// <summary>Whether a block must be decoded whole, because its samples are not stored one after another.</summary>
    public bool IsDecodedWhole => IsCompressed || YCbCrCoding is not null;

    public bool IsJpeg => Compression is TiffCompression.Jpeg or TiffCompression.OldJpeg;

    /// <summary>Whether a decoder of another package decodes the blocks (<see cref="TiffStorage.DecoderOf"/>).</summary>
    public bool IsForeign => !Enum.IsDefined(Compression);

    public bool IsFax => Compression is TiffCompression.CcittRle or TiffCompression.CcittRleWords or TiffCompression.CcittGroup3 or TiffCompression.CcittGroup4;

    /// <summary>Whether stored samples have another size than elements of <see cref="DataType"/>.</summary>
    public bool IsPacked => StoredBits != 8 * DataType.Size || MixedBits is not null;

    /// <summary>Samples of a pixel in one block.</summary>
    public int BlockSamples => IsPlanar ? 1 : Samples;

    /// <summary>Bytes of a pixel of one block when it is read.</summary>
    public long PixelBytes => (long)BlockSamples * DataType.Size;

    /// <summary>Bits of a pixel of one block as it is stored, before compression.</summary>
    public long StoredPixelBits => MixedBits?.Sum() ?? ((long)BlockSamples * StoredBits);

    /// <summary>Bytes of one row of a block as it is stored, before compression. Rows end at whole bytes.</summary>
    public long StoredRowBytes => ((BlockWidth * StoredPixelBits) + 7) / 8;

    public long BlocksAcross => ((Width - 1) / BlockWidth) + 1;

    public long BlocksDown => ((Height - 1) / BlockHeight) + 1;

    /// <summary>Rows that a row of blocks stores: the last strip is cut, the last tiles are padded.</summary>
    public long RowsOf(long blockRow) => IsTiled ? BlockHeight : Math.Min(BlockHeight, Height - (blockRow * BlockHeight));

    /// <summary>Rows of a block that belong to the image.</summary>
    public long NeededRows(long block) => Math.Min(BlockHeight, Height - (block / BlocksAcross % BlocksDown * BlockHeight));

    /// <summary>Whether pages of both layouts can be elements of one array.</summary>
    public bool IsSameImage(PageLayout other) =>
        (Width, Height, Samples, DataType) == (other.Width, other.Height, other.Samples, other.DataType);

    /// <summary>Size and data type for messages: <c>512 x 264 pixels of 3 x uint8</c>.</summary>
    public string Describe() => $"{Width} x {Height} pixels of {(Samples == 1 ? "" : $"{Samples} x ")}{DataType}";

    /// <summary>The name of a block in messages.</summary>
    public string BlockNoun => IsTiled ? "tile" : "strip";
}
