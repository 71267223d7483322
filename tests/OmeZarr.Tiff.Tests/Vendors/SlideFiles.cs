using OmeZarr.Tiff.Tests.Files;
using Zarr;

namespace OmeZarr.Tiff.Tests.Vendors;

/// <summary>Tiny slides: two levels, a thumbnail, the label and the macro image.</summary>
internal static class SlideFiles
{
    public static readonly TestImage Specimen = Rgb(32, 24);
    public static readonly TestImage Half = Rgb(16, 12);

    public static byte[] Svs()
    {
        var file = new RawTiff(false).Header();
        Tiled(file, Specimen).Text(270, "Aperio Image Library v11\r\n24x32 (16x16) JPEG/RGB|AppMag = 20|MPP = 0.499|ScanScope ID = X").Directory();
        file.Page(Rgb(4, 3)).Text(270, "Aperio Image Library v11\r\nthumb").Directory();
        Tiled(file, Half).Text(270, "Aperio Image Library v11\r\n").Directory();
        file.Page(Rgb(5, 5)).Long(254, 1).Text(270, "Aperio Image Library v11\r\nlabel 5x5").Directory();
        file.Page(Rgb(7, 5)).Long(254, 9).Text(270, "Aperio Image Library v11\r\nmacro 5x7").Directory();
        return file.ToArray();
    }

    public static byte[] Ndpi()
    {
        var file = new RawTiff(false).Header();
        foreach (var (image, lens) in new[] { (Specimen, 20f), (Half, 10f), (Rgb(7, 5), -1f), (new TestImage(DataType.UInt8, 1, 1, 3, 3), -2f) })
        {
            var bits = BitConverter.SingleToInt32Bits(lens);
            file.Page(image).Rational(282, 20_000, 1).Rational(283, 40_000, 1).Short(296, 3).Long(65420, 1).Raw(65421, 11, 1, file.Longs(bits))
                .Raw(65422, 9, 1, file.Longs(1_000_000)).Raw(65423, 9, 1, file.Longs(-2_000_000)).Directory();
        }

        return file.ToArray();
    }

    public static byte[] Scn()
    {
        const string Xml = """
            <?xml version="1.0"?><scn xmlns="http://www.leica-microsystems.com/scn/2010/10/01"><collection name="c" sizeX="20000" sizeY="30000">
            <image name="macro"><pixels sizeX="5" sizeY="7"><dimension sizeX="5" sizeY="7" r="0" ifd="0"/></pixels><view sizeX="20000" sizeY="30000" offsetX="0" offsetY="0"/></image>
            <image name="tissue"><pixels sizeX="5" sizeY="6"><dimension r="0" c="0" ifd="1"/><dimension r="0" c="1" ifd="2"/><dimension r="1" c="0" ifd="3"/><dimension r="1" c="1" ifd="4"/></pixels>
            <view sizeX="5000" sizeY="3000" offsetX="7000" offsetY="9000"/><scanSettings><channelSettings><channel index="0" name="405|Blue"/><channel index="1" name="L5|Green"/></channelSettings></scanSettings></image>
            </collection></scn>
            """;
        var file = new RawTiff(false).Header();
        file.Page(Rgb(7, 5)).Text(270, Xml).Directory();
        var (large, small) = (VendorFiles.Image(2), new TestImage(DataType.UInt16, 2, 1, 3, 2));
        foreach (var (image, page) in new[] { (large, 0), (large, 1), (small, 0), (small, 1) })
        {
            file.Page(image, page).Directory();
        }

        return file.ToArray();
    }

    public static byte[] Qptiff()
    {
        var file = new RawTiff(false).Header();
        var (large, small) = (new TestImage(DataType.UInt16, 2, 1, 32, 24), new TestImage(DataType.UInt16, 2, 1, 16, 12));
        Channel(large, 0, "FullResolution", "DAPI", "0,0,255");
        Channel(large, 1, "FullResolution", "CD8", "255,128,0");
        Add(Rgb(4, 3), "Thumbnail");
        Channel(small, 0, "ReducedResolution", "DAPI", "0,0,255");
        Channel(small, 1, "ReducedResolution", "CD8", "255,128,0");
        Add(Rgb(7, 5), "Overview");
        Add(Rgb(5, 5), "Label");
        return file.ToArray();

        void Add(TestImage image, string type) => file.Page(image).Text(270, $"<?xml version=\"1.0\" encoding=\"utf-16\"?><PerkinElmer-QPI-ImageDescription><ImageType>{type}</ImageType></PerkinElmer-QPI-ImageDescription>").Directory();

        void Channel(TestImage image, int page, string type, string name, string color) => file.Page(image, page)
            .Text(270, $"<?xml version=\"1.0\" encoding=\"utf-16\"?><PerkinElmer-QPI-ImageDescription><ImageType>{type}</ImageType><Name>{name}</Name><Color>{color}</Color></PerkinElmer-QPI-ImageDescription>")
            .Rational(282, 20_000, 1).Rational(283, 20_000, 1).Short(296, 3).Rational(286, 1, 2).Rational(287, 3, 2).Directory();
    }

    public static byte[] Philips()
    {
        const string Xml = """
            <?xml version="1.0"?><DataObject ObjectType="DPUfsImport"><Attribute Name="PIM_DP_SCANNED_IMAGES"><Array><DataObject ObjectType="PixelDataRepresentation">
            <Attribute Name="DICOM_PIXEL_SPACING">"0.00025" "0.0005"</Attribute></DataObject></Array></Attribute></DataObject>
            """;
        var file = new RawTiff(false).Header();
        Tiled(file, Specimen).Text(270, Xml).Text(305, "Philips DP v1.0").Directory();
        Tiled(file, Half).Text(270, "level=1").Directory();
        file.Page(Rgb(7, 5)).Text(270, "Macro").Directory();
        file.Page(Rgb(5, 5)).Text(270, "Label").Directory();
        return file.ToArray();
    }

    /// <summary>A stack, a smaller copy of it and another image, by a program that says nothing but the resolution.</summary>
    public static byte[] Plain()
    {
        var file = new RawTiff(false).Header();
        var (large, small) = (new TestImage(DataType.UInt16, 2, 1, 32, 24), new TestImage(DataType.UInt16, 2, 1, 16, 12));
        foreach (var (image, page) in new[] { (large, 0), (large, 1), (small, 0), (small, 1) })
        {
            file.Page(image, page).Rational(282, 20_000, 1).Rational(283, 20_000, 1).Short(296, 3).Short(262, 0).Directory();
        }

        file.Page(Rgb(7, 5)).Directory();
        return file.ToArray();
    }

    private static TestImage Rgb(int height, int width) => new(DataType.UInt8, 1, 3, height, width);

    private static RawTiff Tiled(RawTiff file, TestImage image)
    {
        const int Side = 16;
        var offsets = new List<long>();
        for (var y = 0; y < image.Height; y += Side)
        {
            for (var x = 0; x < image.Width; x += Side)
            {
                offsets.Add(file.Append(image.Block(0, null, (y, x), (Side, Side))));
            }
        }

        return file.Long(256, image.Width).Long(257, image.Height).Short(258, 8, 8, 8).Short(259, 1).Short(262, 2).Short(277, 3)
            .Short(322, Side).Short(323, Side).Long(324, [.. offsets]).Long(325, [.. offsets.Select(_ => (long)Side * Side * 3)]);
    }
}
