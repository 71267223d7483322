using System.Buffers.Binary;
using System.Text;
using OmeZarr.Tiff.Tests.Files;
using Zarr;

namespace OmeZarr.Tiff.Tests.Vendors;

/// <summary>Tiny files with the tags of microscopes, after the documented layouts. Page p, sample s has the values of <see cref="Image"/>.</summary>
internal static class VendorFiles
{
    public const int Height = 6;
    public const int Width = 5;

    /// <summary>The names of all files, for tests of every parser.</summary>
    public static readonly string[] Names =
    [
        "imagej", "tifffile", "scifio", "stk", "metaseries", "lsm", "micromanager", "ndtiff", "scanimage", "fluoview", "svs", "ndpi", "scn", "qptiff", "philips", "fei", "zeiss sem", "sis",
    ];

    public static TestImage Image(int pages, int samples = 1) => new(DataType.UInt16, pages, samples, Height, Width);

    public static byte[] Make(string name) => name switch
    {
        "imagej" => ImageJ(),
        "imagej frames" => Described("ImageJ=1.54f\nimages=4\nframes=4\nfinterval=2\n", 4),
        "ome" => OmeFile.Make(),
        "plain" => SlideFiles.Plain(),
        "tifffile" => Described("""{"shape": [2, 3, 6, 5], "axes": "TCYX", "unit": "um", "Channel": {"Name": ["a", "b", "c"]}, "finterval": 2}""", 6),
        "scifio" => Described("SCIFIO=0.43\naxes=X,Y,Channel,Time\nlengths=5,6,3,2\nscales=0.5,0.25,1.0,4.0\nunits=um,um,null,sec\n", 6),
        "stk" => Stk(),
        "metaseries" => MetaSeries(),
        "lsm" => Lsm(),
        "micromanager" => MicroManagerFile.Make(true),
        "ndtiff" => NdTiffFile.Make(),
        "ndtiff numbered" => NdTiffFile.MakeNumbered(),
        "scanimage" => ScanImage(),
        "fluoview" => FluoView(),
        "svs" => SlideFiles.Svs(),
        "ndpi" => SlideFiles.Ndpi(),
        "scn" => SlideFiles.Scn(),
        "qptiff" => SlideFiles.Qptiff(),
        "philips" => SlideFiles.Philips(),
        "fei" => Tagged(34682, "[Scan]\r\nPixelWidth=2e-09\r\nPixelHeight=3e-09\r\n"u8),
        "zeiss sem" => Tagged(34118, "0\r\n1\r\nAP_IMAGE_PIXEL_SIZE\r\nImage Pixel Size = 12.5 nm\r\nAP_PIXEL_SIZE\r\nPixel Size = 25 nm\r\n"u8),
        _ => Sis(),
    };

    /// <summary>Gray pages of which the first has a description.</summary>
    public static byte[] Described(string text, int pages)
    {
        var file = new RawTiff(false).Header();
        var image = Image(pages);
        for (var page = 0; page < pages; page++)
        {
            _ = page == 0 ? file.Page(image, page).Text(270, text) : file.Page(image, page);
            file.Rational(282, 4, 1).Rational(283, 2, 1).Directory();
        }

        return file.ToArray();
    }

    private static byte[] ImageJ()
    {
        var file = new RawTiff(true).Header();
        var image = Image(4);
        byte[] table = [.. "IJIJ"u8, .. "labl"u8, .. file.Longs(4), .. "rang"u8, .. file.Longs(1), .. "luts"u8, .. file.Longs(2)];
        byte[][] labels = [.. new[] { "DAPI", "GFP", "DAPI", "GFP" }.Select(Encoding.BigEndianUnicode.GetBytes)];
        byte[] ranges = [.. new[] { 1.0, 99, 2, 500 }.SelectMany(BigDouble)];
        byte[][] luts = [Lut(0, 0, 1), Lut(1, 0, 1)];
        byte[][] parts = [table, .. labels, ranges, .. luts];
        for (var page = 0; page < 4; page++)
        {
            file.Page(image, page);
            if (page == 0)
            {
                file.Text(270, "ImageJ=1.54f\nimages=4\nchannels=2\nslices=2\nhyperstack=true\nunit=\\u00B5m\nzunit=nm\nspacing=-700\n")
                    .Rational(282, 4, 1).Rational(283, 2, 1)
                    .Long(50838, [.. parts.Select(part => (long)part.Length)])
                    .Raw(50839, 1, parts.Sum(part => part.Length), [.. parts.SelectMany(part => part)]);
            }

            file.Directory();
        }

        return file.ToArray();
    }

