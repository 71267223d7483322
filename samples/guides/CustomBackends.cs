using OmeZarr;
using OmeZarr.V05;
using Zarr;

namespace Guides;

internal static class CustomBackends
{
    internal static async Task RunAsync()
    {
        var pixels = new ushort[2, 64, 64];
        pixels[1, 10, 20] = 1000;
        var image = Image.FromDimensions([Dimension.Channel(), Dimension.Y(), Dimension.X()]);
        var options = new WriteOptions { Backend = new RawBackend() };
        await OmeWriter.WriteImageAsync("raw.ome.zarr", image, pixels.AsSource(), options);

        var raw = await File.ReadAllBytesAsync("raw.ome.zarr/0/c/0/0/0");              // the elements, as they are in memory
        Console.WriteLine(BitConverter.ToUInt16(raw, 2 * ((1 * 64 * 64) + (10 * 64) + 20)));
        ushort[,,] same = await (await OmeImage.OpenAsync("raw.ome.zarr")).Levels[0][.., .., ..].ReadArrayAsync<ushort[,,]>();
        Console.WriteLine(same[1, 10, 20]);
    }
}
