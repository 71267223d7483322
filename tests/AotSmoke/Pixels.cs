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
        await AcquireAsync(path + ".acquired.zarr");
    }

    /// <summary>Frames of which one waits for its chunk at a durable point, so that the journal is written.</summary>
    private static async Task AcquireAsync(string path)
    {
        var settings = new AcquisitionSettings
        {
            Dimensions = [AcquisitionDimension.Time() with { Chunk = 2 }, AcquisitionDimension.Y(4), AcquisitionDimension.X(4)],
            DataType = DataType.UInt16,
        };
        await using (var acquisition = await OmeAcquisition.BeginAsync(path, settings))
        {
            for (ushort frame = 0; frame < 3; frame++)
            {
                var pixels = new ushort[4, 4];
                pixels[1, 2] = frame;
                await acquisition.AppendAsync(pixels);
            }

            await acquisition.FlushAsync();
        }

        var frames = (await OmeImage.OpenAsync(path)).Levels[0];
        ushort[] last = await frames.ReadAsync<ushort>(new Region([2, 0, 0], [1, 4, 4]));
        Documents.Require(last[6] == 2, "frames come back as they were acquired");
    }
}
