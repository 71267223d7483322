using System.Numerics.Tensors;
using OmeZarr;
using OmeZarr.Hdf5;
using OmeZarr.ImageFormats;
using OmeZarr.Tiff;
using OmeZarr.Tiff.WebP;
using OmeZarr.V05;
using Zarr;

namespace Guides;

internal static class WriteAnImage
{
    internal static async Task RunAsync(string tiffPath)
    {
        var pixels = new ushort[2, 64, 64];
        await SpelledOutAsync(pixels);
        await LevelsAsync(new ushort[64, 64], new ushort[32, 32], new ushort[16, 16]);
        await OptionsAsync(pixels);
        await ComputedAsync();
        await TiffAsync(tiffPath);
        await FromWebPAsync(tiffPath);
        Describe(tiffPath);
        await PiecewiseAsync();
        await WriterAsync();
        await ErrorsAsync();
        Sources(pixels);
    }

    private static async Task SpelledOutAsync(ushort[,,] pixels)
    {
        var image = new Image
        {
            Multiscales =
            [
                new Multiscale
                {
                    Name = "cells",
                    Axes = [new ChannelAxis("c"), new SpaceAxis("y", "micrometer"), new SpaceAxis("x", "micrometer")],
                    Datasets = [new Dataset("0", new ScaleTransformation(1, 0.65, 0.65))],
                },
            ],
        };
        await OmeWriter.WriteImageAsync("spelled-out.ome.zarr", image, pixels.AsSource());
    }

    private static async Task LevelsAsync(ushort[,] full, ushort[,] half, ushort[,] quarter)
    {
        var image = Image.FromDimensions([Dimension.Y(0.65, "micrometer"), Dimension.X(0.65, "micrometer")], levels: 3, downsampling: Downsampling.Mean);
        await OmeWriter.WriteImageAsync("levels.ome.zarr", image, [full.AsSource(), half.AsSource(), quarter.AsSource()]);
    }

    private static async Task OptionsAsync(ushort[,,] pixels)
    {
        var image = Image.FromDimensions([Dimension.Channel(), Dimension.Y(), Dimension.X()]);
        var options = new WriteOptions
        {
            Chunks = ChunkShape.Of(1, 32, 32),
            Compression = Compression.BloscLz4,
            Overwrite = true,
            ExtraAttributes = { ["lab"] = "42" },
            Progress = new Progress<WriteProgress>(p => Console.WriteLine($"{p.ChunksWritten} of {p.ChunksTotal} chunks")),
            Findings = (path, finding) => Console.WriteLine($"{path} {finding}"), // recommendations that the metadata does not follow
        };
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        await OmeWriter.WriteImageAsync("options.ome.zarr", image, pixels.AsSource(), options, cancellationToken: stop.Token);
    }

    private static async Task ComputedAsync()
    {
        var image = Image.FromDimensions([Dimension.Z(), Dimension.Y(), Dimension.X()]);
        var source = ArraySource.FromFunction<ushort>([20, 256, 256], (region, destination) =>
        {
            destination.Fill((ushort)(1 + region.Offset[0])); // called for many regions, from several threads
        });
        await OmeWriter.WriteImageAsync("computed.ome.zarr", image, source);
    }

    private static async Task TiffAsync(string path)
    {
        using var tiff = TiffImage.Open(path);
        var dimensions = tiff.AxisNames.Select((axis, d) => new Dimension(axis.ToString(), tiff.PixelSizes[d]?.Value ?? 1, tiff.PixelSizes[d]?.Unit));
        await OmeWriter.WriteImageAsync("from-tiff.ome.zarr", Image.FromDimensions([.. dimensions]), tiff);
    }

    internal static void Describe(string path)
    {
        using var file = TiffFile.Open(path);
        foreach (var image in file.Images)
        {
            Console.WriteLine($"{image.Name}: {image.Pixels.Shape} ({image.Axes}), {image.Channels.Count} channels, {image.Levels.Count} smaller copies");
        }

        foreach (var finding in file.Findings)
        {
            Console.WriteLine($"{finding.Kind}: {finding.Message}"); // what was left out, is missing, or was guessed
        }
    }

