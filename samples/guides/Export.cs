using OmeZarr;
using OmeZarr.Tiff;

namespace Guides;

/// <summary>docs/guide/export.md</summary>
internal static class Export
{
    internal static async Task RunAsync()
    {
        var image = await OmeImage.OpenAsync("labelled.ome.zarr");
        var losses = await OmeTiffWriter.WriteAsync(image, "labelled.ome.tif", new OmeTiffOptions { Compression = OmeTiffCompression.Zstd });
        foreach (var loss in losses)
        {
            Console.WriteLine($"not in the file: {loss.Message}");
        }
    }
}
