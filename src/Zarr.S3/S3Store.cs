using System.Buffers;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Zarr.S3.Requests;
using Zarr.S3.Uploads;
using Zarr.Stores;

namespace Zarr.S3;

/// <summary>A bucket of S3, or of a server that speaks its protocol, as a store: keys are the keys of objects, versions are entity tags.</summary>
/// <remarks>
/// <para>All members may be called at the same time. Errors are <see cref="S3StoreException"/>. Requests that fail for reasons that may pass are repeated (<see cref="S3Options.Retries"/>).</para>
/// <para>Before the first write on condition the store finds out whether the server obeys conditions, by a short value of its own beside the key. It refuses to write on condition if the server does not (<see cref="S3Problem.ConditionsIgnored"/>).</para>
/// <para>Values written piece by piece and longer than <see cref="S3Options.PartSize"/> are uploaded in parts while they are written. If the process ends before, the parts stay invisible at the server; a lifecycle rule of the bucket
/// (<c>AbortIncompleteMultipartUpload</c>) removes them.</para>
/// </remarks>
public sealed class S3Store : IConditionalStore, IStreamingStore, IListableStore, IRemoteStore
{
    private readonly S3Service service;
    private readonly ValueReader reader;
    private readonly ValueUploader uploader;
    private readonly KeyLister lister;

    /// <summary>A bucket that is reached as the options say. No request is sent.</summary>
    /// <param name="bucket">Name of the bucket, which must exist.</param>
    /// <param name="options">How it is reached; null for the service of Amazon with the credentials that the AWS SDK finds.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public S3Store(string bucket, S3Options? options = null)
        : this(new S3Service(S3Clients.Create(options ?? new S3Options()), options ?? new S3Options()), bucket)
    {
    }

    /// <summary>A bucket that is reached by a client of the AWS SDK.</summary>
    /// <param name="client">The client. The caller disposes it after the store was last used. It should not repeat requests (<c>MaxErrorRetry = 0</c>), because the store does.</param>
    /// <param name="bucket">Name of the bucket, which must exist.</param>
    /// <param name="options">Limits of time, memory and number. Members that say how the server is reached are ignored; the client knows that.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public S3Store(IAmazonS3 client, string bucket, S3Options? options = null)
        : this(new S3Service(client ?? throw new ArgumentNullException(nameof(client)), options ?? new S3Options()), bucket)
    {
    }

    internal S3Store(S3Service service, string bucket)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(bucket);
        (this.service, Bucket) = (service, bucket);
        (reader, lister) = (new ValueReader(service, bucket), new KeyLister(service, bucket));
        uploader = new ValueUploader(service, bucket, reader);
    }

    /// <summary>Name of the bucket.</summary>
    public string Bucket { get; }

    /// <inheritdoc/>
    public int RangeGap => service.Options.RangeGap;

    /// <inheritdoc/>
    public int MaxConcurrency => service.Options.MaxConcurrency;

    /// <inheritdoc/>
    public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) => GetRangeAsync(key, ByteRange.FromOffset(0), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
        (await reader.ReadAsync(key.Value, range, cancellationToken).ConfigureAwait(false))?.Bytes;

    /// <inheritdoc/>
    public async ValueTask<(IMemoryOwner<byte> Bytes, string? Version)?> GetVersionedRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
        await reader.ReadAsync(key.Value, range, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) =>
        (await reader.HeadAsync(key.Value, cancellationToken).ConfigureAwait(false))?.ContentLength;

    /// <inheritdoc/>
    public async ValueTask SetAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) =>
        await uploader.PutAsync(key.Value, value, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    /// <exception cref="S3StoreException">The request has failed, or the server ignores conditions.</exception>
    public async ValueTask<bool> TryCreateAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) =>
        await uploader.TryPutAsync(key.Value, value, null, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    /// <remarks>If the answer of the server was lost and another writer has replaced the value meanwhile, the result is false although the value was there for a moment: read the value again before another attempt.</remarks>
    /// <exception cref="S3StoreException">The request has failed, or the server ignores conditions.</exception>
    public async ValueTask<bool> TryReplaceAsync(StoreKey key, ReadOnlyMemory<byte> value, string version, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(version);
        return await uploader.TryPutAsync(key.Value, value, version, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<IValueWriter> BeginAsync(StoreKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<IValueWriter>(new S3ValueWriter(service, new S3Target(Bucket, key.Value), uploader));
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken = default) => await lister.DeleteAsync(key.Value, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask DeletePrefixAsync(StorePrefix prefix, CancellationToken cancellationToken = default) => await lister.DeleteAsync(prefix, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    /// <remarks>Objects whose keys are no keys of stores are left out, such as those that end in a slash.</remarks>
    public async IAsyncEnumerable<StoreKey> ListAsync(StorePrefix prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var page in lister.PagesAsync(prefix, null, cancellationToken).ConfigureAwait(false))
        {
            foreach (var key in page.Keys.Where(key => key.Split('/').All(part => StorePart.IsValid(part))))
            {
                yield return new StoreKey(key);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> ListChildrenAsync(StorePrefix prefix, CancellationToken cancellationToken = default)
    {
        var start = prefix.IsRoot ? 0 : prefix.Value.Length + 1;
        var names = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var page in lister.PagesAsync(prefix, "/", cancellationToken).ConfigureAwait(false))
        {
            names.UnionWith(page.Keys.Select(key => key[start..]).Concat(page.Prefixes.Select(group => group[start..^1])).Where(name => StorePart.IsValid(name)));
        }

        return [.. names];
    }
}
