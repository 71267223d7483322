using System.Buffers;
using System.Runtime.CompilerServices;
using Azure.Storage.Blobs;
using Zarr.Azure.Blobs;
using Zarr.Stores;

namespace Zarr.Azure;

/// <summary>A container of Azure Blob Storage as a store: keys are names of blobs. Values have versions (entity tags), so several writers can change one document, and none loses the change of another.</summary>
/// <remarks>
/// All members may be called from several threads at once. A failure of the service is an <see cref="AzureStoreException"/>.
/// A store needs no disposal.
/// </remarks>
public sealed class AzureBlobStore : IConditionalStore, IStreamingStore, IListableStore, IRemoteStore
{
    // Longer values are uploaded as blocks, of which only a failed one is sent again.
    private const int BlocksOfOneRequest = 4;

    private readonly AzureBlobOptions options;
    private readonly BlobRequests requests;
    private readonly BlobReader reader;
    private readonly BlobWriter writer;
    private readonly BlobListing listing;

    /// <summary>A container as a store.</summary>
    /// <param name="container">The client of the container, with its credentials; it repeats failed requests as its options say. The container must exist before the first write.</param>
    /// <param name="options">How requests are sent; null for <see cref="AzureBlobOptions.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public AzureBlobStore(BlobContainerClient container, AzureBlobOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(container);
        this.options = (options ?? AzureBlobOptions.Default).Checked();
        requests = new BlobRequests(container, this.options.MaxConcurrency);
        reader = new BlobReader(requests);
        writer = new BlobWriter(requests, reader);
        listing = new BlobListing(requests);
    }

    /// <inheritdoc/>
    public int RangeGap => options.RangeGap;

    /// <inheritdoc/>
    public int MaxConcurrency => options.MaxConcurrency;

    internal Uri Address => requests.Container.Uri;

    /// <inheritdoc/>
    public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) => GetRangeAsync(key, ByteRange.FromOffset(0), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>A suffix takes two requests: Azure knows no suffix ranges, so the length is asked first. Both answers are of one version of the value.</remarks>
    public async ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
        (await reader.ReadAsync(key, range, cancellationToken).ConfigureAwait(false))?.Bytes;

    /// <inheritdoc/>
    public async ValueTask<(IMemoryOwner<byte> Bytes, string? Version)?> GetVersionedRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
        await reader.ReadAsync(key, range, cancellationToken).ConfigureAwait(false) is { } value ? (value.Bytes, value.Version.ToString()) : null;

    /// <inheritdoc/>
    public async ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) =>
        (await reader.PropertiesAsync(key, cancellationToken).ConfigureAwait(false))?.ContentLength;

    /// <inheritdoc/>
    /// <remarks>Values of more than four blocks (<see cref="AzureBlobOptions.BlockBytes"/>) are uploaded block by block.</remarks>
    public async ValueTask SetAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default)
    {
        if (value.Length <= (long)options.BlockBytes * BlocksOfOneRequest)
        {
            await writer.UploadAsync(key, value, cancellationToken).ConfigureAwait(false);
            return;
        }

        var upload = await BeginAsync(key, cancellationToken).ConfigureAwait(false);
        await using (upload.ConfigureAwait(false))
        {
            await upload.AppendAsync(value, cancellationToken).ConfigureAwait(false);
            await upload.PublishAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    /// <remarks>The blob says in its metadata (<c>zarrupload</c>) which call has uploaded it. So a call whose first answer was lost, and that is repeated, knows its own value.</remarks>
    public ValueTask<bool> TryCreateAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) => writer.CreateAsync(key, value, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>As <see cref="TryCreateAsync"/>. If the answer was lost and another writer has replaced the value at once, the result is false, although the value was there for a moment.</remarks>
    public ValueTask<bool> TryReplaceAsync(StoreKey key, ReadOnlyMemory<byte> value, string version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        return writer.ReplaceAsync(key, value, version, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>The value is uploaded in blocks while it is written. If another writer publishes a value of the same key meanwhile, Azure drops the blocks, and <see cref="IValueWriter.PublishAsync"/> throws an
    /// <see cref="AzureStoreException"/>; values of less than one block are not concerned.</remarks>
    public ValueTask<IValueWriter> BeginAsync(StoreKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<IValueWriter>(new BlockUpload(requests, writer, key, options.BlockBytes));
    }

    /// <inheritdoc/>
    /// <remarks>Snapshots of the blob are deleted, too.</remarks>
    public ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken = default) => writer.DeleteAsync(key, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>One request for each value, many at the same time.</remarks>
    public async ValueTask DeletePrefixAsync(StorePrefix prefix, CancellationToken cancellationToken = default)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.MaxConcurrency, CancellationToken = cancellationToken };
        var folders = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var page in listing.PagesAsync(prefix, cancellationToken).ConfigureAwait(false))
        {
            await Parallel.ForEachAsync(page.Values, parallel, writer.DeleteAsync).ConfigureAwait(false);
            folders.UnionWith(page.Folders.Select(folder => folder.Value));
        }

        foreach (var folder in folders.Reverse()) // only empty ones can be deleted
        {
            await writer.DeleteAsync(new StoreKey(folder), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoreKey> ListAsync(StorePrefix prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var page in listing.PagesAsync(prefix, cancellationToken).ConfigureAwait(false))
        {
            foreach (var key in page.Values)
            {
                yield return key;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ListChildrenAsync(StorePrefix prefix, CancellationToken cancellationToken = default) => listing.ChildrenAsync(prefix, cancellationToken);
}
