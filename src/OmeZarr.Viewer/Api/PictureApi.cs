using OmeZarr.Viewer.Messages;
using OmeZarr.Viewer.Stores;

namespace OmeZarr.Viewer.Api;

/// <summary><c>api/tile</c>, <c>api/picture</c> and <c>api/thumbnail</c>.</summary>
internal static class PictureApi
{
    private const int LargestThumbnail = 1024;
    private const int SmallestThumbnail = 16;

    internal static async Task<byte[]> TileAsync(ViewedStore store, Query query, CancellationToken cancellationToken)
    {
        var tiles = await store.TilesAsync(query.Text("path"), cancellationToken).ConfigureAwait(false);
        var tile = new TilePosition((int)query.RequiredInteger("level", 64), query.RequiredInteger("x"), query.RequiredInteger("y"));
        if (!tiles.Contains(tile))
        {
            throw HttpErrorException.NotFound($"there is no tile {tile.X}, {tile.Y} of level {tile.Level}");
        }

        return (await tiles.RenderAsync(tile, PictureQuery.Options(query), cancellationToken).ConfigureAwait(false)).EncodePng(isFast: true);
    }

    internal static async Task<byte[]> PictureAsync(ViewedStore store, Query query, CancellationToken cancellationToken)
    {
        var tiles = await store.TilesAsync(query.Text("path"), cancellationToken).ConfigureAwait(false);
        var size = (int)(query.Integer("size", RenderOptions.MaxSize) ?? 1024);
        var picture = await tiles.RenderRegionAsync(Region(query.Optional("region"), tiles), PictureQuery.Options(query) with { Size = Math.Max(1, size) }, cancellationToken).ConfigureAwait(false);
        return picture.EncodePng();
    }

    internal static async Task<byte[]> ThumbnailAsync(ViewedStore store, Query query, CancellationToken cancellationToken)
    {
        var size = (int)Math.Max(SmallestThumbnail, query.Integer("size", LargestThumbnail) ?? 128);
        var node = await store.NodeAsync(query.Text("path"), cancellationToken).ConfigureAwait(false);
        var picture = await store.LimitAsync(() => RenderAsync(node, new RenderOptions { Size = size }, cancellationToken), cancellationToken).ConfigureAwait(false);
        return picture.EncodePng(isFast: true);
    }

    private static async Task<RenderedImage> RenderAsync(OmeNode node, RenderOptions options, CancellationToken cancellationToken)
    {
        return node switch
        {
            OmeImage image => await image.RenderAsync(options, cancellationToken).ConfigureAwait(false),
            OmePlate plate => await plate.RenderAsync(options, cancellationToken).ConfigureAwait(false),
            OmeWell { Fields.Count: > 0 } well => await (await well.OpenFieldAsync(0, cancellationToken).ConfigureAwait(false)).RenderAsync(options, cancellationToken).ConfigureAwait(false),
            OmeCollection { Paths.Count: > 0 } collection => await (await collection.OpenImageAsync(0, cancellationToken).ConfigureAwait(false)).RenderAsync(options, cancellationToken).ConfigureAwait(false),
            _ => throw HttpErrorException.NotFound("there is no image to show"),
        };
    }

    private static (long X, long Y, long Width, long Height) Region(string? text, OmeTiles tiles)
    {
        if (text is null)
        {
            return (0, 0, tiles.Width, tiles.Height);
        }

        return text.Split(',') is [var x, var y, var width, var height] && Number(x) is { } left && Number(y) is { } top && Number(width) is > 0 and { } columns && Number(height) is > 0 and { } rows
            && columns <= tiles.Width - left && rows <= tiles.Height - top
            ? (left, top, columns, rows)
            : throw HttpErrorException.WrongParameter($"region: give X,Y,WIDTH,HEIGHT within {tiles.Width} x {tiles.Height} pixels");

        static long? Number(string part) => long.TryParse(part, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
