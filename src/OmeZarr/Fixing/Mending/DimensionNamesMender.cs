using System.Text.Json.Nodes;
using OmeZarr.Fixing.Documents;
using OmeZarr.V05;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Fixing.Mending;

/// <summary>Gives arrays the names of the axes of their image.</summary>
internal sealed class DimensionNamesMender : Mender
{
    internal override async Task<string?> MendAsync(NodeEdit edit, StoreFinding finding, CancellationToken cancellationToken)
    {
        if (edit.Root["shape"] is not JsonArray shape)
        {
            return "the array is of Zarr v2, or has no shape";
        }

        if (await AxesAsync(edit, cancellationToken).ConfigureAwait(false) is not { } axes)
        {
            return "no image lists the array among its datasets";
        }

        if (axes.Count != shape.Count)
        {
            return $"the image has {axes.Count} axes, and the array {shape.Count} dimensions";
        }

        edit.Root["dimension_names"] = new JsonArray([.. axes.Select(axis => (JsonNode)axis.Name)]);
        return null;
    }

    /// <summary>The axes of the nearest image above that lists the array among its datasets; null if there is none.</summary>
    private static async Task<ValueList<Axis>?> AxesAsync(NodeEdit array, CancellationToken cancellationToken)
    {
        for (var path = new StorePrefix(array.Path); !path.IsRoot;)
        {
            path = path.Parent;
            if (await ImageAsync(array.Store, path, cancellationToken).ConfigureAwait(false) is not { } image)
            {
                continue;
            }

            var relative = path.IsRoot ? array.Path : array.Path[(path.Value.Length + 1)..];
            if (image.Multiscales.FirstOrDefault(multiscale => multiscale.Datasets.Any(dataset => dataset.Path == relative)) is { } found)
            {
                return found.Axes;
            }
        }

        return null;
    }

    private static async Task<Image?> ImageAsync(IStore store, StorePrefix path, CancellationToken cancellationToken)
    {
        try
        {
            return (await OmeDocument.LoadAsync(store, path, null, cancellationToken).ConfigureAwait(false)).TryGet<Image>(out var image) ? image : null;
        }
        catch (Exception error) when (error is NodeNotFoundException or OmeZarrException)
        {
            return null; // a group without OME-Zarr metadata
        }
    }
}
