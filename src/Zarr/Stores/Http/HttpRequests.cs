using System.Net;
using System.Net.Http.Headers;

namespace Zarr.Stores.Http;

/// <summary>Sends requests of one store, and follows redirects.</summary>
internal sealed class HttpRequests(HttpAddress address, HttpStoreOptions options)
{
    private const int MostRedirects = 8;
    private const int LongestShown = 300;

    private static readonly HttpMessageInvoker Shared = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(30),
        EnableMultipleHttp2Connections = true,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // so that changes of names are noticed
        UseCookies = false,
    });

    private static readonly string UserAgent = $"OmeZarr.NET/{typeof(HttpRequests).Assembly.GetName().Version?.ToString(3)}";

    private readonly HttpMessageInvoker invoker = options.Handler is { } handler ? new HttpMessageInvoker(handler, disposeHandler: false) : Shared;

    /// <summary>Sends a request.</summary>
    /// <returns>The answer, when its headers are there; null for a redirect that only adds a slash, by which servers say that a folder, and no value, is at the address.</returns>
    /// <exception cref="PassingFailure">The status tells that the failure may pass.</exception>
    /// <exception cref="HttpStoreException">A redirect leads in a circle, or where it must not lead.</exception>
    internal async ValueTask<HttpReply?> SendAsync(HttpMethod method, StoreKey key, RangeHeaderValue? range, AttemptClock clock)
    {
        var target = address.Of(key);
        for (var redirects = 0; ; redirects++)
        {
            using var request = Request(method, target, range);
            var response = await invoker.SendAsync(request, clock.Token).ConfigureAwait(false);
            if (!IsRedirect(response))
            {
                return PassingFailure.Is(response.StatusCode) ? throw Failure(response) : new HttpReply(response, address.Shown(key), clock);
            }

            using (response)
            {
                if (IsFolder(response, target))
                {
                    return null;
                }

                target = redirects < MostRedirects ? TargetOf(response, target, key) : throw new HttpStoreException($"{address.Shown(key)}: redirected more than {MostRedirects} times", response.StatusCode);
            }
        }
    }

    private static PassingFailure Failure(HttpResponseMessage response)
    {
        using (response)
        {
            return PassingFailure.Of(response);
        }
    }

    private static bool IsRedirect(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static bool IsFolder(HttpResponseMessage response, Uri from) =>
        response.Headers.Location is { } location && (location.IsAbsoluteUri ? location : new Uri(from, location)).AbsolutePath == $"{from.AbsolutePath}/";

    private Uri TargetOf(HttpResponseMessage response, Uri from, StoreKey key)
    {
        if (response.Headers.Location is not { } location)
        {
            throw new HttpStoreException($"{address.Shown(key)}: redirected ({(int)response.StatusCode}) without saying where to", response.StatusCode);
        }

        var target = location.IsAbsoluteUri ? location : new Uri(from, location);
        var isAllowed = HttpAddress.IsHttp(target) && target.UserInfo.Length == 0 && (from.Scheme != Uri.UriSchemeHttps || target.Scheme == Uri.UriSchemeHttps);
        return isAllowed ? target : throw new HttpStoreException(
            $"{address.Shown(key)}: redirected to {Cut(HttpAddress.Shown(target))}, which is not followed: a redirect may lead to http or https only, not from https to http, and not name a user", response.StatusCode);
    }

    private static string Cut(string text) => text.Length <= LongestShown ? text : $"{text.AsSpan(0, LongestShown)}…";

    private HttpRequestMessage Request(HttpMethod method, Uri target, RangeHeaderValue? range)
    {
        var request = new HttpRequestMessage(method, target) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        request.Headers.Range = range;
        if (address.IsSameOrigin(target))
        {
            request.Headers.Authorization = address.Authorization;
            foreach (var (name, value) in options.Headers)
            {
                request.Headers.Remove(name);
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }
}
