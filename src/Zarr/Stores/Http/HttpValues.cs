using System.Net;
using System.Net.Http.Headers;

namespace Zarr.Stores.Http;

/// <summary>Reads values, their parts and their lengths, in the ways that the server allows.</summary>
internal sealed class HttpValues
{
    // A server that ignores a suffix sends the whole value. Up to this number of unwanted bytes that is cheaper than two further requests.
    private const long MostSkippedBeforeEnd = 1 << 20;

    // Whole values are asked for without a range, which every server and cache understands.
    private const long LongestRangeFromStart = 1 << 20;

    // Longer than any value; some servers do not understand larger numbers.
    private const long LongestRange = 1L << 40;
    private const int MostChanges = 5;

    private readonly HttpAddress address;
    private readonly HttpRequests requests;
    private readonly HttpAttempts attempts;
    private readonly ForbiddenKeys forbidden;

    // What this server does not understand, so that it is not asked again.
    private volatile bool ignoresSuffixes;
    private volatile bool refusesHead;

    internal HttpValues(HttpAddress address, HttpStoreOptions options)
    {
        (this.address, requests, attempts) = (address, new HttpRequests(address, options), new HttpAttempts(options));
        forbidden = new ForbiddenKeys(options.ForbiddenMeansAbsent, StatusAsync);
    }

    /// <summary>Whether the server has answered nothing but 403 so far.</summary>
    internal bool IsForbidden => forbidden.IsEverything;

