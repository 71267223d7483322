using Zarr.Stores.Files;

namespace OmeZarr.Writing.Parts;

/// <summary>Detects that another writer has replaced or deleted the hierarchy of a builder.</summary>
/// <param name="root">Its path.</param>
internal sealed class HierarchyIdentity(string root)
{
    private FileIdentity? noted;

    /// <summary>Whether the builder has created or opened the hierarchy.</summary>
    internal bool IsKnown { get; private set; }

    /// <summary>Takes the identity of the hierarchy at the path.</summary>
    internal void Note(string path) => Note(FileIdentity.OfPath(path));

    /// <summary>Takes an identity.</summary>
    /// <param name="identity">Null where the platform has none.</param>
    internal void Note(FileIdentity? identity) => (noted, IsKnown) = (identity, true);

    /// <exception cref="IOException">The hierarchy was replaced or deleted.</exception>
    internal void Require()
    {
        if (!Directory.Exists(root))
        {
            throw Gone(null);
        }

        if (FileIdentity.OfPath(root) != noted)
        {
            throw new IOException($"another program has replaced {root} since this builder began; what the builder wrote before is gone, and nothing was changed now. Open what is there with a new builder.");
        }
    }

    /// <summary>Locks the hierarchy.</summary>
    /// <inheritdoc cref="Require"/>
    internal async Task<FolderLock> LockAsync(CancellationToken cancellationToken)
    {
        Require();
        var folderLock = await AcquireAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Require(); // another writer may have replaced the hierarchy meanwhile
            return folderLock;
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    private async Task<FolderLock> AcquireAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await FolderLock.AcquireAsync(root, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e) when (!Directory.Exists(root))
        {
            throw Gone(e);
        }
    }

    private IOException Gone(Exception? reason) =>
        new($"another program has deleted or moved {root} since this builder began; nothing was written to it. Begin again with a new builder.", reason);
}
