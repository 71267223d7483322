using Zarr.Stores;

namespace OmeZarr.Writing.Places;

/// <summary>The place of a hierarchy: a folder, an archive, or a path in a store.</summary>
internal sealed class HierarchyPlace
{
    private HierarchyPlace(StoreLocation location, string? folder, StorePlace? store) => (Location, Folder, Store) = (location, folder, store);

    /// <summary>The location as the caller gave it.</summary>
    internal StoreLocation Location { get; }

    /// <summary>The absolute path of the folder, links resolved; null in a store, and for an archive that is written at once. A hierarchy that grows is built in a folder beside its archive.</summary>
    internal string? Folder { get; }

    /// <summary>The place in a store; null for a folder.</summary>
    internal StorePlace? Store { get; }

    /// <summary>The absolute path of the archive, links resolved; null for other places.</summary>
    internal string? Archive { get; private init; }

    /// <summary>The absolute path of the folder or archive, or the text of the location.</summary>
    internal string Text => Archive ?? Folder ?? Location.ToString();

    /// <summary>The place of a hierarchy that is written as a whole.</summary>
    /// <inheritdoc cref="Of"/>
    /// <exception cref="MisplacedDestinationException">The location is an archive in a hierarchy.</exception>
    internal static HierarchyPlace OfWhole(StoreLocation location, WriteOptions options)
    {
        if (location.Archive is null)
        {
            return Of(location, options);
        }

        var path = ArchivePlace.Require(location);
        return options.Backend.WritesStores ? new HierarchyPlace(location, null, null) { Archive = path } : throw FoldersOnly(location, options);
    }

    /// <summary>The place of a hierarchy that is filled, or gets parts, after it was begun. That of an archive is a folder beside it, which need not exist.</summary>
    /// <inheritdoc cref="OfWhole"/>
    internal static HierarchyPlace OfGrowing(StoreLocation location, WriteOptions options)
    {
        ArgumentNullException.ThrowIfNull(location);
        if (location.Archive is null)
        {
            return Of(location, options);
        }

        var path = ArchivePlace.Require(location);
        return new HierarchyPlace(location, System.IO.Path.Join(System.IO.Path.GetDirectoryName(path), StagingName.New(System.IO.Path.GetFileName(path)), StagingName.Content), null) { Archive = path };
    }

    /// <summary>The place that a location names.</summary>
    /// <exception cref="IOException">The path is the root of a file system, or its links lead in a circle.</exception>
    /// <exception cref="NotSupportedException">The store cannot be written or cannot list its keys, or the array writer of the options knows only folders.</exception>
    internal static HierarchyPlace Of(StoreLocation location, WriteOptions options)
    {
        ArgumentNullException.ThrowIfNull(location);
        if (location.Folder is { } folder)
        {
            return new HierarchyPlace(location, Destination.Resolve(folder), null);
        }

        if (location.Archive is not null)
        {
            throw ArchivePlace.CannotGrow(location.ToString());
        }

        return options.Backend.WritesStores ? new HierarchyPlace(location, null, StorePlace.Of(location)) : throw FoldersOnly(location, options);
    }

    /// <summary>The location of a node of the hierarchy.</summary>
    internal StoreLocation At(string path) => Store?.Below(path).Location ?? System.IO.Path.Join(Folder, path);

    /// <summary>An array of the hierarchy.</summary>
    /// <param name="array">The planned array.</param>
    /// <param name="path">Its path in the hierarchy.</param>
    internal ArrayRequest At(ArrayRequest array, string path) => Store?.Below(path) is { } place
        ? array with { Path = place.Text, Location = place.Location }
        : array with { Path = System.IO.Path.Join(Folder, path) };

    private static NotSupportedException FoldersOnly(StoreLocation location, WriteOptions options) => new(
        $"{FindingText.Sanitize(location.ToString())} cannot be written by {options.Backend.GetType().Name}, which writes arrays to folders only; choose a folder, or {nameof(IArrayBackend)}.{nameof(IArrayBackend.BuiltIn)}");
}
