using OmeZarr;
using OmeZarr.V05;
using Zarr;

namespace Guides;

internal static class Pyramids
{
    internal static async Task RunAsync()
    {
        var pixels = new ushort[4, 300, 520].AsSource();
        await AtOnceAsync(pixels);
        await LaterAsync(pixels);
        Console.WriteLine($"{Choices().Length} pyramids");
    }

    private static async Task AtOnceAsync(IArraySource pixels)
    {
        var image = Image.FromDimensions([Dimension.Z(2, "micrometer"), Dimension.Y(0.5, "micrometer"), Dimension.X(0.5, "micrometer")], "cells");
        await OmeWriter.WriteImageAsync("pyramid.ome.zarr", image, pixels, new WriteOptions { Pyramid = Pyramid.Auto });
    }

    private static Pyramid[] Choices() =>
    [
        Pyramid.Of(4),                                      // three smaller levels, y and x halved
        Pyramid.Of(3, ("z", 2), ("y", 4), ("x", 4)),        // two smaller levels
        Pyramid.Of(3).Then(2, ("z", 2), ("y", 2), ("x", 2)) // first y and x, then all three
    ];

    private static async Task LaterAsync(IArraySource pixels)
    {
        await OmeWriter.WriteImageAsync("one-level.ome.zarr", Image.FromDimensions([Dimension.Z(), Dimension.Y(), Dimension.X()]), pixels);
        var changed = await OmePyramid.AddLevelsAsync("one-level.ome.zarr", Pyramid.Of(3));
        Console.WriteLine($"{changed.Count} images and labels got levels");
    }
}
