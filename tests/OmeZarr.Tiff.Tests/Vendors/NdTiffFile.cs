using System.Text;
using OmeZarr.Tiff.Tests.Files;

namespace OmeZarr.Tiff.Tests.Vendors;

/// <summary>A file of NDTiff: two slices of two channels at two positions. The channels of the second position were written in another order, one plane twice, and one is missing.</summary>
internal static class NdTiffFile
{
    /// <summary>The places of the pages, in the order of the file.</summary>
    public static readonly (string Channel, int Slice, string Position)[] Places =
    [
        ("DAPI", -1, "B"), ("DAPI", 0, "B"), ("Cy5", -1, "B"), ("Cy5", 0, "B"), ("Cy5", 0, "A"), ("DAPI", 0, "A"), ("Cy5", 0, "A"), ("DAPI", -1, "A"),
    ];

    /// <param name="narrow">The page that lacks a column; none if negative.</param>
    public static byte[] Make(int narrow = -1)
    {
        var file = new RawTiff(false).Header();
        var image = VendorFiles.Image(Places.Length);
        for (var page = 0; page < Places.Length; page++)
        {
            var (channel, slice, position) = Places[page];
            var json = Encoding.UTF8.GetBytes($$"""{"Axes": {"channel": "{{channel}}", "z": {{slice}}, "time": 0, "position": "{{position}}"}, "PixelSizeUm": 0.325, "ZPosition_um_Intended": {{3 * slice}}}""");
            file.Page(image, page).Long(256, page == narrow ? VendorFiles.Width - 1 : VendorFiles.Width).Raw(51123, 2, json.Length, json).Directory();
        }

        return file.ToArray();
    }

    /// <summary>A file of the first version that numbers channels and writes rows and columns of a mosaic.</summary>
    public static byte[] MakeNumbered()
    {
        var file = new RawTiff(false).Header();
        var image = VendorFiles.Image(4);
        for (var page = 0; page < 4; page++)
        {
            var json = Encoding.UTF8.GetBytes($$"""{"Axes": {"column": 2, "channel": {{1 - (page % 2)}}, "time": {{page / 2}}, "row": 2}, "Channel": "{{(page % 2 == 0 ? "FITC" : "DAPI")}}", "PixelSizeUm": 0}""");
            file.Page(image, page).Raw(51123, 2, json.Length, json).Directory();
        }

        return file.ToArray();
    }
}
