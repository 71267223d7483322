using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace Zarr.Stores.Http;

/// <summary>The answer to a request: its headers, and a body that is still to be read.</summary>
internal sealed class HttpReply(HttpResponseMessage response, string address, AttemptClock clock) : IDisposable
{
    // RFC 9110, section 8.8.2.2: younger than this, the date does not tell two versions apart.
    private static readonly TimeSpan ReliableAge = TimeSpan.FromSeconds(60);

    internal HttpStatusCode Status => response.StatusCode;

    /// <summary>Whether there is no such value.</summary>
    internal bool IsMissing => Status is HttpStatusCode.NotFound or HttpStatusCode.Gone;

    /// <summary>The range that a partial answer holds, and the length of the value.</summary>
    internal ContentRangeHeaderValue? Range => response.Content.Headers.ContentRange is { Unit: "bytes" } range ? range : null;

    /// <summary>Length of the value, as far as this answer tells it.</summary>
    internal long? TotalLength => IsEncoded ? null
        : Status is HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable ? Range?.Length
        : response.Content.Headers.ContentLength;

    /// <summary>Whether the body is compressed, although no compression was accepted.</summary>
    internal bool IsEncoded => response.Content.Headers.ContentEncoding.Any(encoding => !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// The version of the value: a strong entity tag, or else the date of the last change together with the length, if the value had not changed for a minute when the answer was sent.
    /// A weak tag says nothing about bytes.
    /// </summary>
    internal string? Version
    {
        get
        {
            if (response.Headers.TryGetValues("ETag", out var tags) && tags.First().Trim() is { Length: > 0 } tag && !tag.StartsWith("W/", StringComparison.OrdinalIgnoreCase))
            {
                return tag;
            }

            return response.Content.Headers.LastModified is { } changed && response.Headers.Date - changed >= ReliableAge && TotalLength is { } length ? $"{changed:O} {length}" : null;
        }
    }

    /// <summary>Reads a part of a body that holds the whole value, decompressed if need be.</summary>
    /// <param name="offset">Bytes that are skipped.</param>
    /// <param name="length">The most bytes that are read; null for all.</param>
    internal async ValueTask<PooledMemory> ReadWholeAsync(long offset, long? length)
    {
        RequireVisibleEnd();
        if (TotalLength is { } total && offset >= total)
        {
            return PooledMemory.Rent(0);
        }

        var body = await OpenAsync().ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            return await body.SkipAsync(offset).ConfigureAwait(false) ? await body.ReadAsync(length, TotalLength - offset).ConfigureAwait(false) : PooledMemory.Rent(0);
        }
    }

    /// <summary>Reads a body that holds exactly these bytes.</summary>
    internal async ValueTask<PooledMemory> ReadExactlyAsync(long length)
    {
        if (response.Content.Headers.ContentLength is { } announced && announced != length)
        {
            throw Wrong($"the length of the body, {announced}, does not fit the range {Range}");
        }

        var body = await OpenAsync().ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            var bytes = await body.ReadAsync(length, length).ConfigureAwait(false);
            if (bytes.Length == length && (response.Content.Headers.ContentLength is not null || !await body.SkipAsync(1).ConfigureAwait(false)))
            {
                return bytes;
            }

            bytes.Dispose();
            throw bytes.Length < length ? new PassingFailure("the answer ended too early") : Wrong($"the body is longer than the range {Range}");
        }
    }

    /// <summary>Counts the bytes of a body that holds the whole value.</summary>
    internal async ValueTask<long> CountAsync()
    {
        RequireVisibleEnd();
        var body = await OpenAsync().ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            return await body.CountAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The error for an answer that cannot be used.</summary>
    internal HttpStoreException Wrong(string what) => new($"{address}: the answer of the server cannot be right: {what}", Status);

    /// <summary>The error for a status that is no success.</summary>
    internal HttpStoreException Refused() => new(
        $"{address}: the server answered {StatusText.Of(Status)}{(Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? "; reading needs permission, or the permission has expired" : string.Empty)}", Status);

    public void Dispose() => response.Dispose();

    // In HTTP/1.0, a body may end with the connection. Then nobody can tell the end from an interruption.
    private void RequireVisibleEnd()
    {
        if (response.Content.Headers.ContentLength is null && response.Headers.TransferEncodingChunked is not true && response.Version < HttpVersion.Version20)
        {
            throw Wrong("it has no length, so that a broken connection could not be noticed");
        }
    }

    private async ValueTask<HttpBody> OpenAsync()
    {
        var stream = await response.Content.ReadAsStreamAsync(clock.Token).ConfigureAwait(false);
        return new HttpBody(Decoded(stream), address, clock);
    }

    private Stream Decoded(Stream body)
    {
        foreach (var encoding in response.Content.Headers.ContentEncoding.Reverse())
        {
            body = encoding.ToLowerInvariant() switch
            {
                "identity" => body,
                "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
                "deflate" => new ZLibStream(body, CompressionMode.Decompress),
                "br" => new BrotliStream(body, CompressionMode.Decompress),
                _ => throw Wrong("it is compressed in an unknown way, although the request accepted no compression"),
            };
        }

        return body;
    }
}
