using OmeZarr;
using OmeZarr.V05;
using Zarr;

namespace AotSmoke;

/// <summary>The example of the README.</summary>
internal static class Pixels
{
    internal static async Task RunAsync(string path)
    {
        var pixels = new ushort[2, 512, 512];
        pixels[1, 100, 200] = 1000;
        var image = Image.FromDimensions([Dimension.Channel(), Dimension.Y(0.65, "micrometer"), Dimension.X(0.65, "micrometer")], "cells");
        await OmeWriter.WriteImageAsync(path, image, pixels.AsSource());

        var cells = await OmeImage.OpenAsync(path);
        var level = cells.Levels[0];
        ushort[] corner = await level.ReadAsync<ushort>(new Region([1, 0, 0], [1, 256, 256]));
        Documents.Require(corner[(100 * 256) + 200] == 1000, "pixels come back as they were written");
        Documents.Require(level.PixelSize[2] == 0.65, "metadata come back as they were written");
        var picture = await cells.RenderAsync(new RenderOptions { Size = 256 });
        Documents.Require(picture.Width == 256 && picture.EncodePng().Length > 0, "an image becomes a picture");
        Documents.Require(image.Equals((await OmeDocument.LoadAsync(path)).Content), "the document of the image is its metadata");
    }
}
