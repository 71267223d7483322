using System.Text.Json;
using OmeZarr.Planning;
using Zarr;
using Zarr.Metadata;
using Zarr.Stores;
using Zarr.Stores.Files;
using static OmeZarr.Writing.Places.NodeJson;

namespace OmeZarr.Writing.Places;

/// <summary>Checks the hierarchies above a destination before something is written there, and keeps them right. Any program may have written them.</summary>
internal static class Surroundings
{
    private static readonly StoreKey Document = StorePrefix.Root.Key(GroupDocument.Name);

    /// <summary>Throws if a new hierarchy does not fit into the hierarchies above it. Each writer checks once, before it writes anything.</summary>
    /// <remarks>A folder that is not a node is independent of the groups above it. Readers take all folders inside an array for its chunks.</remarks>
    /// <param name="destination">The absolute path, links resolved. It need not exist.</param>
    /// <param name="kind">The kind of the new hierarchy.</param>
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
                var path = Path.GetRelativePath(folder, destination).Replace(Path.DirectorySeparatorChar, '/');
                SurroundingParts.RequireKind(destination, folder, path, SurroundingParts.Of(document, () => Read(Path.Join(folder, NodeNames.SeriesGroup), GroupDocument.Name)), kind);
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
    /// Drops <c>consolidated_metadata</c> that other writers keep in the groups above, because readers that use them would not see the change. The copies are only a
    /// cache. Writers call this before each visible change.
    /// </summary>
    /// <param name="destination">The absolute path, links resolved, of the hierarchy that will be created, replaced or deleted.</param>
    /// <param name="held">A hierarchy that the caller has locked; null if there is none.</param>
    /// <exception cref="IOException">A document cannot be read or rewritten. Or another program keeps a group locked.</exception>
    internal static async Task DropConsolidatedAsync(string destination, string? held = null)
    {
        var groups = GroupsAbove(destination).SkipWhile(folder => WithoutCopy(folder) is null).ToList();
        var locks = new List<FolderLock>();
        try
        {
            // Changing a document requires a lock on its folder or on a folder above it, such as the plate of a well. All writers lock from the innermost folder outwards, so there is no deadlock.
            foreach (var folder in groups.Where(folder => held is null || !Destination.IsWithin(folder, held)).DistinctBy(folder => FileIdentity.OfPath(folder) is { } identity ? identity : (object)folder))
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

    /// <summary>Reads the document again under the lock and replaces it durably, because it belongs to other data of the user.</summary>
    private static async Task DropAsync(string folder)
    {
        if (WithoutCopy(folder) is { } document)
        {
            var store = new FileSystemStore(folder, flushToDisk: true);
            await store.SetAsync(Document, document).ConfigureAwait(false);
        }
    }

    /// <summary>The document of a group without consolidated metadata; null if it has none.</summary>
    private static byte[]? WithoutCopy(string folder)
    {
        // A text search comes first, so that the documents of large plates are not parsed for every well.
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

    /// <summary>The groups above a destination, innermost first.</summary>
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

    /// <summary>The existing folders above, innermost first; missing ones are created later.</summary>
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
