using System.Buffers;
using Zarr.Stores.Http;

namespace Zarr.Stores;

/// <summary>
/// Values that a web server delivers, by <c>GET</c> and <c>HEAD</c>: the key <c>0/zarr.json</c> of <c>https://example.org/cells.ome.zarr</c> is <c>https://example.org/cells.ome.zarr/0/zarr.json</c>. The store is
/// read-only and cannot be listed: nodes are found by the names in the metadata.
/// </summary>
/// <remarks>
/// <para>Thread-safe. It needs no disposal: all stores share their connections.</para>
/// <para>Every answer is checked: a value is complete and of the range that was asked for, or an <see cref="HttpStoreException"/> says what is wrong. Servers that ignore ranges, or suffixes, are read in other ways, which
/// take more requests or more bytes. The statuses 404 and 410 mean that a value is absent; for 403 see <see cref="HttpStoreOptions.ForbiddenMeansAbsent"/>. Redirects are followed, but not from https to http.</para>
/// <para>The version of a value is its entity tag, unless the tag is weak, or else the date of its last change with its length, if the value had not been changed within a minute before.</para>
/// </remarks>
public sealed class HttpStore : IVersionedStore, IRemoteStore
{
    private readonly HttpAddress address;
    private readonly HttpValues values;

    /// <summary>A store at an address. No request is sent.</summary>
    /// <param name="address">Begins with <c>http://</c> or <c>https://</c>; a slash at its end does not matter. Its query, for example of a signed address, is part of every request, and its user and password
    /// are sent as <c>Authorization</c>; messages contain neither.</param>
    /// <param name="options">How requests are sent; null for <see cref="HttpStoreOptions.Default"/>.</param>
    /// <exception cref="ArgumentException">The address is not absolute, or has another scheme.</exception>
    public HttpStore(Uri address, HttpStoreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        options ??= HttpStoreOptions.Default;
        this.address = new HttpAddress(address);
        values = new HttpValues(this.address, options);
        (RangeGap, MaxConcurrency) = (options.RangeGap, options.MaxConcurrency);
    }

    /// <inheritdoc/>
    public int RangeGap { get; }

    /// <inheritdoc/>
    public int MaxConcurrency { get; }

    /// <inheritdoc/>
    /// <exception cref="HttpStoreException">The server did not deliver the value.</exception>
    public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) => GetRangeAsync(key, ByteRange.FromOffset(0), cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="HttpStoreException">The server did not deliver the value.</exception>
    public async ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
        (await values.ReadAsync(key, range, cancellationToken).ConfigureAwait(false))?.Bytes;

    /// <inheritdoc/>
    /// <exception cref="HttpStoreException">The server did not deliver the value.</exception>
    public async ValueTask<(IMemoryOwner<byte> Bytes, string? Version)?> GetVersionedRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
        await values.ReadAsync(key, range, cancellationToken).ConfigureAwait(false) is { } answer ? (answer.Bytes!, answer.Version) : null;

    /// <inheritdoc/>
    /// <exception cref="HttpStoreException">The server did not deliver the length.</exception>
    public async ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) =>
        (await values.MeasureAsync(key, cancellationToken).ConfigureAwait(false))?.Length;

    /// <summary>The address without user and query. If the server has answered nothing but 403 so far, this is added, because a missing node may then be a forbidden one.</summary>
    public override string ToString() => values.IsForbidden ? $"{address} (the server answers 403 for everything: the address is wrong, or reading needs permission)" : address.ToString();
}
