using OmeZarr.Writing.Places;

namespace OmeZarr.Fixing.Documents;

/// <summary>Stores changed documents, and notes what was changed.</summary>
/// <param name="documents">The documents of the hierarchy.</param>
internal sealed class DocumentSaver(EditedDocuments documents)
{
    private const string CopyRule = "consolidated-stale";

    /// <summary>The documents that were changed, or would be.</summary>
    internal List<DocumentFix> Changes { get; } = [];

    /// <summary>Stores a document, after dropping the copies of it that groups above keep.</summary>
    /// <param name="edit">The changed document.</param>
    /// <param name="rules">The rules whose violations the change mends.</param>
    /// <param name="cancellationToken">Stops before the document is stored.</param>
    /// <returns>Whether it was stored; false if another writer has changed it since it was read.</returns>
    internal async Task<bool> TrySaveAsync(NodeEdit edit, string[] rules, CancellationToken cancellationToken)
    {
        foreach (var group in documents.Above(edit.Path))
        {
            var isThere = false;
            await StoredDocument.RepeatAsync(
                group.Name,
                async () =>
                {
                    var found = await NodeEdit.OpenAsync(group.Store, group.Path, cancellationToken).ConfigureAwait(false);
                    isThere = found is not null;
                    return found is null || await TryDropCopyAsync(found, group.Name, cancellationToken).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
            if (group.IsOutside && !isThere)
            {
                break;
            }
        }

        return await TrySaveAsync(edit, edit.Path, rules, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> TrySaveAsync(NodeEdit edit, string path, string[] rules, CancellationToken cancellationToken)
    {
        if (!documents.IsTrial && !await edit.TrySaveAsync(cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        Changes.Add(new DocumentFix(path, edit.Document, rules, edit.Difference));
        return true;
    }

    /// <summary>Drops the copies of the documents below that a group keeps, because readers that use them would not see the change.</summary>
    private async Task<bool> TryDropCopyAsync(NodeEdit edit, string name, CancellationToken cancellationToken)
    {
        if (Changes.Any(change => change.NodePath == name && change.Rules is [CopyRule]) || !await edit.HasCopyAsync(cancellationToken).ConfigureAwait(false)) // in a dry run the copy stays
        {
            return true;
        }

        edit.DropCopy();
        return await TrySaveAsync(edit, name, [CopyRule], cancellationToken).ConfigureAwait(false);
    }
}
