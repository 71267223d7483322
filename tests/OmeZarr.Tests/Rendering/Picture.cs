using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Tests.Rendering;

/// <summary>Images to render.</summary>
internal static class Picture
{
    internal static Image Of(string axes, int levels = 1, Omero? omero = null) =>
        Image.FromDimensions([.. axes.Select(axis => axis == 'c' ? Dimension.Channel() : new Dimension(axis.ToString(), 1))], "picture", levels) with { Omero = omero };

    internal static OmeroChannel Channel(string color, double start, double end) =>
        new() { Color = color, Window = new OmeroWindow { Min = 0, Start = start, End = end, Max = 65535 } };

    /// <summary>Writes an image and opens it through a store that counts.</summary>
    internal static async Task<(OmeImage Image, CountingStore Store)> WriteAsync(TemporaryFolder folder, Image image, IReadOnlyList<IArraySource> levels, WriteOptions? options = null, params Label[] labels)
    {
        var path = folder[$"{Guid.NewGuid():N}.ome.zarr"];
        await OmeWriter.WriteImageAsync(path, image, levels, options, labels, TestContext.Current.CancellationToken);
        var store = new CountingStore(new FileSystemStore(path));
        return (await OmeImage.OpenAsync(store, StorePrefix.Root, cancellationToken: TestContext.Current.CancellationToken), store);
    }

    /// <summary>Writes an image of one level and renders it.</summary>
    internal static async Task<RenderedImage> RenderAsync(Image image, IArraySource pixels, RenderOptions? options = null, WriteOptions? writing = null)
    {
        using var folder = new TemporaryFolder();
        var (opened, _) = await WriteAsync(folder, image, [pixels], writing);
        return await opened.RenderAsync(options, TestContext.Current.CancellationToken);
    }

    /// <summary>Each pixel as six hexadecimal digits.</summary>
    internal static string[] Colors(this RenderedImage picture) => [.. picture.Rgb.ToArray().Chunk(3).Select(Convert.ToHexString)];

    internal static string ColorAt(this RenderedImage picture, int x, int y) => Convert.ToHexString(picture.Rgb.Span.Slice(3 * ((y * picture.Width) + x), 3));
}
