using OmeZarr;
using OmeZarr.V05;
using Zarr;

namespace Guides;

internal static class Plates
{
    private static readonly Image Metadata = Image.FromDimensions([Dimension.Y(0.65, "micrometer"), Dimension.X(0.65, "micrometer")]);

    internal static async Task RunAsync()
    {
        var pixels = new ushort[64, 64];
        await WholeAsync(pixels);
        await NamedAsync(pixels);
        await WellByWellAsync(pixels);
        await AppendAsync(pixels);
        await PreparedAsync();
        await AcquisitionsAsync(pixels);
        await FullMetadataAsync(pixels);
        await ReadAsync();
    }

    private static async Task WholeAsync(ushort[,] pixels)
    {
        var image = Metadata;
        WellFields[] wells =
        [
            new("A", "1", new Field("0", image, pixels.AsSource()), new Field("1", image, pixels.AsSource())),
            new("A", "2", new Field("0", image, pixels.AsSource())),
            new("B", "1", new Field("0", image, pixels.AsSource())),
            new("B", "2", new Field("0", image, pixels.AsSource())),
        ];
        await OmeWriter.WritePlateAsync("plate.ome.zarr", wells);
    }

    private static async Task NamedAsync(ushort[,] pixels)
    {
        var image = Metadata;
        var plate = new PlateOptions
        {
            Name = "screen 7",
            Rows = [.. "ABCDEFGH".Select(letter => new Row($"{letter}"))],
            Columns = [.. Enumerable.Range(1, 12).Select(number => new Column($"{number:00}"))],
        };
        await OmeWriter.WritePlateAsync("screen.ome.zarr", [new("C", "07", new Field("0", image, pixels.AsSource()))], plate);
    }

    private static async Task WellByWellAsync(ushort[,] pixels)
    {
        var image = Metadata;
        await using var plate = new PlateBuilder("microscope.ome.zarr", new PlateOptions { Name = "screen 7" }, new WriteOptions { Overwrite = true });
        await Parallel.ForAsync(1, 13, async (column, token) =>
        {
            await plate.WriteWellAsync("A", $"{column}", new Field("0", image, pixels.AsSource()), token);
        });
        Console.WriteLine(plate); // plate /…/microscope.ome.zarr: 12 written
    }

    private static async Task AppendAsync(ushort[,] pixels)
    {
        var image = Metadata;
        var options = new WriteOptions { Existing = ExistingHierarchy.Append };
        await using var plate = new PlateBuilder("microscope.ome.zarr", options: options);
        await plate.WriteWellAsync("B", "1", new Field("0", image, pixels.AsSource())); // a new well
        await plate.WriteWellAsync("A", "1", new Field("1", image, pixels.AsSource())); // a new field of a well that is there
        try
        {
            await plate.WriteWellAsync("A", "2", new Field("0", image, pixels.AsSource()));
        }
        catch (DestinationExistsException error)
        {
            Console.WriteLine($"{error.Destination} is there already, and stays"); // Overwrite = true would replace this field
        }
    }

    private static async Task PreparedAsync()
    {
        var image = Metadata;
        await using var plate = new PlateBuilder("stream-plate.ome.zarr");
        var spec = new ArraySpec([512, 512], DataType.UInt16);
        plate.AddWell("A", "1", new Field("0", image, spec), new Field("1", image, spec))
            .AddWell("B", "12", new Field("0", image, spec));
        var arrays = await plate.PrepareAsync();
        await arrays["B/12/0/0"][7, ..].WriteAsync(new ushort[512]); // well B/12, field 0, dataset 0: one row of pixels
    }

    private static async Task AcquisitionsAsync(ushort[,] pixels)
    {
        var image = Metadata;
        var plate = new PlateOptions { Acquisitions = [new Acquisition(0) { Name = "before" }, new Acquisition(1) { Name = "after 24 h" }] };
        await using var builder = new PlateBuilder("twice.ome.zarr", plate);
        await builder.WriteWellAsync("A", "1",
        [
            new Field("0", image, pixels.AsSource()) { Acquisition = 0 },
            new Field("1", image, pixels.AsSource()) { Acquisition = 1 },
        ]);
    }

    private static async Task FullMetadataAsync(ushort[,] pixels)
    {
        var image = Metadata;
        var template = (Plate)(await OmeDocument.LoadAsync("screen.ome.zarr")).Content!;
        await using var copy = new PlateBuilder("copy.ome.zarr", template);
        await copy.WriteWellAsync("C", "07", new Field("0", image, pixels.AsSource()));
    }

    private static async Task ReadAsync()
    {
        var plate = await OmePlate.OpenAsync("plate.ome.zarr");
        foreach (var place in plate.Wells)
        {
            var well = await plate.OpenWellAsync(place);
            foreach (var field in well.Fields)
            {
                var image = await well.OpenFieldAsync(field);
                Console.WriteLine($"well {place.Path}, field {field.Path}: {image.Levels[0].Shape}");
            }
        }
    }
}
