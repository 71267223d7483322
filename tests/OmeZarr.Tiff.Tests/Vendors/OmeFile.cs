using OmeZarr.Tiff.Tests.Files;
using Zarr;

namespace OmeZarr.Tiff.Tests.Vendors;

/// <summary>An OME-TIFF of two images, the first of two times, channels and slices, with a smaller copy below each page.</summary>
internal static class OmeFile
{
    private const string Xml = """
        <?xml version="1.0"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06">
        <Image ID="Image:0" Name="first"><Pixels ID="Pixels:0" DimensionOrder="XYCZT" Type="uint16" SizeX="24" SizeY="32" SizeC="2" SizeZ="2" SizeT="2"
          PhysicalSizeX="0.5" PhysicalSizeY="0.5" PhysicalSizeZ="2" TimeIncrement="3">
        <Channel ID="Channel:0:0" Name="DAPI" Color="65535" EmissionWavelength="450" SamplesPerPixel="1"/><Channel ID="Channel:0:1" Name="GFP" Color="16711935" EmissionWavelength="510" SamplesPerPixel="1"/>
        <TiffData IFD="0" PlaneCount="8"/><Plane TheC="0" TheZ="0" TheT="0" PositionX="100" PositionY="200"/></Pixels></Image>
        <Image ID="Image:1" Name="second"><Pixels ID="Pixels:1" DimensionOrder="XYCZT" Type="uint16" SizeX="5" SizeY="6" SizeC="1" SizeZ="1" SizeT="1">
        <Channel ID="Channel:1:0" SamplesPerPixel="1"/><TiffData IFD="8" PlaneCount="1"/></Pixels></Image></OME>
        """;

    public static byte[] Make()
    {
        var file = new RawTiff(false).Header();
        var (large, small) = (new TestImage(DataType.UInt16, 8, 1, 32, 24), new TestImage(DataType.UInt16, 8, 1, 16, 12));
        for (var page = 0; page < 8; page++)
        {
            var below = file.Page(small, page).Long(254, 1).Detached();
            file.Page(large, page).Long(330, below);
            _ = page == 0 ? file.Text(270, Xml) : file;
            file.Directory();
        }

        file.Page(VendorFiles.Image(1)).Directory();
        return file.ToArray();
    }
}
