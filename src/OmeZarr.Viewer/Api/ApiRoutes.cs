using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OmeZarr.Viewer.Messages;
using OmeZarr.Viewer.Stores;

namespace OmeZarr.Viewer.Api;

/// <summary>The addresses below <c>api/</c>; docs/notes/viewer-api.md defines them.</summary>
internal static class ApiRoutes
{
    private const string Path = "path";

    // The address has a token that is new for each server.
    private const string Kept = "private, max-age=600";

    internal static IEnumerable<KeyValuePair<string, Func<HttpContext, Query, CancellationToken, Task>>> Of(ViewedStore store, string? program, AllowedOrigins origins, string token) =>
    [
        Json("root", (_, cancel) => NodeApi.RootAsync(store, program, cancel)),
        Json("node", (query, cancel) => NodeApi.NodeAsync(store, query.Text(Path), cancel)),
        Json("image", (query, cancel) => ImageApi.ImageAsync(store, query.Text(Path), cancel)),
        Json("histogram", (query, cancel) => NumbersApi.HistogramAsync(store, query, cancel)),
        Json("window", (query, cancel) => ChannelsApi.WindowAsync(store, query, cancel)),
        Json("auto", (query, cancel) => NumbersApi.AutoAsync(store, query, cancel)),
        Json("value", (query, cancel) => ValueApi.ValueAsync(store, query, cancel)),
        Json("metadata", (query, cancel) => DocumentsApi.MetadataAsync(store, query.Text(Path), cancel)),
        Json("findings", (query, cancel) => DocumentsApi.FindingsAsync(store, query.Text(Path), cancel)),
        new("links", async (context, query, cancel) => await Answers.JsonAsync(context, await LinksApi.LinksAsync(store, origins, $"http://{context.Request.Host.Value}/{token}", query.Text(Path), cancel).ConfigureAwait(false)).ConfigureAwait(false)),
        Picture("tile", (query, cancel) => PictureApi.TileAsync(store, query, cancel), Kept),
        Picture("picture", (query, cancel) => PictureApi.PictureAsync(store, query, cancel), "no-store"),
        Picture("thumbnail", (query, cancel) => PictureApi.ThumbnailAsync(store, query, cancel), Kept),
    ];

    private static KeyValuePair<string, Func<HttpContext, Query, CancellationToken, Task>> Json(string name, Func<Query, CancellationToken, Task<JsonObject>> answer) =>
        new(name, async (context, query, cancel) => await Answers.JsonAsync(context, await answer(query, cancel).ConfigureAwait(false)).ConfigureAwait(false));

    private static KeyValuePair<string, Func<HttpContext, Query, CancellationToken, Task>> Picture(string name, Func<Query, CancellationToken, Task<byte[]>> answer, string caching) =>
        new(name, async (context, query, cancel) =>
        {
            var png = await answer(query, cancel).ConfigureAwait(false);
            context.Response.Headers.CacheControl = caching;
            await Answers.BytesAsync(context, "image/png", png).ConfigureAwait(false);
        });
}
