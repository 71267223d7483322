using System.Net;

namespace Zarr.Stores.Http;

/// <summary>A failure that may be over when the request is repeated.</summary>
/// <param name="reason">What happened, for the message if it stays.</param>
/// <param name="statusCode">The status; null if there was none.</param>
/// <param name="wait">How long the server asks to wait; null if it does not say.</param>
/// <param name="inner">The cause.</param>
internal sealed class PassingFailure(string reason, HttpStatusCode? statusCode = null, TimeSpan? wait = null, Exception? inner = null) : Exception(reason, inner)
{
    internal HttpStatusCode? StatusCode => statusCode;

    internal TimeSpan? Wait => wait;

    /// <summary>Whether a status tells of a failure that may pass.</summary>
    internal static bool Is(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or (HttpStatusCode)425 or HttpStatusCode.TooManyRequests
        or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <summary>The failure that an answer with such a status is.</summary>
    internal static PassingFailure Of(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - DateTimeOffset.UtcNow,
            _ => (TimeSpan?)null,
        };
        return new PassingFailure($"the server answered {StatusText.Of(response.StatusCode)}", response.StatusCode, wait < TimeSpan.Zero ? TimeSpan.Zero : wait);
    }
}