    /// <summary>A range of a value; null if the value is missing.</summary>
    internal ValueTask<HttpAnswer?> ReadAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken) => range switch
    {
        { Length: 0 } => ReadNothingAsync(key, cancellationToken),
        { Offset: { } offset, Length: { } length } => ReadFromAsync(key, offset, length > LongestRange ? null : length, cancellationToken),
        { Offset: { } offset } => ReadFromAsync(key, offset, null, cancellationToken),
        { Length: > LongestRange or null } => ReadFromAsync(key, 0, null, cancellationToken),
        { Length: { } length } => ReadEndAsync(key, length, cancellationToken),
    };

    /// <summary>The length of a value; null if the value is missing.</summary>
    internal async ValueTask<HttpAnswer?> MeasureAsync(StoreKey key, CancellationToken cancellationToken)
    {
        var asksHead = !refusesHead;
        if (asksHead)
        {
            var head = await AskAsync(HttpMethod.Head, key, null, static async reply => HeadLength(reply), cancellationToken).ConfigureAwait(false);
            if (head.Kind != HttpAnswerKind.Unusable)
            {
                return OrNull(head);
            }
        }

        var answer = await AskAsync(HttpMethod.Get, key, new RangeHeaderValue(0, 0), LengthAsync, cancellationToken).ConfigureAwait(false);
        refusesHead |= asksHead && answer.Kind == HttpAnswerKind.Found;
        return answer.Kind == HttpAnswerKind.Unusable
            ? OrNull(await AskAsync(HttpMethod.Get, key, null, CountAsync, cancellationToken).ConfigureAwait(false))
            : OrNull(answer);
    }

    private async ValueTask<HttpAnswer?> ReadNothingAsync(StoreKey key, CancellationToken cancellationToken) =>
        await MeasureAsync(key, cancellationToken).ConfigureAwait(false) is { } measured ? HttpAnswer.Empty(measured.Version, measured.Length) : null;

    private async ValueTask<HttpAnswer?> ReadFromAsync(StoreKey key, long offset, long? length, CancellationToken cancellationToken)
    {
        var header = offset > 0 || length <= LongestRangeFromStart ? new RangeHeaderValue(offset, length is { } count ? offset + count - 1 : null) : null;
        var answer = await AskAsync(HttpMethod.Get, key, header, reply => PartAsync(reply, offset, length, header is not null), cancellationToken).ConfigureAwait(false);
        if (answer.Kind == HttpAnswerKind.Unsatisfiable)
        {
            return await BeyondEndAsync(key, offset, answer, cancellationToken).ConfigureAwait(false);
        }

        return answer.Kind == HttpAnswerKind.Unusable
            ? OrNull(await AskAsync(HttpMethod.Get, key, null, reply => PartAsync(reply, offset, length, isRange: false), cancellationToken).ConfigureAwait(false))
            : OrNull(answer);
    }

    private async ValueTask<HttpAnswer?> BeyondEndAsync(StoreKey key, long offset, HttpAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.Length is null)
        {
            if (await MeasureAsync(key, cancellationToken).ConfigureAwait(false) is not { } measured)
            {
                return null;
            }

            answer = measured;
        }

        return offset >= answer.Length
            ? HttpAnswer.Empty(answer.Version, answer.Length)
            : throw new HttpStoreException($"{address.Shown(key)}: the server answered {StatusText.Of(HttpStatusCode.RequestedRangeNotSatisfiable)} for a range that begins at {offset}, but says that there are {answer.Length} bytes");
    }

    private async ValueTask<HttpAnswer?> ReadEndAsync(StoreKey key, long length, CancellationToken cancellationToken)
    {
        if (!ignoresSuffixes)
        {
            var answer = await AskAsync(HttpMethod.Get, key, new RangeHeaderValue(null, length), reply => EndAsync(reply, length), cancellationToken).ConfigureAwait(false);
            switch (answer.Kind)
            {
                case HttpAnswerKind.Unusable:
                    ignoresSuffixes = true;
                    break;
                case HttpAnswerKind.Unsatisfiable when answer.Length == 0:
                    return HttpAnswer.Empty(answer.Version, 0);
                case not HttpAnswerKind.Unsatisfiable: // some servers answer so if the value is shorter
                    return OrNull(answer);
            }
        }

        for (var changes = 0; changes < MostChanges; changes++)
        {
            if (await MeasureAsync(key, cancellationToken).ConfigureAwait(false) is not { Length: { } total } measured)
            {
                return null;
            }

            if (total == 0)
            {
                return HttpAnswer.Empty(measured.Version, 0);
            }

            var wanted = Math.Min(length, total);
            if (await ReadFromAsync(key, total - wanted, wanted, cancellationToken).ConfigureAwait(false) is not { } end)
            {
                return null;
            }

            if (end.Bytes!.Length == wanted && (end.Length ?? total) == total && (measured.Version ?? end.Version) == (end.Version ?? measured.Version))
            {
                return end;
            }

            end.Bytes.Dispose();
        }

        throw new HttpStoreException($"{address.Shown(key)}: the value changes again and again while its end is read");
    }

    private static HttpAnswer HeadLength(HttpReply reply) => reply switch
    {
        { Status: HttpStatusCode.OK, TotalLength: { } length } => new HttpAnswer(HttpAnswerKind.Found, null, reply.Version, length),
        { IsMissing: true } => new HttpAnswer(HttpAnswerKind.Missing),
        _ => new HttpAnswer(HttpAnswerKind.Unusable), // not allowed, or signed for GET only
    };

    private static async ValueTask<HttpAnswer> LengthAsync(HttpReply reply)
    {
        switch (reply.Status)
        {
            case HttpStatusCode.PartialContent or HttpStatusCode.OK:
                return reply.TotalLength is { } length ? new HttpAnswer(HttpAnswerKind.Found, null, reply.Version, length) : new HttpAnswer(HttpAnswerKind.Unusable);
            case HttpStatusCode.RequestedRangeNotSatisfiable:
                return new HttpAnswer(HttpAnswerKind.Found, null, reply.Version, reply.TotalLength ?? 0); // there is no first byte
            default:
                return HttpAnswer.Without(reply);
        }
    }

    private static async ValueTask<HttpAnswer> CountAsync(HttpReply reply) => reply.Status == HttpStatusCode.OK
        ? new HttpAnswer(HttpAnswerKind.Found, null, reply.Version, await reply.CountAsync().ConfigureAwait(false))
        : HttpAnswer.Without(reply);

    private static async ValueTask<HttpAnswer> PartAsync(HttpReply reply, long offset, long? length, bool isRange)
    {
        if (reply.Status == HttpStatusCode.OK)
        {
            return HttpAnswer.Of(reply, await reply.ReadWholeAsync(offset, length).ConfigureAwait(false));
        }

        if (reply.Status != HttpStatusCode.PartialContent || !isRange)
        {
            return reply.Status == HttpStatusCode.PartialContent ? throw reply.Wrong("it is a part, but the whole value was asked for") : HttpAnswer.Without(reply);
        }

        if (reply.IsEncoded)
        {
            // A range of compressed bytes is of no use. From the start, the whole value can be read instead.
            return offset == 0 ? new HttpAnswer(HttpAnswerKind.Unusable) : throw reply.Wrong("it is a range of compressed bytes, although the request accepted no compression");
        }

        return HttpAnswer.Of(reply, await reply.ReadExactlyAsync(RequireRange(reply, offset, length)).ConfigureAwait(false));
    }

    /// <summary>The number of bytes in a partial answer that is the requested part.</summary>
    private static long RequireRange(HttpReply reply, long offset, long? length)
    {
        if (reply.Range is not { From: { } from, To: { } to })
        {
            throw reply.Wrong("it is a part of the value and does not say which");
        }

        var last = length is { } count ? offset + count - 1 : long.MaxValue;
        return from == offset && to <= last && (to == last || to == reply.TotalLength - 1)
            ? to - from + 1
            : throw reply.Wrong($"it holds {reply.Range}, not the {(length is null ? "bytes" : $"{length} bytes")} from {offset} on");
    }

    private static async ValueTask<HttpAnswer> EndAsync(HttpReply reply, long length)
    {
        switch (reply)
        {
            case { Status: HttpStatusCode.OK, TotalLength: { } total } when total - length <= MostSkippedBeforeEnd:
                return HttpAnswer.Of(reply, await reply.ReadWholeAsync(Math.Max(0, total - length), null).ConfigureAwait(false));
            case { Status: HttpStatusCode.PartialContent, IsEncoded: false, Range: { From: { } from, To: { } to, Length: { } total } } when to == total - 1 && to - from + 1 == Math.Min(length, total):
                return HttpAnswer.Of(reply, await reply.ReadExactlyAsync(to - from + 1).ConfigureAwait(false));
            case { Status: HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.BadRequest or HttpStatusCode.NotImplemented }:
                return new HttpAnswer(HttpAnswerKind.Unusable);
            default:
                return HttpAnswer.Without(reply);
        }
    }

    private static HttpAnswer? OrNull(HttpAnswer answer) => answer.Kind == HttpAnswerKind.Missing ? null : answer;

    private async ValueTask<HttpAnswer> AskAsync(HttpMethod method, StoreKey key, RangeHeaderValue? range, Func<HttpReply, ValueTask<HttpAnswer>> read, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(method, key, range, read, cancellationToken).ConfigureAwait(false);
        if (answer.Kind != HttpAnswerKind.Forbidden)
        {
            forbidden.Note(key, answer.Kind);
            return answer;
        }

        return await forbidden.MeansAbsentAsync(key, cancellationToken).ConfigureAwait(false) ? new HttpAnswer(HttpAnswerKind.Missing) : throw new HttpStoreException(
            $"{address.Shown(key)}: the server answered {StatusText.Of(HttpStatusCode.Forbidden)}; reading needs permission, or the permission has expired", HttpStatusCode.Forbidden);
    }

    private ValueTask<HttpAnswer> SendAsync(HttpMethod method, StoreKey key, RangeHeaderValue? range, Func<HttpReply, ValueTask<HttpAnswer>> read, CancellationToken cancellationToken) => attempts.RunAsync(
        address.Shown(key),
        async clock =>
        {
            using var reply = await requests.SendAsync(method, key, range, clock).ConfigureAwait(false);
            return reply is null ? new HttpAnswer(HttpAnswerKind.Missing) : await read(reply).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>What the server answers for a key now.</summary>
    private async ValueTask<HttpAnswerKind> StatusAsync(StoreKey key, CancellationToken cancellationToken) => (await SendAsync(
        HttpMethod.Get,
        key,
        new RangeHeaderValue(0, 0),
        static async reply => reply.Status is HttpStatusCode.OK or HttpStatusCode.PartialContent ? new HttpAnswer(HttpAnswerKind.Found) : HttpAnswer.Without(reply),
        cancellationToken).ConfigureAwait(false)).Kind;
}
