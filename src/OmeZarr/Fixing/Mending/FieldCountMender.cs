using System.Text.Json.Nodes;
using OmeZarr.Fixing.Documents;
using OmeZarr.Rules;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Fixing.Mending;

/// <summary>Sets the field count of a plate to the largest number of fields of its wells.</summary>
internal sealed class FieldCountMender : Mender
{
    internal override async Task<string?> MendAsync(NodeEdit edit, StoreFinding finding, CancellationToken cancellationToken)
    {
        if (edit.Ome?["plate"] is not JsonObject plate || plate["wells"] is not JsonArray wells)
        {
            return "the plate has no list of wells";
        }

        var most = 0;
        foreach (var path in wells.Select(PartList.PathOf).OfType<string>().Where(path => NodeName.Problem(path) is null))
        {
            most = Math.Max(most, await FieldsAsync(edit.Store, new StorePrefix(edit.Path) / path, cancellationToken).ConfigureAwait(false));
        }

        if (most == 0)
        {
            return "no well can be read";
        }

        plate["field_count"] = most;
        return null;
    }

    private static async Task<int> FieldsAsync(IWritableStore store, StorePrefix well, CancellationToken cancellationToken)
    {
        try
        {
            return await NodeEdit.OpenAsync(store, well.Value, cancellationToken).ConfigureAwait(false) is { } edit ? PartList.In(edit.Ome).Where(list => list.Kind == PartKind.Field).Sum(list => list.Items.Count) : 0;
        }
        catch (InvalidMetadataException)
        {
            return 0; // Other rules report it.
        }
    }
}
