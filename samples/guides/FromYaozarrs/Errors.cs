using OmeZarr;
using OmeZarr.V05;
using Zarr;

namespace Guides.FromYaozarrs;

/// <summary>The errors that yaozarrs documents, and what they are here.</summary>
internal static class Errors
{
    private static readonly Image Metadata = Image.FromDimensions([Dimension.Y(), Dimension.X()]);
    private static readonly ushort[,] Pixels = new ushort[8, 8];
    private static readonly ArraySpec Spec = new([8, 8], DataType.UInt16);

    internal static async Task RunAsync()
    {
        await ImagesAsync(Metadata, Pixels.AsSource());
        await PlatesAsync(Metadata);
        await CollectionsAsync(Metadata);
        await LabelsAsync(new LabelImage(Metadata, new ImageLabel()));
    }

    private static async Task ImagesAsync(Image image, IArraySource pixels)
    {
        await OmeWriter.WriteImageAsync("seed-error.ome.zarr", image, pixels);
        await Expect.ErrorAsync<DestinationExistsException>(() => OmeWriter.WriteImageAsync("seed-error.ome.zarr", image, pixels));
        Directory.CreateDirectory("seed-foreign");
        var overwrite = new WriteOptions { Overwrite = true };
        await Expect.ErrorAsync<DestinationExistsException>(() => OmeWriter.WriteImageAsync("seed-foreign", image, pixels, overwrite));
        IArraySource[] two = [pixels, pixels];
        await Expect.ErrorAsync<ArgumentException>(() => OmeWriter.WriteImageAsync("seed-none.ome.zarr", image, two));
        var several = image with { Multiscales = [image.Multiscales[0], image.Multiscales[0] with { Name = "b" }] };
        await Expect.ErrorAsync<ArgumentException>(() => OmeWriter.WriteImageAsync("seed-none.ome.zarr", several, pixels));
        var invalid = image with { Multiscales = [] };
        await Expect.ErrorAsync<OmeZarrException>(() => OmeWriter.WriteImageAsync("seed-none.ome.zarr", invalid, pixels));
    }

    private static async Task PlatesAsync(Image image)
    {
        var field = new Field("0", image, Pixels.AsSource());
        await using var plate = new PlateBuilder("seed-error-plate.ome.zarr", new PlateOptions { Wells = [new PlateWell("A/1", 0, 0)], Rows = [new Row("A")], Columns = [new Column("1")] });
        await Expect.ErrorAsync<InvalidOperationException>(() => plate.PrepareAsync());
        await plate.WriteWellAsync("A", "1", field);
        await Expect.ErrorAsync<ArgumentException>(() => plate.WriteWellAsync("A", "1", field));
        await Expect.ErrorAsync<ArgumentException>(() => plate.WriteWellAsync("B", "1", field));
        await Expect.ErrorAsync<ArgumentException>(() => OmeWriter.WritePlateAsync("seed-none.ome.zarr", []));
    }

    private static async Task CollectionsAsync(Image image)
    {
        await using var collection = new Bioformats2RawBuilder("seed-error-collection.ome.zarr");
        await Expect.ErrorAsync<InvalidOperationException>(() => collection.PrepareAsync());
        await collection.WriteImageAsync("0", image, Pixels.AsSource());
        await Expect.ErrorAsync<ArgumentException>(() => collection.WriteImageAsync("0", image, Pixels.AsSource()));
        collection.AddSeries("1", image, Spec);
        Expect.Error<ArgumentException>(() => collection.AddSeries("1", image, Spec));
    }

    private static async Task LabelsAsync(LabelImage mask)
    {
        await using var labels = new LabelsBuilder("seed-error-labels.ome.zarr/labels");
        await Expect.ErrorAsync<InvalidOperationException>(() => labels.PrepareAsync());
        await labels.WriteLabelAsync("cells", mask, Pixels.AsSource());
        await Expect.ErrorAsync<ArgumentException>(() => labels.WriteLabelAsync("cells", mask, Pixels.AsSource()));
        await using var later = new LabelsBuilder("seed-error-labels.ome.zarr/labels");
        await Expect.ErrorAsync<DestinationExistsException>(() => later.WriteLabelAsync("cells", mask, Pixels.AsSource()));
    }
}
