using System.Text.Json.Nodes;
using OmeZarr.Viewer.Messages;
using OmeZarr.Viewer.Stores;

namespace OmeZarr.Viewer.Api;

/// <summary><c>api/links</c>: addresses for other programs.</summary>
internal static class LinksApi
{
    private const string Neuroglancer = "https://neuroglancer-demo.appspot.com/#!";
    private const string Vizarr = "https://hms-dbmi.github.io/vizarr/?source=";

    internal static async Task<JsonObject> LinksAsync(ViewedStore store, AllowedOrigins origins, string address, string path, CancellationToken cancellationToken)
    {
        var node = await store.NodeAsync(path, cancellationToken).ConfigureAwait(false);
        var data = $"{address}/data/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}".TrimEnd('/');
        var state = node is OmeImage ? await NeuroglancerState.OfAsync(await store.TilesAsync(path, cancellationToken).ConfigureAwait(false), data, cancellationToken).ConfigureAwait(false) : null;
        return new JsonObject
        {
            ["data"] = data,
            ["neuroglancer"] = state is null ? null : Neuroglancer + Uri.EscapeDataString(state.ToJsonString()),
            ["neuroglancerState"] = state,
            ["vizarr"] = Vizarr + Uri.EscapeDataString(data),
            ["napari"] = $"napari --plugin napari-ome-zarr {data}",
            ["allowed"] = Json.List(origins.All),
        };
    }
}
