using Zarr.Stores;

namespace OmeZarr.Fixing;

/// <summary>Stores changed documents, and notes what was changed.</summary>
/// <param name="root">The folder of the hierarchy: absolute, links resolved.</param>
/// <param name="open">Opens the store of a folder.</param>
/// <param name="dryRun">Whether nothing is changed.</param>
internal sealed class DocumentSaver(string root, Func<string, IWritableStore> open, bool dryRun)
{
    private const string CopyRule = "consolidated-stale";

    private readonly IWritableStore store = open(root);

    /// <summary>The documents that were changed, or would be.</summary>
    internal List<DocumentFix> Changes { get; } = [];

    /// <summary>Stores a document whose locks are held, and drops the copies of it that groups above keep.</summary>
    /// <param name="edit">The changed document.</param>
    /// <param name="rules">The rules whose violations the change mends.</param>
    /// <param name="cancellationToken">Stops before the document is stored.</param>
    internal async Task SaveAsync(NodeEdit edit, string[] rules, CancellationToken cancellationToken)
    {
        foreach (var folder in DocumentLocks.Folders(root, edit.Path).Skip(1))
        {
            await DropCopyAsync(folder, cancellationToken).ConfigureAwait(false);
        }

        await SaveAsync(edit, edit.Path, rules, cancellationToken).ConfigureAwait(false);
    }

    private async Task SaveAsync(NodeEdit edit, string path, string[] rules, CancellationToken cancellationToken)
    {
        Changes.Add(new DocumentFix(path, edit.Document, rules, edit.Difference));
        if (!dryRun)
        {
            await edit.SaveAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Drops the copies of the documents below that a group keeps, because readers that use them would not see the change. The locks are held.</summary>
    private async Task DropCopyAsync(string folder, CancellationToken cancellationToken)
    {
        var isAbove = folder.Length < root.Length;
        var path = isAbove ? string.Empty : folder[root.Length..].TrimStart(Path.DirectorySeparatorChar).Replace(Path.DirectorySeparatorChar, '/');
        if (await NodeEdit.OpenAsync(isAbove ? open(folder) : store, path, cancellationToken).ConfigureAwait(false) is not { } edit || !HasCopy(edit, folder))
        {
            return;
        }

        var name = isAbove ? Path.GetRelativePath(root, folder) : path;
        MemberMenders.DropCopy(edit);
        if (!Changes.Any(change => change.NodePath == name && change.Rules is [CopyRule])) // in a dry run the copy stays
        {
            await SaveAsync(edit, name, [CopyRule], cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool HasCopy(NodeEdit edit, string folder) => edit.Root.ContainsKey("consolidated_metadata") || (!edit.IsV3 && File.Exists(Path.Join(folder, ".zmetadata")));
}
