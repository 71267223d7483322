using System.Diagnostics.CodeAnalysis;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Zarr.Stores;

namespace Zarr.Azure.Blobs;

/// <summary>Sends requests to one container: not too many at the same time, and with errors that say what to do.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore holds nothing as long as nobody asks for its wait handle.")]
internal sealed class BlobRequests(BlobContainerClient container, int maxConcurrency)
{
    private readonly SemaphoreSlim turns = new(maxConcurrency);

    internal BlobContainerClient Container => container;

    internal BlockBlobClient Blob(StoreKey key) => container.GetBlockBlobClient(key.Value);

    /// <summary>Sends one request, and reads its answer to the end.</summary>
    /// <param name="what">What is done to what, for messages, for example <c>read a/zarr.json</c>.</param>
    /// <param name="request">The request. It handles the answers of the service that are no failures.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="AzureStoreException">The service refuses the request or cannot be reached.</exception>
    internal async ValueTask<T> SendAsync<T>(string what, Func<Task<T>> request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await request().ConfigureAwait(false);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && BlobErrors.IsOfService(error))
        {
            throw BlobErrors.Explain(error, what, container);
        }
        finally
        {
            turns.Release();
        }
    }
}