    internal static async Task FromFileAsync(string path)
    {
        using var file = new PngFormat().Open(path);
        var image = file.Images[0];
        var dimensions = image.Axes.Select((axis, d) => new Dimension(axis.ToString(), image.PixelSizes[d]?.Value ?? 1, image.PixelSizes[d]?.Unit));
        await OmeWriter.WriteImageAsync("from-png.ome.zarr", Image.FromDimensions([.. dimensions]), image.Pixels);
    }

    private static async Task FromWebPAsync(string path)
    {
        using var file = TiffFile.Open(path, options: null, [new WebPDecoder()]);
        var image = file.Images[0];
        var dimensions = image.Axes.Select((axis, d) => new Dimension(axis.ToString(), image.PixelSizes[d]?.Value ?? 1, image.PixelSizes[d]?.Unit));
        await OmeWriter.WriteImageAsync("from-webp.ome.zarr", Image.FromDimensions([.. dimensions]), image.Pixels);
    }

    internal static async Task FromHdf5Async(string path)
    {
        using var file = new Hdf5Format().Open(path);
        var image = file.Images[0];
        var dimensions = image.Axes.Select((axis, d) => new Dimension(axis.ToString(), image.PixelSizes[d]?.Value ?? 1, image.PixelSizes[d]?.Unit));
        await OmeWriter.WriteImageAsync("from-imaris.ome.zarr", Image.FromDimensions([.. dimensions]), image.Pixels);
    }

    private static async Task PiecewiseAsync()
    {
        var image = Image.FromDimensions([Dimension.Time(), Dimension.Channel(), Dimension.Z(), Dimension.Y(), Dimension.X()]);
        var options = new WriteOptions { MaxBufferedBytes = 512 << 20 }; // 256 MiB unless said otherwise
        await using var prepared = await OmeWriter.PrepareImageAsync("stream.ome.zarr", image, new ArraySpec([10, 2, 30, 128, 128], DataType.UInt16), options);
        var level0 = prepared["0"];
        await Parallel.ForAsync(0, 10 * 2 * 30, async (frame, token) =>
        {
            var pixels = new ushort[128, 128]; // from the camera
            await level0[frame / 60, frame / 30 % 2, frame % 30, .., ..].WriteAsync(pixels, token);
        });
        await prepared.FlushAsync(); // now everything is stored; disposing does it too
    }

    private static async Task WriterAsync()
    {
        var array = await ZarrArray.OpenAsync("levels.ome.zarr/0");
        var row = new ushort[64];
        await using (var writer = array.OpenWriter(new WriteBuffer(maxBytes: 64 << 20)))
        {
            await writer.WriteAsync<ushort>(row, new Region([3, 0], [1, 64]));
        }
    }

    private static async Task ErrorsAsync()
    {
        var image = Image.FromDimensions([Dimension.X(), Dimension.Y(), Dimension.Channel()]);
        try
        {
            await OmeWriter.WriteImageAsync("wrong.ome.zarr", image, new ushort[4, 4, 4].AsSource());
        }
        catch (OmeZarrException error)
        {
            foreach (var finding in error.Findings)
            {
                Console.WriteLine($"{finding.Severity} {finding.RuleId} {finding.Location}: {finding.Message}");
            }
        }
    }

    private static void Sources(ushort[,,] array)
    {
        var buffer = new ushort[64 * 80];
        var tensor = Tensor.CreateFromShape<float>([8, 64, 64]);
        IArraySource[] sources =
        [
            array.AsSource(),                                           // T[] to T[,,,,]
            ArraySource.FromMemory<ushort>(buffer, [64, 80]),           // Memory<T> in C order, with its shape
            ArraySource.FromStrided<ushort>(buffer, [64, 64], [80, 1]), // rows of 64 pixels, 80 apart
            tensor.AsSource(),                                          // Tensor<T>, also slices of one
            ArraySource.Stack([array.AsSource(), array.AsSource()], 0), // several of equal shape along a new axis
        ];
        Console.WriteLine(string.Join("; ", sources.Select(source => $"{source.Shape} {source.DataType}")));
    }
}
