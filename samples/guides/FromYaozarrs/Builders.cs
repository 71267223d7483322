using OmeZarr;
using OmeZarr.V05;
using Zarr;

namespace Guides.FromYaozarrs;

/// <summary>The builders of yaozarrs.write.v05.</summary>
internal static class Builders
{
    private static readonly Image Metadata = Image.FromDimensions([Dimension.Y(), Dimension.X()]);
    private static readonly LabelImage Mask = new(Metadata, new ImageLabel());

    internal static async Task RunAsync()
    {
        await PlateAsync(Metadata, new ushort[8, 8]);
        await CollectionAsync(Metadata, new ushort[8, 8]);
        await LabelsAsync(Mask, new uint[8, 8]);
    }

    private static async Task PlateAsync(Image image, ushort[,] pixels)
    {
        await using var plate = new PlateBuilder("seed-builder-plate.ome.zarr");
        await plate.WriteWellAsync("A", "1", new Field("0", image, pixels.AsSource()));
        plate.AddWell("B", "2", new Field("0", image, new ArraySpec([8, 8], DataType.UInt16)));
        var arrays = await plate.PrepareAsync();
        await arrays["B/2/0/0"].WriteAsync(new ushort[64]);
        Expect.Same(true, plate.RootPath.EndsWith("seed-builder-plate.ome.zarr", StringComparison.Ordinal));
        Expect.Same($"plate {plate.RootPath}: 2 written", plate.ToString());
        await using var given = new PlateBuilder("seed-builder-given.ome.zarr", new PlateOptions { Name = "screen" }, new WriteOptions { Chunks = ChunkShape.Of(4, 4) });
        await given.WriteWellAsync("A", "1", new Field("0", image, pixels.AsSource()));
    }

    private static async Task CollectionAsync(Image image, ushort[,] pixels)
    {
        await using var collection = new Bioformats2RawBuilder("seed-builder-collection.ome.zarr", omeXml: null, options: new WriteOptions());
        await collection.WriteImageAsync("0", image, pixels.AsSource());
        collection.AddSeries("1", image, new ArraySpec([8, 8], DataType.UInt16));
        var arrays = await collection.PrepareAsync();
        await arrays["1/0"].WriteAsync(new ushort[64]);
        Expect.Same($"collection {collection.RootPath}: 2 written", collection.ToString());
    }

    private static async Task LabelsAsync(LabelImage mask, uint[,] pixels)
    {
        await using var labels = new LabelsBuilder("seed-builder-labels.ome.zarr/labels");
        await labels.WriteLabelAsync("cells", mask, pixels.AsSource());
        labels.AddLabel("nuclei", mask, new ArraySpec([8, 8], DataType.UInt32));
        var arrays = await labels.PrepareAsync();
        await arrays["nuclei/0"].WriteAsync(new uint[64]);
        Expect.Same($"labels {labels.RootPath}: 2 written", labels.ToString());
    }
}
