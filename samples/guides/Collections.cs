using OmeZarr;
using OmeZarr.V05;
using Zarr;

namespace Guides;

internal static class Collections
{
    internal static async Task RunAsync()
    {
        var overview = Image.FromDimensions([Dimension.Y(5, "micrometer"), Dimension.X(5, "micrometer")], "overview");
        var detail = Image.FromDimensions([Dimension.Z(1, "micrometer"), Dimension.Y(0.25, "micrometer"), Dimension.X(0.25, "micrometer")], "detail");
        await OneShotAsync(overview, detail, new byte[40, 60], new ushort[5, 64, 64]);
        await OneByOneAsync(overview, detail, new byte[40, 60], new ushort[5, 64, 64]);
        await AppendAsync(detail, new ushort[5, 64, 64]);
        await LaterAsync(detail);
        await OwnXmlAsync(overview, new byte[40, 60]);
        await ReadAsync();
    }

    private static async Task OneShotAsync(Image overview, Image detail, byte[,] small, ushort[,,] large)
    {
        await OmeWriter.WriteBioformats2RawAsync(
            "slide.ome.zarr",
            [new SeriesImage("0", overview, small.AsSource()), new SeriesImage("1", detail, large.AsSource())]);
    }

    private static async Task OneByOneAsync(Image overview, Image detail, byte[,] small, ushort[,,] large)
    {
        await using var slide = new Bioformats2RawBuilder("one-by-one.ome.zarr");
        await slide.WriteImageAsync("overview", overview, small.AsSource()); // the collection is there, with one image
        await slide.WriteImageAsync("detail", detail, large.AsSource());     // with two
    }

    private static async Task AppendAsync(Image detail, ushort[,,] large)
    {
        var options = new WriteOptions { Existing = ExistingHierarchy.Append };
        await using var slide = new Bioformats2RawBuilder("one-by-one.ome.zarr", options: options);
        await slide.WriteImageAsync("rescan", detail, large.AsSource());
    }

    private static async Task LaterAsync(Image detail)
    {
        await using var slide = new Bioformats2RawBuilder("later.ome.zarr");
        slide.AddSeries("0", detail, new ArraySpec([5, 64, 64], DataType.UInt16))
            .AddSeries("1", detail, new ArraySpec([5, 64, 64], DataType.UInt16));
        var arrays = await slide.PrepareAsync();                             // both are there, and read as zero
        for (var z = 0; z < 5; z++)
        {
            var plane = Region.Of(arrays["0/0"].Shape, z, .., ..);
            await arrays["0/0"].WriteAsync(new ushort[64 * 64], plane); // series/dataset
            await arrays["1/0"].WriteAsync(new ushort[64 * 64], plane);
        }
    }

    private static async Task OwnXmlAsync(Image overview, byte[,] small)
    {
        var omeXml = """
            <?xml version="1.0" encoding="UTF-8"?>
            <OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06">
              <Image ID="Image:0" Name="overview">
                <Pixels ID="Pixels:0" DimensionOrder="XYZCT" Type="uint8" SizeX="60" SizeY="40" SizeZ="1" SizeC="1" SizeT="1"><MetadataOnly/></Pixels>
              </Image>
            </OME>
            """;
        await OmeWriter.WriteBioformats2RawAsync("own-xml.ome.zarr", [new SeriesImage("0", overview, small.AsSource())], omeXml);
    }

    private static async Task ReadAsync()
    {
        var collection = await OmeCollection.OpenAsync("slide.ome.zarr");
        foreach (var (index, path) in collection.Paths.Index())
        {
            var image = await collection.OpenImageAsync(index);
            Console.WriteLine($"{path}: {image.Levels[0].Shape}");
        }
    }
}
