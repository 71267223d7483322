namespace Zarr.Stores;

/// <summary>How a store behind a network is reached. Folders ignore it.</summary>
public sealed record StoreConnection
{
    /// <summary>The connection that addresses without one of their own use: no endpoint, and credentials as the client library of the store finds them.</summary>
    public static StoreConnection Default { get; } = new();

    /// <summary>Address of the server, for example <c>http://localhost:9000</c> for a MinIO server; null for the service's own.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Whether requests are sent without credentials, as public data allows.</summary>
    public bool IsAnonymous { get; init; }

    /// <summary>Name of the profile of credentials in the configuration of the client library; null for the default.</summary>
    public string? Profile { get; init; }

    /// <summary>The region of the service, for example <c>eu-central-1</c>; null for the configured one.</summary>
    public string? Region { get; init; }
}
