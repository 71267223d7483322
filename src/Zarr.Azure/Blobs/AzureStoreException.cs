namespace Zarr.Azure;

/// <summary>Azure could not answer, or has refused a request. The message names the blob, the container and the host, and says what to do; it has no key and no SAS token.</summary>
/// <remarks>Whether a write that failed has happened is unknown if <see cref="Status"/> is null or 500 and more.</remarks>
public sealed class AzureStoreException : IOException
{
    internal AzureStoreException(string message, string container, Exception? inner)
        : base(message, inner) => Container = container;

    /// <summary>Name of the container.</summary>
    public string Container { get; }

    /// <summary>Status code of the answer, for example 403; null if there was no answer.</summary>
    public int? Status { get; internal init; }

    /// <summary>The error code of Azure, for example <c>AuthorizationPermissionMismatch</c>; null if there was no answer, or one without a code.</summary>
    public string? Code { get; internal init; }
}
