using System.Text.Json;
using OmeZarr.Writing.Publication;
using Zarr;
using Zarr.Metadata;
using Zarr.Stores;
using static OmeZarr.Writing.NodeJson;

namespace OmeZarr.Writing;

/// <summary>The folders above a destination: hierarchies of which it will be a part, by whatever writer.</summary>
internal static class Surroundings
{
    private static readonly StoreKey Document = StorePrefix.Root.Key(GroupDocument.Name);

    /// <summary>Throws if what is to be written does not fit into what is above. To be asked once by each writer, before it writes anything.</summary>
    /// <remarks>A folder that is no node has nothing to do with the groups above it; but what lies in an array, however deep, is taken for its chunks.</remarks>
    /// <param name="destination">The absolute path, links resolved. It need not exist.</param>
    /// <param name="kind">What will be there.</param>
    /// <exception cref="MisplacedDestinationException">It does not fit.</exception>
    /// <exception cref="IOException">A document above cannot be read.</exception>
    internal static void RequireFit(string destination, OmeDocumentKind kind)
    {
        var (isConnected, isInGroup) = (true, false);
        foreach (var folder in ExistingAbove(destination))
        {
            var json = Read(folder, GroupDocument.Name);
            RequireNoArray(destination, folder, json);
            if (isConnected && json is { } document)
            {
                RequireKind(destination, folder, document, kind);
                isInGroup = true;
            }
            else if (isConnected && !isInGroup)
            {
                RequireNoOldGroup(destination, folder);
            }

            isConnected &= json is not null;
        }
    }

    /// <summary>
    /// Drops the copies of metadata (<c>consolidated_metadata</c>) that other writers keep in the groups above: readers that trust them would not see what is about to
    /// change. To be called before every change can be seen. The copies are only a cache.
    /// </summary>
    /// <param name="destination">The absolute path, links resolved, of what is about to appear, to be replaced or to vanish.</param>
    /// <param name="held">A hierarchy that the caller has locked; null if there is none.</param>
    /// <exception cref="IOException">A document cannot be read or written; or, as the message says, not be rewritten. Or somebody else keeps a group locked.</exception>
    internal static async Task DropConsolidatedAsync(string destination, string? held = null)
    {
        var groups = GroupsAbove(destination).SkipWhile(folder => WithoutCopy(folder) is null).ToList();
        var locks = new List<FolderLock>();
        try
        {
            // Who changes a document has locked its folder or one above it, such as the plate of a well. From the innermost outwards, as everybody does, so that nobody waits for ever.
            foreach (var folder in groups.Where(folder => held is null || !Destination.IsWithin(folder, held)).DistinctBy(folder => StoreIdentity.OfPath(folder) is { } identity ? identity : (object)folder))
            {
                locks.Add(await FolderLock.AcquireAsync(folder, CancellationToken.None).ConfigureAwait(false));
            }

            foreach (var folder in groups)
            {
                await DropAsync(folder).ConfigureAwait(false);
            }
        }
        finally
        {
            locks.ForEach(folderLock => folderLock.Dispose());
        }
    }

    /// <summary>Reads once more, now that nobody else writes, and replaces the document durably: it is that of somebody's other data.</summary>
    private static async Task DropAsync(string folder)
    {
        if (WithoutCopy(folder) is { } document)
        {
            var store = new FileSystemStore(folder, new FileSystemStoreOptions { FlushToDisk = true });
            await store.SetAsync(Document, document).ConfigureAwait(false);
        }
    }

    /// <summary>The document of a group without the copy in it; null if there is none.</summary>
    private static byte[]? WithoutCopy(string folder)
    {
        // The words are looked for first, so that the documents of large plates are not parsed for every well.
        if (Destination.ReadOrNull(Path.Join(folder, GroupDocument.Name)) is not { } utf8 || utf8.AsSpan().IndexOf("\"consolidated_metadata\""u8) < 0)
        {
            return null;
        }

        try
        {
            return Member(Parse(utf8), "consolidated_metadata") is null ? null : GroupMetadata.Parse(utf8).ToUtf8();
        }
        catch (ZarrException e)
        {
            throw new IOException($"{folder} keeps consolidated metadata that have to be dropped before anything below it changes, but its {GroupDocument.Name} cannot be rewritten: {e.Message}", e);
        }
    }

    /// <summary>The groups that a destination is a part of, innermost first.</summary>
    private static IEnumerable<string> GroupsAbove(string destination) =>
        ExistingAbove(destination).TakeWhile(folder => File.Exists(Path.Join(folder, GroupDocument.Name)));

    private static void RequireNoArray(string destination, string folder, JsonElement? json)
    {
        if (Text(Member(json, "node_type")) == "array" || (json is null && File.Exists(Path.Join(folder, ".zarray"))))
        {
            throw new MisplacedDestinationException(destination, folder, $"{destination} lies inside the array {folder}, in which there can be nothing but its chunks. Choose another path; nothing was changed.");
        }
    }

    private static void RequireNoOldGroup(string destination, string folder)
    {
        if (File.Exists(Path.Join(folder, ".zgroup")))
        {
            throw new MisplacedDestinationException(
                destination, folder, $"{destination} lies in the group {folder}, which is of Zarr v2, where readers would not find a node of v3. Choose another path, or convert that hierarchy first; nothing was changed.");
        }
    }

    /// <summary>Throws if the metadata of a group need something else in the place that is to be written, or in a folder of it.</summary>
    private static void RequireKind(string destination, string folder, JsonElement document, OmeDocumentKind kind)
    {
        var path = Path.GetRelativePath(folder, destination).Replace(Path.DirectorySeparatorChar, '/');
        foreach (var part in SurroundingParts.Of(folder, document))
        {
            if (part.Path == path ? part.Kind != kind : part.Path.StartsWith(path + "/", StringComparison.Ordinal))
            {
                var relation = part.Path == path ? "is" : "holds";
                throw new MisplacedDestinationException(destination, folder, $"{destination} {relation} {part.Name} of {folder}, which would break. {part.Advice}; nothing was changed.");
            }
        }
    }

    /// <summary>The folders above that are there, innermost first: those in between will be made.</summary>
    private static IEnumerable<string> ExistingAbove(string destination)
    {
        for (var folder = Path.GetDirectoryName(destination); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.Exists(folder))
            {
                yield return folder;
            }
        }
    }
}
