using System.Text.Json.Nodes;
using OmeZarr.Fixing;
using OmeZarr.OmeXml;
using OmeZarr.V05;
using Zarr.Stores;

namespace OmeZarr.Editing;

/// <summary>Keeps the OME-XML of a collection, <c>OME/METADATA.ome.xml</c>, in step with changed images.</summary>
/// <param name="root">The folder of the hierarchy: absolute, links resolved.</param>
/// <param name="store">The store of the folder.</param>
/// <param name="dryRun">Whether nothing is changed.</param>
internal sealed class OmeXmlEditor(string root, IWritableStore store, bool dryRun)
{
    private const string Folder = "OME";
    private const string Document = "METADATA.ome.xml";

    // A tree takes many times the length of its document in memory.
    private const int MaxLength = 64 << 20;

    /// <summary>Describes images anew.</summary>
    /// <param name="images">Their metadata by path.</param>
    /// <param name="cancellationToken">Stops before the document is stored.</param>
    /// <returns>What was changed; null if nothing was, or there is no document that can be changed.</returns>
    internal async Task<DocumentFix?> EditAsync(IReadOnlyDictionary<string, Image> images, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Path.Join(root, Folder)))
        {
            return null;
        }

        using var locks = dryRun ? null : await DocumentLocks.AcquireAsync(root, Folder, cancellationToken).ConfigureAwait(false);
        var key = new StorePrefix(Folder).Key(Document);
        using var content = await store.GetRangeAsync(key, ByteRange.FromOffset(0, MaxLength + 1L), cancellationToken).ConfigureAwait(false);
        if (content is null || content.Memory.Length > MaxLength || OmeXmlEdit.Of(content.Memory) is not { } edit)
        {
            return null;
        }

        foreach (var (number, path) in (await SeriesAsync(images.Keys, cancellationToken).ConfigureAwait(false)).Index())
        {
            if (images.TryGetValue(path, out var image))
            {
                edit.Describe(number, image);
            }
        }

        if (edit.Difference.Count == 0)
        {
            return null;
        }

        if (!dryRun)
        {
            await store.SetAsync(key, edit.ToUtf8(), cancellationToken).ConfigureAwait(false);
        }

        return new DocumentFix(Folder, Document, [], edit.Difference);
    }

    /// <summary>The images in the order of the document: those that the group lists, or else numbers.</summary>
    private async Task<IReadOnlyList<string>> SeriesAsync(IEnumerable<string> changed, CancellationToken cancellationToken)
    {
        var group = await NodeEdit.OpenAsync(store, Folder, cancellationToken).ConfigureAwait(false);
        return group?.Ome?["series"] is JsonArray listed
            ? [.. listed.Select(item => PartList.PathOf(item) ?? string.Empty)]
            : [.. Enumerable.Range(0, changed.Select(path => int.TryParse(path, out var number) ? number + 1 : 0).Append(0).Max()).Select(number => $"{number}")];
    }
}
