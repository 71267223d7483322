using OmeZarr.Fixing.Documents;
using Zarr.Stores;

namespace OmeZarr.Fixing.Mending;

/// <summary>Removes nodes that are missing from the list that names them. It hides that they were ever there, so that users have to name the rule.</summary>
internal sealed class DelistingMender(PartKind kind, bool isRow = false) : Mender
{
    internal override async Task<string?> TargetAsync(IWritableStore store, StoreFinding finding, CancellationToken cancellationToken) =>
        (await PartList.FindAsync(store, finding.NodePath, kind, cancellationToken).ConfigureAwait(false))?.Group;

    internal override Task<string?> MendAsync(NodeEdit edit, StoreFinding finding, CancellationToken cancellationToken)
    {
        var list = PartList.In(edit.Ome).First(one => one.Kind == kind).Items;
        var group = kind == PartKind.Series ? edit.Path[..^Math.Min(edit.Path.Length, "/OME".Length)] : edit.Path;
        var path = group.Length == 0 ? finding.NodePath : finding.NodePath[(group.Length + 1)..];
        int[] indices = [.. list.Index().Where(item => PartList.PathOf(item.Item) is { } listed && (isRow ? listed.StartsWith(path + "/", StringComparison.Ordinal) : listed == path)).Select(item => item.Index)];
        if (indices.Length == list.Count)
        {
            return Task.FromResult<string?>("nothing would be left in the list");
        }

        foreach (var index in indices.Reverse())
        {
            list.RemoveAt(index);
        }

        return Task.FromResult<string?>(null);
    }
}
