namespace Zarr.Stores.Http;

/// <summary>What an answer means.</summary>
internal enum HttpAnswerKind
{
    /// <summary>The bytes, or the length, that were asked for.</summary>
    Found,

    /// <summary>There is no such value.</summary>
    Missing,

    /// <summary>The server answered 403.</summary>
    Forbidden,

    /// <summary>The server answered 416: the range begins beyond the end of the value, or the server does not like it.</summary>
    Unsatisfiable,

    /// <summary>The server cannot answer this kind of request; another kind may help.</summary>
    Unusable,
}

/// <summary>An answer that has been read.</summary>
/// <param name="Kind">What it means.</param>
/// <param name="Bytes">The bytes, if bytes were asked for and found.</param>
/// <param name="Version">Version of the value; null if the server does not tell it.</param>
/// <param name="Length">Length of the whole value; null if the answer does not tell it.</param>
internal sealed record HttpAnswer(HttpAnswerKind Kind, PooledMemory? Bytes = null, string? Version = null, long? Length = null)
{
    /// <summary>An answer without bytes to a request that failed, by its status.</summary>
    /// <exception cref="HttpStoreException">The server refused.</exception>
    internal static HttpAnswer Without(HttpReply reply) => reply switch
    {
        { IsMissing: true } => new HttpAnswer(HttpAnswerKind.Missing),
        { Status: System.Net.HttpStatusCode.Forbidden } => new HttpAnswer(HttpAnswerKind.Forbidden),
        { Status: System.Net.HttpStatusCode.RequestedRangeNotSatisfiable } => new HttpAnswer(HttpAnswerKind.Unsatisfiable, null, reply.Version, reply.TotalLength),
        _ => throw reply.Refused(),
    };

    /// <summary>No bytes of a value that exists.</summary>
    internal static HttpAnswer Empty(string? version, long? length) => new(HttpAnswerKind.Found, PooledMemory.Rent(0), version, length);

    /// <summary>Bytes of a value.</summary>
    internal static HttpAnswer Of(HttpReply reply, PooledMemory bytes) => new(HttpAnswerKind.Found, bytes, reply.Version, reply.TotalLength);
}