    private static byte[] BigDouble(double value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Lut(int red, int green, int blue) =>
        [.. new[] { red, green, blue }.SelectMany(color => Enumerable.Range(0, 256).Select(i => (byte)(i * color)))];

    // Two wavelengths take turns at two heights; the planes lie behind each other, one directory for all.
    private static byte[] Stk()
    {
        var file = new RawTiff(false).Header();
        var image = Image(4);
        var stored = Enumerable.Range(0, 4).SelectMany(page => image.Stored(page, false, false)).ToArray();
        var data = file.Append(stored);
        var calibration = file.Append(file.Longs(1, 4));
        var unit = file.Append([.. file.Longs(3), .. "um\0"u8]);
        var name = file.Append([.. file.Longs(5), .. "cell\0"u8]);
        byte[] planes = [.. new[] { 0, 0, 2, 2 }.SelectMany((z, i) => file.Longs(z, 4, 2_455_000, i * 500, 2_455_000, 0))];
        byte[] positions = [28, 0, .. Enumerable.Repeat(file.Longs(1000, 1, 2000, 1), 4).SelectMany(position => position), 0, 0];
        file.Page(image, 1, data, stored.Length / 4)
            .Raw(33628, 4, 4, file.Longs(4, calibration, 5, calibration, 6, unit, 7, name))
            .Raw(33629, 5, 4, planes)
            .Raw(33630, 5, 4, file.Longs(447, 1, 525, 1, 447, 1, 525, 1))
            .Raw(33631, 4, 4, positions)
            .Directory();
        return file.ToArray();
    }

    private static byte[] MetaSeries()
    {
        var file = new RawTiff(false).Header();
        var image = Image(4);
        for (var page = 0; page < 4; page++)
        {
            var (z, wave) = (page / 2, page % 2);
            file.Page(image, page).Text(270, $"""
                <MetaData><prop id="ApplicationName" type="string" value="MetaMorph"/><PlaneInfo>
                <prop id="spatial-calibration-state" type="bool" value="on"/><prop id="spatial-calibration-x" type="float" value="0.65"/>
                <prop id="spatial-calibration-y" type="float" value="0.65"/><prop id="spatial-calibration-units" type="string" value="um"/>
                <prop id="stage-position-x" type="float" value="10"/><prop id="stage-position-y" type="float" value="-20.5"/>
                <prop id="z-position" type="float" value="{5 + (2 * z)}"/><prop id="wavelength" type="float" value="{452 + (100 * wave)}"/>
                <prop id="image-name" type="string" value="w{wave}"/></PlaneInfo></MetaData>
                """).Directory();
        }

        return file.ToArray();
    }

    // Two times of two slices of two channels, each page with a thumbnail.
    private static byte[] Lsm()
    {
        var file = new RawTiff(false).Header();
        var image = Image(4, 2);
        byte[] names = [.. file.Longs(4), .. "Ch1\0"u8, .. file.Longs(5), .. "GFP2\0"u8];
        var colors = file.Append([.. file.Longs(32 + names.Length, 2, 2, 24, 32, 0), 0, 255, 0, 0, 255, 0, 128, 0, .. names]);
        var info = new byte[512];
        foreach (var (at, value) in new[] { (0, 0x0400_494C), (4, 512), (8, Width), (12, Height), (16, 2), (20, 2), (24, 2), (108, (int)colors) })
        {
            BinaryPrimitives.WriteInt32LittleEndian(info.AsSpan(at), value);
        }

        foreach (var (at, value) in new[] { (40, 2e-7), (48, 3e-7), (56, 1e-6), (112, 2.5) })
        {
            BinaryPrimitives.WriteDoubleLittleEndian(info.AsSpan(at), value);
        }

        for (var page = 0; page < 4; page++)
        {
            var stored = image.Stored(page, true, false);
            var data = file.Append(stored);
            var plane = stored.Length / 2;
            file.Long(254, 0).Long(256, Width).Long(257, Height).Short(258, 16, 16).Short(259, 1).Short(262, 2).Long(273, data, data + plane).Short(277, 2).Long(278, Height).Long(279, plane, plane).Short(284, 2);
            _ = page == 0 ? file.Raw(34412, 1, info.Length, info) : file;
            file.Directory();
            file.Page(new TestImage(DataType.UInt8, 1, 3, 2, 2)).Long(254, 1).Directory();
        }

        return file.ToArray();
    }

    // Two volumes of two slices, each of two frames, of two of four channels.
    private static byte[] ScanImage()
    {
        var file = new RawTiff(false).Header();
        var image = Image(16);
        for (var page = 0; page < 16; page++)
        {
            file.Page(image, page).Text(305, """
                SI.VERSION_MAJOR = 2020
                SI.hChannels.channelName = {'Channel 1' 'Channel 2' 'Channel 3' 'Channel 4'}
                SI.hChannels.channelSave = [1;3]
                SI.hRoiManager.imagingFovUm = [-10 -6;10 -6;10 6;-10 6]
                SI.hRoiManager.scanVolumeRate = 0.5
                SI.hStackManager.actualNumSlices = 2
                SI.hStackManager.framesPerSlice = 2
                SI.hStackManager.stackZStepSize = -3
                """).Directory();
        }

        return file.ToArray();
    }

    private static byte[] FluoView()
    {
        var file = new RawTiff(false).Header();
        var image = Image(6);
        var header = new byte[1400];
        foreach (var (i, name, size, resolution, unit) in new[] { (0, "X", Width, 0.5, "um"), (1, "Y", Height, 0.25, "um"), (2, "Z", 3, 2.0, "um"), (3, "Ch", 2, 1.0, "Ch") })
        {
            var dimension = header.AsSpan(284 + (100 * i), 100);
            Encoding.ASCII.GetBytes(name, dimension);
            BinaryPrimitives.WriteInt32LittleEndian(dimension[16..], size);
            BinaryPrimitives.WriteDoubleLittleEndian(dimension[28..], resolution);
            Encoding.ASCII.GetBytes(unit, dimension[36..]);
        }

        for (var page = 0; page < 6; page++)
        {
            file.Page(image, page);
            _ = page == 0 ? file.Raw(34361, 1, header.Length, header) : file;
            file.Directory();
        }

        return file.ToArray();
    }

    private static byte[] Tagged(int tag, ReadOnlySpan<byte> text)
    {
        var file = new RawTiff(false).Header();
        file.Page(Image(1)).Raw(tag, 2, text.Length, text.ToArray()).Directory();
        return file.ToArray();
    }

    private static byte[] Sis()
    {
        var file = new RawTiff(false).Header();
        var general = new byte[112];
        BinaryPrimitives.WriteInt16LittleEndian(general.AsSpan(10), -9);
        BinaryPrimitives.WriteDoubleLittleEndian(general.AsSpan(12), 64.5);
        BinaryPrimitives.WriteDoubleLittleEndian(general.AsSpan(20), 32);
        var at = file.Append(general);
        var table = new byte[68];
        "SIS0"u8.CopyTo(table);
        table[58] = 1;
        table[60] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(table.AsSpan(64), (int)at);
        file.Page(Image(1)).Raw(33560, 1, table.Length, table).Directory();
        return file.ToArray();
    }
}
