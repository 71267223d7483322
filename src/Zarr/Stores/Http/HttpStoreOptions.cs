using System.Collections.Immutable;

namespace Zarr.Stores;

/// <summary>How an <see cref="HttpStore"/> sends its requests.</summary>
public sealed record HttpStoreOptions
{
    /// <summary>The default options.</summary>
    public static HttpStoreOptions Default { get; } = new();

    /// <summary>Headers of every request, for example <c>Authorization</c>. Servers to which the store is redirected do not receive them, unless scheme, host and port are the same.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The longest wait for an answer, and for each further part of it. A server that sends less than 1 KiB per second for longer than this counts as silent. The default is one minute.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive, or more than a day.</exception>
    public TimeSpan Timeout
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(1));
            field = value;
        }
    } = TimeSpan.FromMinutes(1);

    /// <summary>How often a request is repeated that fails for a reason that may pass: a broken connection, silence, a truncated answer, or the status 408, 425, 429, 500, 502, 503 or 504. The default is 4.
    /// The waits between grow from about a quarter of a second to 8 seconds; a <c>Retry-After</c> of the server counts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 0.</exception>
    public int Retries
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 4;

    /// <summary>The longest <c>Retry-After</c> that the store waits for; a longer one is an error at once. The default is one minute.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or more than a day.</exception>
    public TimeSpan LongestRetryAfter
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(1));
            field = value;
        }
    } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Whether 403 (Forbidden) can mean that there is no such value, as it does at servers of S3 that do not let the caller list the bucket. The default is true. The store then takes 403 for "absent" only if the
    /// server also answers 403 for a key that certainly does not exist, and if a value that was read before can still be read. Set it to false where single values may be forbidden: each 403 is an error then.
    /// </summary>
    public bool ForbiddenMeansAbsent { get; init; } = true;

    /// <inheritdoc cref="IRemoteStore.RangeGap"/>
    /// <remarks>The default is 256 KiB.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Less than 0.</exception>
    public int RangeGap
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 256 << 10;

    /// <inheritdoc cref="IRemoteStore.MaxConcurrency"/>
    /// <remarks>The default is 32.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxConcurrency
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 32;

    /// <summary>Sends the requests, for example through a proxy or with a client certificate; null for connections that all stores share. It must neither decompress answers nor follow redirects by itself: the
    /// store does so, and checks them. The caller disposes it.</summary>
    public HttpMessageHandler? Handler { get; init; }
}
