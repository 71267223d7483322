using OmeZarr.Writing.Places;

namespace OmeZarr.Writing.Publication;

/// <summary>
/// A hierarchy that is being written, and becomes visible as a whole: the one contract of publication. Disposing it without publishing removes what was written. How a hierarchy appears depends on its place
/// (<see cref="FolderDraft"/>, <see cref="StoreDraft"/>, <see cref="ArchiveHierarchyDraft"/>).
/// </summary>
internal abstract class HierarchyDraft : IAsyncDisposable
{
    /// <summary>Where the hierarchy is written.</summary>
    internal abstract WriteTarget Target { get; }

    /// <summary>Checks the destination and the hierarchies above it, and makes a place to write.</summary>
    /// <param name="place">The destination.</param>
    /// <param name="kind">The kind of the hierarchy.</param>
    /// <param name="options">Options of writing.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="MisplacedDestinationException">The hierarchy does not fit into those above it.</exception>
    /// <exception cref="IOException">The destination exists and must stay, or nothing can be written there.</exception>
    internal static async Task<HierarchyDraft> BeginAsync(HierarchyPlace place, OmeDocumentKind kind, WriteOptions options, CancellationToken cancellationToken) =>
        options.Division is not null ? throw new NotSupportedException("only images, plates and collections that are written as a whole can be divided into parts")
        : place is { Archive: { } archive, Folder: null } ? await ArchiveHierarchyDraft.BeginAsync(archive, options, cancellationToken).ConfigureAwait(false)
        : place.Store is { } store ? await StoreDraft.BeginAsync(store, kind, options, cancellationToken).ConfigureAwait(false) : FolderDraft.Begin(place.Folder!, kind, options);

    /// <summary>Makes the complete hierarchy visible.</summary>
    /// <exception cref="IOException">Another hierarchy appeared meanwhile, or it cannot be published.</exception>
    internal abstract Task PublishAsync(CancellationToken cancellationToken);

    /// <summary>Never throws, so that the caller sees the original error.</summary>
    public abstract ValueTask DisposeAsync();
}
