using System.Buffers.Binary;
using System.Text;
using OmeZarr.Tiff.Tests.Files;

namespace OmeZarr.Tiff.Tests.Vendors;

/// <summary>An image stack of Micro-Manager: two positions of two slices of two channels, stored slice by slice in one channel after the other; the first at two times. One plane of the second position is missing.</summary>
internal static class MicroManagerFile
{
    private const string Summary = """
        {"Slices": 2, "Frames": 4, "Channels": 2, "Positions": 2, "ChNames": ["DAPI", "Cy5"], "ChColors": [-16776961, 16711680], "ChContrastMin": [10, 20], "ChContrastMax": [100, 200],
         "PixelSize_um": 0.325, "z-step_um": -1.5, "Interval_ms": 2000}
        """;

    private static readonly (int Channel, int Slice, int Frame, int Position)[] Places =
    [
        (0, 0, 0, 0), (0, 1, 0, 0), (1, 0, 0, 0), (1, 1, 0, 0), (0, 0, 0, 1), (0, 1, 0, 1), (1, 0, 0, 1), (0, 0, 1, 0), (0, 1, 1, 0), (1, 0, 1, 0), (1, 1, 1, 0),
    ];

    /// <param name="hasMap">Whether the file has the index map; the metadata of the pages tell the same.</param>
    public static byte[] Make(bool hasMap)
    {
        var file = new RawTiff(false).Header();
        var summary = Encoding.UTF8.GetBytes(Summary);
        file.Append(file.Longs(54773648, 0, 483765892, 0, 99384722, 0, 2355492, summary.Length));
        file.Append(summary);
        var image = VendorFiles.Image(Places.Length);
        var offsets = new List<long>();
        for (var page = 0; page < Places.Length; page++)
        {
            var (c, z, t, p) = Places[page];
            var json = Encoding.UTF8.GetBytes($$"""{"ChannelIndex": {{c}}, "SliceIndex": {{z}}, "FrameIndex": {{t}}, "PositionIndex": {{p}}, "PositionName": "Pos{{p}}", "XPositionUm": {{100 * p}}, "YPositionUm": 7}""");
            offsets.Add(file.Page(image, page).Raw(51123, 2, json.Length, json).Directory());
        }

        var map = file.Append([.. file.Longs(3453623, Places.Length), .. Places.SelectMany((place, i) => file.Longs(place.Channel, place.Slice, place.Frame, place.Position, offsets[i]))]);
        var bytes = file.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), hasMap ? (int)map : 0);
        return bytes;
    }
}
