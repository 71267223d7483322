using System.Drawing;
using OmeZarr;
using Zarr;
using V05 = OmeZarr.V05;

namespace Guides;

/// <summary>For programs that use other types called Image, as the README says.</summary>
internal static class BesideDrawing
{
    internal static Task<string> RunAsync()
    {
        var size = new Size(64, 48);
        var image = V05.Image.FromDimensions([Dimension.Y(), Dimension.X()]);
        return OmeWriter.WriteImageAsync("drawing.ome.zarr", image, new byte[size.Height, size.Width].AsSource());
    }
}
