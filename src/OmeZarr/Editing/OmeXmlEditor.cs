using System.Text.Json.Nodes;
using OmeZarr.Fixing.Documents;
using OmeZarr.Fixing.Mending;
using OmeZarr.OmeXml;
using OmeZarr.V05;
using OmeZarr.Writing.Places;
using Zarr.Stores;

namespace OmeZarr.Editing;

/// <summary>Keeps the OME-XML of a collection, <c>OME/METADATA.ome.xml</c>, in step with changed images.</summary>
/// <param name="documents">The documents of the hierarchy.</param>
internal sealed class OmeXmlEditor(EditedDocuments documents)
{
    private const string Folder = "OME";
    private const string Document = "METADATA.ome.xml";

    // A tree takes many times the length of its document in memory.
    private const int MaxLength = 64 << 20;

    private static StoreKey Key => new StorePrefix(Folder).Key(Document);

    /// <summary>Describes images anew.</summary>
    /// <param name="images">Their metadata by path.</param>
    /// <param name="cancellationToken">Stops before the document is stored.</param>
    /// <returns>What was changed; null if nothing was, or there is no document that can be changed.</returns>
    internal async Task<DocumentFix?> EditAsync(IReadOnlyDictionary<string, Image> images, CancellationToken cancellationToken)
    {
        if (await documents.Store.GetLengthAsync(Key, cancellationToken).ConfigureAwait(false) is null or > MaxLength)
        {
            return null;
        }

        DocumentFix? change = null;
        await documents.ChangeAsync(
            Folder,
            async () =>
            {
                (var isDone, change) = await TryEditAsync(images, cancellationToken).ConfigureAwait(false);
                return isDone;
            },
            cancellationToken).ConfigureAwait(false);
        return change;
    }

    /// <returns>Whether no other writer was faster, and what was changed.</returns>
    private async Task<(bool IsDone, DocumentFix? Change)> TryEditAsync(IReadOnlyDictionary<string, Image> images, CancellationToken cancellationToken)
    {
        if (await StoredDocument.ReadAsync(documents.Store, Key, MaxLength, cancellationToken).ConfigureAwait(false) is not { } stored || OmeXmlEdit.Of(stored.Utf8) is not { } edit)
        {
            return (true, null);
        }

        foreach (var (number, path) in (await SeriesAsync(images.Keys, cancellationToken).ConfigureAwait(false)).Index())
        {
            if (images.TryGetValue(path, out var image))
            {
                edit.Describe(number, image);
            }
        }

        return edit.Difference.Count == 0 ? (true, null)
            : documents.IsTrial || await stored.TryReplaceAsync(documents.Store, edit.ToUtf8(), cancellationToken).ConfigureAwait(false) ? (true, new DocumentFix(Folder, Document, [], edit.Difference))
            : (false, null);
    }

    /// <summary>The images in the order of the document: those that the group lists, or else numbers.</summary>
    private async Task<IReadOnlyList<string>> SeriesAsync(IEnumerable<string> changed, CancellationToken cancellationToken)
    {
        var group = await NodeEdit.OpenAsync(documents.Store, Folder, cancellationToken).ConfigureAwait(false);
        return group?.Ome?["series"] is JsonArray listed
            ? [.. listed.Select(item => PartList.PathOf(item) ?? string.Empty)]
            : [.. Enumerable.Range(0, changed.Select(path => int.TryParse(path, out var number) ? number + 1 : 0).Append(0).Max()).Select(number => $"{number}")];
    }
}
