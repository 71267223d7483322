using System.Net;

namespace Zarr.Stores;

/// <summary>A server did not deliver a value: it refused, failed again and again, or sent an answer that cannot be right. The message has the address without user and query.</summary>
public sealed class HttpStoreException : IOException
{
    /// <summary>An error with its message.</summary>
    public HttpStoreException(string message, HttpStatusCode? statusCode = null, Exception? inner = null)
        : base(message, inner) => StatusCode = statusCode;

    /// <summary>Status of the answer; null if there was none, or if the status was not what was wrong.</summary>
    public HttpStatusCode? StatusCode { get; }
}
