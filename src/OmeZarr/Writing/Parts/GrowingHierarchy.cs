using OmeZarr.Planning;
using OmeZarr.Writing.Places;

namespace OmeZarr.Writing.Parts;

/// <summary>
/// A hierarchy to which parts (wells, series, labels) are added one after the other. Each part appears when it is complete; only then are the documents that list it rewritten. The first part creates the hierarchy, or
/// replaces an old one. Safe for several threads and processes.
/// </summary>
/// <typeparam name="T">The kind of part.</typeparam>
internal abstract class GrowingHierarchy<T>
    where T : Part
{
    /// <summary>The absolute path of the hierarchy, links resolved; in a store, the text of its location.</summary>
    internal abstract string Root { get; }

    /// <summary>The growth of a hierarchy at a place.</summary>
    /// <param name="place">The place of the hierarchy, which need not exist.</param>
    /// <param name="options">Options of writing.</param>
    /// <param name="indexOf">Makes the index of the parts from the documents.</param>
    /// <param name="isKept">Whether parts are added to an existing hierarchy; otherwise it is replaced, if the options allow that.</param>
    internal static (GrowingHierarchy<T> Hierarchy, TIndex Index) At<TIndex>(HierarchyPlace place, WriteOptions options, Func<HierarchyDocuments, TIndex> indexOf, bool isKept)
        where TIndex : PartIndex<T>
    {
        if (place.Store is { } store)
        {
            var documents = new StoreDocuments(store);
            var stored = indexOf(documents);
            return (new StoreGrowth<T>(store, options, stored, documents, isKept), stored);
        }

        var index = indexOf(new FolderDocuments(place.Folder!));
        return (new FolderGrowth<T>(place.Folder!, options, index, isKept), index);
    }

    /// <summary>Throws if the hierarchy does not fit into the hierarchies above it. In a store, that is checked when the first part is begun.</summary>
    /// <inheritdoc cref="Surroundings.RequireFit"/>
    internal virtual void RequireFit()
    {
    }

    /// <summary>Makes a place to write a part. The caller disposes it.</summary>
    /// <exception cref="IOException">The hierarchy or the part exists and must not be replaced, or another writer has replaced the hierarchy. Nothing was changed.</exception>
    internal abstract Task<PartDraft<T>> StageAsync(T part, CancellationToken cancellationToken);

    /// <summary>
    /// Publishes complete parts, creates missing groups above them, and rewrites the documents that list them. If it throws, nothing has changed, with one exception:
    /// the message says that a replaced part could not be deleted.
    /// </summary>
    /// <param name="parts">The parts.</param>
    /// <param name="commit">Called when the parts are published, before others can be.</param>
    /// <param name="rollback">Called when publishing failed, before others can be published.</param>
    /// <param name="cancellationToken">Cancels waiting for other writers.</param>
    internal abstract Task PublishAsync(IReadOnlyList<PartDraft<T>> parts, Action commit, Action rollback, CancellationToken cancellationToken);

    /// <summary>The groups above some paths, outermost first.</summary>
    private protected static IEnumerable<string> GroupsAbove(IEnumerable<string> paths) => paths.SelectMany(GroupDocument.Above).Distinct();
}
