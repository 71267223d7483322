using BitMiracle.LibTiff.Classic;
using Xunit;
using Zarr;
using LibCompression = BitMiracle.LibTiff.Classic.Compression;
using LibTiff = BitMiracle.LibTiff.Classic.Tiff;

namespace OmeZarr.Tiff.Tests.Files;

/// <summary>How a test file is written.</summary>
public sealed record TiffRecipe
{
    public bool IsBigEndian { get; init; }

    public bool IsBigTiff { get; init; }

    public LibCompression Compression { get; init; } = LibCompression.NONE;

    public Predictor Predictor { get; init; } = Predictor.NONE;

    public int RowsPerStrip { get; init; } = 7;

    public (int Height, int Width)? Tile { get; init; }

    public bool IsPlanar { get; init; }

    public bool IsBitReversed { get; init; }

    public Photometric? Photometric { get; init; }

    public string? Description { get; init; }

    public (double X, double Y)? Resolution { get; init; }

    /// <summary>Pages from this one on are marked as reduced copies.</summary>
    public int ReducedFrom { get; init; } = int.MaxValue;

    public override string ToString() =>
        $"{(IsBigEndian ? "MM" : "II")} {Compression} {Predictor} {(Tile is null ? "strips" : "tiles")} {(IsPlanar ? "planar" : "chunky")}";
}

/// <summary>Writes test files with LibTiff, the independent writer.</summary>
public static class TiffMaker
{
    public static void Write(string path, TestImage image, TiffRecipe recipe) => Write(path, [image], recipe);

    public static void Write(string path, IReadOnlyList<TestImage> images, TiffRecipe recipe)
    {
        using var tiff = LibTiff.Open(path, "w" + (recipe.IsBigEndian ? "b" : "l") + (recipe.IsBigTiff ? "8" : ""));
        var number = 0;
        foreach (var (image, page) in images.SelectMany(image => Enumerable.Range(0, image.Pages).Select(page => (image, page))))
        {
            SetTags(tiff, image, recipe, number++);
            WritePixels(tiff, image, recipe, page);
            Assert.True(tiff.WriteDirectory());
        }
    }

    private static void SetTags(LibTiff tiff, TestImage image, TiffRecipe recipe, int number)
    {
        tiff.SetField(TiffTag.IMAGEWIDTH, image.Width);
        tiff.SetField(TiffTag.IMAGELENGTH, image.Height);
        tiff.SetField(TiffTag.BITSPERSAMPLE, 8 * image.DataType.Size);
        tiff.SetField(TiffTag.SAMPLESPERPIXEL, image.Samples);
        tiff.SetField(TiffTag.SAMPLEFORMAT, Format(image.DataType));
        tiff.SetField(TiffTag.COMPRESSION, recipe.Compression);
        tiff.SetField(TiffTag.PLANARCONFIG, recipe.IsPlanar ? PlanarConfig.SEPARATE : PlanarConfig.CONTIG);
        tiff.SetField(TiffTag.PHOTOMETRIC, recipe.Photometric ?? (image.Samples >= 3 ? Photometric.RGB : Photometric.MINISBLACK));
        tiff.SetField(TiffTag.SUBFILETYPE, number >= recipe.ReducedFrom ? FileType.REDUCEDIMAGE : 0);
        SetOptionalTags(tiff, recipe, number);
        if (recipe.Tile is { } tile)
        {
            tiff.SetField(TiffTag.TILELENGTH, tile.Height);
            tiff.SetField(TiffTag.TILEWIDTH, tile.Width);
        }
        else
        {
            tiff.SetField(TiffTag.ROWSPERSTRIP, recipe.RowsPerStrip);
        }
    }

    private static void SetOptionalTags(LibTiff tiff, TiffRecipe recipe, int number)
    {
        if (recipe.Predictor != Predictor.NONE)
        {
            tiff.SetField(TiffTag.PREDICTOR, recipe.Predictor);
        }

        if (recipe.IsBitReversed)
        {
            tiff.SetField(TiffTag.FILLORDER, FillOrder.LSB2MSB);
        }

        if (recipe.Resolution is { } resolution)
        {
            tiff.SetField(TiffTag.XRESOLUTION, resolution.X);
            tiff.SetField(TiffTag.YRESOLUTION, resolution.Y);
        }

        if (recipe.Description is { } description && number == 0)
        {
            tiff.SetField(TiffTag.IMAGEDESCRIPTION, description);
        }
    }

    private static SampleFormat Format(DataType type) => type.Kind switch
    {
        DataTypeKind.SignedInteger => SampleFormat.INT,
        DataTypeKind.Float => SampleFormat.IEEEFP,
        DataTypeKind.Complex => SampleFormat.COMPLEXIEEEFP,
        _ => SampleFormat.UINT,
    };

    private static void WritePixels(LibTiff tiff, TestImage image, TiffRecipe recipe, int page)
    {
        var block = 0;
        var size = recipe.Tile is { } tile ? tile : (Height: recipe.RowsPerStrip, Width: image.Width);
        foreach (var plane in recipe.IsPlanar ? Enumerable.Range(0, image.Samples).Cast<int?>() : [null])
        {
            for (var y = 0; y < image.Height; y += size.Height)
            {
                for (var x = 0; x < image.Width; x += size.Width)
                {
                    var rows = recipe.Tile is null ? Math.Min(size.Height, image.Height - y) : size.Height;
                    var bytes = image.Block(page, plane, (y, x), (rows, size.Width));
                    var count = recipe.Tile is null ? tiff.WriteEncodedStrip(block, bytes, bytes.Length) : tiff.WriteEncodedTile(block, bytes, bytes.Length);
                    Assert.True(count > 0, $"LibTiff could not write block {block}");
                    block++;
                }
            }
        }
    }
}
