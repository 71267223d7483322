namespace Zarr.S3;

/// <summary>An object store could not answer, or has refused a request. Whether a write that failed in this way has happened is unknown for <see cref="S3Problem.Unreachable"/>, <see cref="S3Problem.Timeout"/> and <see cref="S3Problem.ServerError"/>.</summary>
public sealed class S3StoreException : IOException
{
    internal S3StoreException(S3Problem problem, S3Target target, string message, Exception? inner = null)
        : base($"{target}: {message}", inner) => (Problem, Bucket, Key) = (problem, target.Bucket, target.Key);

    /// <summary>The kind of problem.</summary>
    public S3Problem Problem { get; }

    /// <summary>Name of the bucket.</summary>
    public string Bucket { get; }

    /// <summary>The key, or the beginning of the keys; empty for the bucket itself.</summary>
    public string Key { get; }

    /// <summary>Status code of the answer, for example 403; null if there was no answer.</summary>
    public int? Status { get; internal init; }

    /// <summary>The error code of the protocol, for example <c>AccessDenied</c>; null if the server gave none.</summary>
    public string? Code { get; internal init; }
}
