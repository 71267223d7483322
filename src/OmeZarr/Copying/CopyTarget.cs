using OmeZarr.Writing.Places;
using Zarr.Stores;

namespace OmeZarr.Copying;

/// <summary>Where a copy is written, and how it appears. Disposing it without publishing removes what was written, unless the copy is to be resumed.</summary>
internal abstract class CopyTarget(string text, IWritableStore store, StorePrefix prefix) : IAsyncDisposable
{
    /// <summary>The destination, for messages.</summary>
    internal string Text => text;

    internal IWritableStore Store => store;

    /// <summary>The root of the copy in the store.</summary>
    internal StorePrefix Prefix => prefix;

    /// <summary>The archive, if the copy is one.</summary>
    internal virtual ZipWriter? Archive => null;

    /// <summary>Whether the document of the root must not exist yet.</summary>
    internal virtual bool CreatesRoot => false;

    internal static async Task<CopyTarget> OpenAsync(CopySource source, StoreLocation to, StoreCopyOptions options, CancellationToken cancellationToken)
    {
        if (options is { Overwrite: true, Resume: true })
        {
            throw new ArgumentException($"{nameof(StoreCopyOptions.Overwrite)} deletes what {nameof(StoreCopyOptions.Resume)} would continue; choose one");
        }

        RequireApart(source.Location, to);
        if (to.Archive is not null)
        {
            return await ArchiveTarget.BeginAsync(source, to, options, cancellationToken).ConfigureAwait(false);
        }

        if (to.Folder is { } folder && !options.Resume)
        {
            return FolderTarget.Begin(source, Destination.Resolve(folder), options);
        }

        return await StoreTarget.BeginAsync(source, to, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Throws if another program has taken the destination. Called before the documents of the root are written, which make the copy visible.</summary>
    /// <exception cref="IOException">It has.</exception>
    internal virtual Task RequireHeldAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Makes the complete copy visible.</summary>
    internal abstract Task PublishAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    /// <exception cref="ArgumentException">One location lies in the other.</exception>
    private static void RequireApart(StoreLocation from, StoreLocation to)
    {
        if ((from.Folder ?? from.Archive) is not { } source || (to.Folder ?? to.Archive) is not { } destination)
        {
            return;
        }

        var (one, other) = (Destination.Resolve(source), Destination.Resolve(destination));
        if (one == other || Destination.IsWithin(one, other) || Destination.IsWithin(other, one))
        {
            throw new ArgumentException($"{from} and {to} lie in each other; choose another destination");
        }
    }
}
