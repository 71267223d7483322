using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Images;
using OmeZarr.Tiff.Pages;
using OmeZarr.Tiff.Parsing;

namespace OmeZarr.Tiff.Vendors;

/// <summary>Images of electron microscopes and cameras whose tags tell the pixel size: FEI and Thermo Fisher (34680, 34682), Zeiss SEM (34118), Olympus SIS (33560).</summary>
internal static class ElectronDialect
{
    private const TiffTag ZeissSem = (TiffTag)34118;
    private const TiffTag OlympusSis = (TiffTag)33560;
    private const int MaxText = 1 << 20;
    private const double NanometersPerMeter = 1e9;

    private static readonly TiffTag[] Fei = [(TiffTag)34682, (TiffTag)34680];

    public static TiffMeaning? Read(TiffPages file, ImageFileOptions options)
    {
        var first = file.Directories[0];
        var (format, sizes) = Array.Find(Fei, tag => first.Find(tag) is not null) is var fei && (int)fei != 0 ? ("FEI", FeiSizes(file, fei))
            : first.Find(ZeissSem) is not null ? ("Zeiss SEM", ZeissSizes(file))
            : first.Find(OlympusSis) is { } sis ? ("Olympus SIS", SisSizes(new FileBytes(file.File), sis.Offset))
            : (null, []);
        return format is null ? null : PlainImages.Read(file, options, format, sizes);
    }

    private static Dictionary<char, PhysicalSize> FeiSizes(TiffPages file, TiffTag tag)
    {
        var keys = new KeyValues(System.Text.Encoding.Latin1.GetString(file.Bytes(0, tag, MaxText)));
        var sizes = new Dictionary<char, PhysicalSize>();
        Resolution.Add(sizes, 'x', keys.Number("PixelWidth") * NanometersPerMeter, "nanometer");
        Resolution.Add(sizes, 'y', keys.Number("PixelHeight") * NanometersPerMeter, "nanometer");
        return sizes;
    }

    // "AP_IMAGE_PIXEL_SIZE", then a line such as "Image Pixel Size = 12.3 nm". "AP_PIXEL_SIZE" is that of the screen.
    private static Dictionary<char, PhysicalSize> ZeissSizes(TiffPages file)
    {
        var keys = new KeyValues(System.Text.Encoding.Latin1.GetString(file.Bytes(0, ZeissSem, MaxText)));
        var words = (keys["Image Pixel Size"] ?? keys["Pixel Size"])?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var sizes = new Dictionary<char, PhysicalSize>();
        if (words.Length == 2 && PhysicalUnits.Length(words[1]) is { } unit)
        {
            Resolution.Add(sizes, 'x', Numbers.Parse(words[0]), unit);
            Resolution.Add(sizes, 'y', Numbers.Parse(words[0]), unit);
        }

        return sizes;
    }

    // A table of entries (type, count, offset) begins at byte 60; type 1 has the pixel size and its power of ten.
    private static Dictionary<char, PhysicalSize> SisSizes(FileBytes bytes, long start)
    {
        var sizes = new Dictionary<char, PhysicalSize>();
        var count = bytes.Text(start, 4) == "SIS0" ? bytes.UInt16(start + 58) ?? 0 : 0;
        for (var i = 0; i < Math.Min(count, 64); i++)
        {
            if (bytes.UInt16(start + 60 + (8L * i)) == 1 && bytes.UInt32(start + 64 + (8L * i)) is { } at)
            {
                var factor = Math.Pow(10, (short)(bytes.UInt16(at + 10) ?? 0)) * NanometersPerMeter;
                Resolution.Add(sizes, 'x', bytes.Double(at + 12) * factor, "nanometer");
                Resolution.Add(sizes, 'y', bytes.Double(at + 20) * factor, "nanometer");
            }
        }

        return sizes;
    }
}
