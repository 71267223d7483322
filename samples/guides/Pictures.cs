using OmeZarr;
using OmeZarr.V05;
using Zarr;

namespace Guides;

internal static class Pictures
{
    internal static async Task RunAsync()
    {
        await MeasuredAsync(new ushort[2, 64, 64]);
        await RenderAsync();
        await PlateAsync();
    }

    private static async Task MeasuredAsync(ushort[,,] pixels)
    {
        var image = Image.FromDimensions([Dimension.Channel(), Dimension.Y(0.65, "micrometer"), Dimension.X(0.65, "micrometer")], "measured");
        var windows = new ChannelWindows(DataType.UInt16, channelCount: 2);
        var options = new WriteOptions { CompleteMetadata = windows.Complete };
        await OmeWriter.WriteImageAsync("measured.ome.zarr", image, windows.Measure(pixels.AsSource(), channelAxis: 0), options);
    }

    private static async Task RenderAsync()
    {
        var cells = await OmeImage.OpenAsync("labelled.ome.zarr");
        var picture = await cells.RenderAsync(new RenderOptions { Size = 256, Channels = [0], Labels = "nuclei" });
        await picture.SavePngAsync("cells.png", overwrite: true);
        Console.WriteLine($"{picture.Width} x {picture.Height} pixels, the first is {Convert.ToHexString(picture.Rgb.Span[..3])}");
    }

    private static async Task PlateAsync()
    {
        var plate = await OmePlate.OpenAsync("plate.ome.zarr");
        var mosaic = await plate.RenderAsync(new RenderOptions { Size = 1024 });
        foreach (var finding in mosaic.Findings)
        {
            Console.WriteLine($"well {finding.Location} is dark: {finding.Message}");
        }

        await mosaic.SavePngAsync("plate.png", overwrite: true);
    }
}
