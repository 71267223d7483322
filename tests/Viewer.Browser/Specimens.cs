using OmeZarr;
using OmeZarr.V05;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace Viewer.Browser;

/// <summary>Stores to look at.</summary>
internal static class Specimens
{
    internal const int Width = 300;
    internal const int Height = 200;

    private const int Planes = 5;
    private const int Times = 3;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Three time points, two channels, five planes, two levels; one label image.</summary>
    internal static async Task<string> WriteImageAsync(StoreLocation path)
    {
        var image = Of("tczyx", "cells") with { Omero = new Omero { Channels = [Channel("DAPI", "3366FF", 100, 4000), Channel("GFP", "00FF66", 50, 3000)] } };
        var options = new WriteOptions { Pyramid = Pyramid.Of(2, ("y", 2), ("x", 2)) };
        var label = new Label("nuclei", LabelImage.For(Of("zyx", "nuclei")), Mask().AsSource());
        return await OmeWriter.WriteImageAsync(path, image, Stack().AsSource(), options, [label], Cancel);
    }

    /// <summary>An image of several tiles, 600 x 500 pixels, in several levels.</summary>
    internal static Task<string> WriteTiledAsync(string path) => OmeWriter.WriteImageAsync(
        path, Of("yx", "tiled") with { Omero = new Omero { Channels = [Channel("spots", "FFFFFF", 0, 255)] } }, Spots(500, 600).AsSource(), new WriteOptions { Pyramid = Pyramid.Of(3, ("y", 2), ("x", 2)) }, cancellationToken: Cancel);

    /// <summary>Two channels without omero, three planes that differ, larger than the picture in which windows are measured.</summary>
    internal static Task<string> WriteWithoutWindowsAsync(string path) => OmeWriter.WriteImageAsync(
        path, Of("czyx", "plain"), Noise(2, 3, 400, 640).AsSource(), new WriteOptions { Pyramid = Pyramid.Of(2, ("y", 2), ("x", 2)) }, cancellationToken: Cancel);

    /// <summary>Four phases, of which the last is the brightest.</summary>
    internal static Task<string> WritePhasesAsync(string path)
    {
        var image = Of("pyx", "phases") with { Omero = new Omero { Channels = [Channel("brightness", "FFFFFF", 0, 400)] } };
        return OmeWriter.WriteImageAsync(path, image, ArraySource.FromFunction<ushort>([4, Height, Width], (region, values) =>
        {
            for (var i = 0; i < values.Length; i++)
            {
                var (phase, y, x) = (region.Offset[0] + (i / (region.Shape[1] * region.Shape[2])), region.Offset[1] + (i / region.Shape[2] % region.Shape[1]), region.Offset[2] + (i % region.Shape[2]));
                values[i] = (ushort)((phase * 80) + (x / 10) + (y / 5));
            }
        }), cancellationToken: Cancel);
    }

    /// <summary>Rows A and B, columns 1 to 3, one place without a well, two fields in each well.</summary>
    internal static Task<string> WritePlateAsync(string path) => OmeWriter.WritePlateAsync(
        path, [Well("A", "1"), Well("A", "2"), Well("A", "3"), Well("B", "1"), Well("B", "3")], cancellationToken: Cancel);

    /// <summary>Two images of different sizes.</summary>
    internal static Task<string> WriteCollectionAsync(string path) => OmeWriter.WriteBioformats2RawAsync(
        path, [new SeriesImage("0", Of("yx", "overview"), Spots(64, 96).AsSource()), new SeriesImage("1", Of("yx", "detail"), Spots(120, 80).AsSource())], cancellationToken: Cancel);

    private static WellFields Well(string row, string column) =>
        new(row, column, new Field("0", Of("yx", "field"), Spots(80, 100).AsSource()), new Field("1", Of("yx", "field"), Spots(80, 100, 3).AsSource()));

    private static Image Of(string axes, string name) => Image.FromDimensions(
        [.. axes.Select(axis => axis switch
        {
            't' => Dimension.Time(2, "second"),
            'c' => Dimension.Channel(),
            'z' => Dimension.Z(1.5, "micrometer"),
            'p' => new Dimension("phase"),
            _ => new Dimension(axis.ToString(), 0.5, "micrometer"),
        })], name);

    private static OmeroChannel Channel(string label, string color, double start, double end) =>
        new() { Label = label, Color = color, Active = true, Window = new OmeroWindow { Min = 0, Start = start, End = end, Max = 65535 } };

    /// <summary>Rings that differ in every plane, and a slope, so that neighbouring pixels differ and mirrored or shifted pictures are noticed.</summary>
    private static ushort[,,,,] Stack()
    {
        var pixels = new ushort[Times, 2, Planes, Height, Width];
        foreach (var (t, c, z) in from t in Enumerable.Range(0, Times) from c in Enumerable.Range(0, 2) from z in Enumerable.Range(0, Planes) select (t, c, z))
        {
            for (var y = 0; y < Height; y++)
            {
                for (var x = 0; x < Width; x++)
                {
                    var distance = Math.Sqrt(Math.Pow(x - 90 - (c * 80), 2) + Math.Pow(y - 70 - (t * 20), 2));
                    pixels[t, c, z, y, x] = (ushort)((1500 * (1 + Math.Sin(distance / (3 + z)))) + (3 * x) + y);
                }
            }
        }

        return pixels;
    }

    private static ushort[,,,] Noise(int channels, int planes, int height, int width)
    {
        var pixels = new ushort[channels, planes, height, width];
        foreach (var (c, z, y) in from c in Enumerable.Range(0, channels) from z in Enumerable.Range(0, planes) from y in Enumerable.Range(0, height) select (c, z, y))
        {
            for (var x = 0; x < width; x++)
            {
                pixels[c, z, y, x] = (ushort)(((x * 7) + (y * 13 * (c + 1)) + (x * y % 251)) % (900 * (z + 1)));
            }
        }

        return pixels;
    }

    private static uint[,,] Mask()
    {
        var mask = new uint[Planes, Height, Width];
        foreach (var (z, y, x) in from z in Enumerable.Range(0, Planes) from y in Enumerable.Range(0, Height) from x in Enumerable.Range(0, Width) select (z, y, x))
        {
            mask[z, y, x] = x % 60 < 30 + z && y % 50 < 30 ? (uint)((y / 50 * 5) + (x / 60) + 1) : 0;
        }

        return mask;
    }

    private static byte[,] Spots(int height, int width, int step = 1)
    {
        var pixels = new byte[height, width];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                pixels[y, x] = (byte)((x * step % 40 * 4) + (y * 7 % 90));
            }
        }

        return pixels;
    }
}
