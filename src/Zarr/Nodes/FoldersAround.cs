using System.Buffers;
using Zarr.Metadata.V2;
using Zarr.Stores;

namespace Zarr.Nodes;

/// <summary>
/// The folders above a <see cref="FileSystemStore"/>. The root of the store may be a node of a larger hierarchy, such as <c>plate.zarr/A/1/0</c>. The root of any other store counts
/// as the root of its hierarchy.
/// </summary>
internal static class FoldersAround
{
    /// <summary>The groups above a store, innermost first, up to the root of the hierarchy. For a store behind a symbolic link: the groups above the link, and those above its target.</summary>
    internal static IEnumerable<FileSystemStore> GroupsAbove(IStore store)
    {
        foreach (var root in RootsOf(store))
        {
            foreach (var folder in Above(root).TakeWhile(folder => Has(folder, NodeDocuments.DocumentName)))
            {
                // These documents belong to a hierarchy that this store did not create: a crash of the machine must not lose or truncate them.
                yield return new FileSystemStore(folder, flushToDisk: true);
            }
        }
    }

    /// <summary>Throws if a store lies where no node of Zarr v3 can be: inside an array, or inside a group of Zarr v2.</summary>
    /// <remarks>The search ends at the first group above the store; the folders above that group are not checked.</remarks>
    /// <exception cref="InvalidMetadataException">An array of Zarr v3 is above the store, or a document above it is longer than the options allow.</exception>
    /// <exception cref="NotSupportedException">A node of Zarr v2 is above the store.</exception>
    internal static async Task RequireNoArrayAsync(IStore store, int maxLength, CancellationToken cancellationToken)
    {
        foreach (var root in RootsOf(store))
        {
            foreach (var (distance, folder) in Above(root).Index())
            {
                if (await IsGroupAsync(folder, distance == 0, maxLength, cancellationToken).ConfigureAwait(false))
                {
                    break;
                }
            }
        }
    }

    private static async Task<bool> IsGroupAsync(string folder, bool isNearest, int maxLength, CancellationToken cancellationToken)
    {
        if (Has(folder, NodeDocuments.DocumentName))
        {
            using var document = await DocumentOfAsync(folder, maxLength, cancellationToken).ConfigureAwait(false);
            return document is null || !NodeDocuments.IsArray(document.Memory)
                ? true
                : throw new InvalidMetadataException($"{folder} is an array, so nothing can be created or deleted inside it; choose another folder");
        }

        // A plain folder inside a v2 group may have nothing to do with that group, but everything inside a v2 array is one of its chunks.
        var isOld = Has(folder, ArrayDocument.Name) || (isNearest && Has(folder, GroupDocument.Name));
        return isOld
            ? throw new NotSupportedException($"there is a Zarr v2 node in {folder}, which can be read, but nothing can be created or deleted below it; choose another folder")
            : false;
    }

    private static async Task<IMemoryOwner<byte>?> DocumentOfAsync(string folder, int maxLength, CancellationToken cancellationToken)
    {
        try
        {
            var key = StorePrefix.Root.Key(NodeDocuments.DocumentName);
            return await NodeDocuments.GetAsync(new FileSystemStore(folder), key, maxLength, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidMetadataException error)
        {
            throw new InvalidMetadataException($"{folder}: {error.Message}", error);
        }
    }

    private static IEnumerable<string> RootsOf(IStore store)
    {
        if (store is FileSystemStore files)
        {
            yield return files.Root;
            if (new DirectoryInfo(files.Root) is { LinkTarget: not null } link && link.ResolveLinkTarget(returnFinalTarget: true) is { } target)
            {
                yield return target.FullName;
            }
        }
    }

    private static IEnumerable<string> Above(string folder)
    {
        for (var above = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder)); above is not null; above = Path.GetDirectoryName(above))
        {
            yield return above;
        }
    }

    private static bool Has(string folder, string document) => File.Exists(Path.Join(folder, document));
}
