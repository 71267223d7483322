using System.Text.Json.Nodes;
using OmeZarr;
using OmeZarr.V05;
using Zarr;

namespace Guides.FromYaozarrs;

/// <summary>The functions of yaozarrs.write.v05, their parameters and defaults.</summary>
internal static class Writing
{
    private static readonly Image Metadata = Image.FromDimensions([Dimension.Y(0.5, "micrometer"), Dimension.X(0.5, "micrometer")]);
    private static readonly ushort[,] Pixels = new ushort[64, 64];

    internal static async Task RunAsync()
    {
        Defaults();
        await ImagesAsync(Metadata, Pixels);
        await OptionsAsync(Metadata, Pixels);
        await PrepareAsync(Metadata);
        await PlatesAsync(Metadata, Pixels);
        await CollectionsAsync(Metadata, Pixels);
    }

    private static void Defaults()
    {
        var options = new WriteOptions();
        Expect.Same(ChunkShape.Auto, options.Chunks);
        Expect.Same(ShardShape.None, options.Shards);
        Expect.Same(Compression.BloscZstd, options.Compression);
        Expect.Same(IArrayBackend.BuiltIn, options.Backend);
        Expect.Same(false, options.Overwrite);
        Expect.Same(null, options.Progress);
        Expect.Same(0, options.ExtraAttributes.Count);
    }

    private static async Task ImagesAsync(Image image, ushort[,] pixels)
    {
        string written = await OmeWriter.WriteImageAsync("seed-image.ome.zarr", image, pixels.AsSource());
        Expect.Same(true, Path.IsPathRooted(written));
        var two = Image.FromDimensions([Dimension.Y(), Dimension.X()], levels: 2);
        IArraySource[] levels = [pixels.AsSource(), new ushort[32, 32].AsSource()];
        await OmeWriter.WriteImageAsync("seed-levels.ome.zarr", two, levels);
        var cells = new Label("cells", new LabelImage(image, new ImageLabel()), new uint[64, 64].AsSource());
        await OmeWriter.WriteImageAsync("seed-labels.ome.zarr", image, pixels.AsSource(), labels: [cells]);
        var lazy = ArraySource.FromFunction<ushort>([64, 64], (region, target) => target.Fill(7)); // chunk by chunk, as dask does
        await OmeWriter.WriteImageAsync("seed-lazy.ome.zarr", image, lazy);
    }

    private static async Task OptionsAsync(Image image, ushort[,] pixels)
    {
        var progress = new Reports();
        WriteOptions[] each =
        [
            new() { Overwrite = true },
            new() { ExtraAttributes = new JsonObject { ["lab"] = "A" } },
            new() { Chunks = ChunkShape.Auto },
            new() { Chunks = ChunkShape.WholeArray },
            new() { Chunks = ChunkShape.Of(32, 32) },
            new() { Shards = ShardShape.None },
            new() { Chunks = ChunkShape.Of(16, 16), Shards = ShardShape.Of(32, 32) },
            new() { Compression = Compression.BloscZstd },
            new() { Compression = Compression.BloscLz4 },
            new() { Compression = Compression.Zstd },
            new() { Compression = Compression.None },
            new() { Compression = Compression.FromName("blosc-lz4") },
            new() { Backend = IArrayBackend.BuiltIn },
            new() { Backend = new RawBackend() },
            new() { Progress = progress },
        ];
        foreach (var options in each)
        {
            await OmeWriter.WriteImageAsync("seed-options.ome.zarr", image, pixels.AsSource(), options with { Overwrite = true });
        }

        Expect.Same(true, progress.Count > 0);
        Expect.Error<ArgumentException>(() => Compression.FromName("lzma"));
    }

    private static async Task PrepareAsync(Image image)
    {
        await using (var arrays = await OmeWriter.PrepareImageAsync("seed-prepared.ome.zarr", image, new ArraySpec([64, 64], DataType.UInt16)))
        {
            await arrays["0"][10, ..].WriteAsync(new ushort[64]);
        }

        var two = Image.FromDimensions([Dimension.Y(), Dimension.X()], levels: 2);
        ArraySpec[] specs = [new([64, 64], DataType.UInt16), new([32, 32], DataType.UInt16)];
        await using var both = await OmeWriter.PrepareImageAsync("seed-prepared-levels.ome.zarr", two, specs);
        Expect.Same("0, 1", string.Join(", ", both.Keys));
    }

    private static async Task PlatesAsync(Image image, ushort[,] pixels)
    {
        WellFields[] wells = [new("A", "1", new Field("0", image, pixels.AsSource())), new("A", "2", new Field("0", image, pixels.AsSource()))];
        await OmeWriter.WritePlateAsync("seed-wells.ome.zarr", wells);
        await OmeWriter.WritePlateAsync("seed-named.ome.zarr", wells, new PlateOptions { Name = "screen" });
        var plate = new Plate
        {
            Definition = new PlateDef
            {
                Rows = [new Row("A")],
                Columns = [new Column("1"), new Column("2")],
                Wells = [new PlateWell("A/1", 0, 0), new PlateWell("A/2", 0, 1)],
            },
        };
        await OmeWriter.WritePlateAsync("seed-given.ome.zarr", wells, plate);
    }

    private static async Task CollectionsAsync(Image image, ushort[,] pixels)
    {
        SeriesImage[] images = [new("0", image, pixels.AsSource()), new("1", image, pixels.AsSource())];
        await OmeWriter.WriteBioformats2RawAsync("seed-collection.ome.zarr", images);
        var omeXml = "<OME><Image/><Image/></OME>";
        await OmeWriter.WriteBioformats2RawAsync("seed-own-xml.ome.zarr", images, omeXml);
        await OmeWriter.WriteBioformats2RawAsync("seed-no-xml.ome.zarr", images, options: new WriteOptions { OmeXml = false });
    }

    private sealed class Reports : IProgress<WriteProgress>
    {
        private int count;

        internal int Count => count;

        public void Report(WriteProgress value) => Interlocked.Increment(ref count);
    }
}
