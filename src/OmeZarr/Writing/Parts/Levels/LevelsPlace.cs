using OmeZarr.Planning;
using Zarr;
using Zarr.Metadata;
using Zarr.Stores;

namespace OmeZarr.Writing.Parts.Levels;

/// <summary>A hierarchy whose images get levels.</summary>
/// <param name="store">Its store.</param>
/// <param name="root">Its path in the store.</param>
internal abstract class LevelsPlace(IWritableStore store, StorePrefix root)
{
    /// <summary>The store.</summary>
    internal IWritableStore Store => store;

    /// <summary>Where a node is in the store.</summary>
    /// <param name="path">Path of the node in the hierarchy.</param>
    internal StorePrefix At(string path) => path.Length == 0 ? root : root.Append(path);

    /// <summary>The key of the document of a node.</summary>
    internal StoreKey DocumentKey(string path) => At(path).Key(GroupDocument.Name);

    /// <summary>Whether new levels lie beside those that they replace, so that these stay until the new ones are complete.</summary>
    internal virtual bool KeepsReplaced => false;

    /// <summary>Where a node is, for messages.</summary>
    internal abstract string NameOf(string path);

    /// <summary>Whether anything is at a path.</summary>
    internal abstract Task<bool> ExistsAsync(string path, CancellationToken cancellationToken);

    /// <summary>Removes what killed writers have left beside the hierarchy.</summary>
    internal abstract void ClearLeftovers();

    /// <summary>Begins the change of an image and its labels.</summary>
    /// <param name="change">What is changed.</param>
    internal abstract LevelsChange Begin(LevelsToAdd change);

    /// <summary>Path of a level in the hierarchy.</summary>
    internal static string LevelPath(string image, string level) => image.Length == 0 ? level : $"{image}/{level}";
}

/// <summary>What an image and its labels get.</summary>
/// <param name="Path">Path of the image.</param>
/// <param name="Labels">Path of its group of labels.</param>
/// <param name="LabelsList">The document of that group; null if there is none.</param>
/// <param name="All">The levels of the labels, and of the image last.</param>
internal sealed record LevelsToAdd(string Path, string Labels, byte[]? LabelsList, IReadOnlyList<AddedLevels> All)
{
    /// <summary>Those that are not there yet.</summary>
    internal IReadOnlyList<AddedLevels> Missing { get; } = [.. All.Where(levels => !levels.AreThere)];
}

/// <summary>The change of an image and its labels: arrays are created and filled, then all of them are published together. What is not published is removed when the change is disposed.</summary>
internal abstract class LevelsChange : IAsyncDisposable
{
    /// <summary>Creates the array of a level.</summary>
    internal abstract Task<IWritableArray> CreateAsync(AddedLevels levels, string level, ArrayMetadata metadata, ZarrOptions options, CancellationToken cancellationToken);

    /// <summary>Publishes the levels: the documents of the labels, and that of the image last.</summary>
    /// <exception cref="IOException">Another program has changed the image or its labels meanwhile, or something cannot be written.</exception>
    internal abstract Task PublishAsync();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
