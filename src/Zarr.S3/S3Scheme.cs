using System.Collections.Concurrent;
using Zarr.S3.Requests;
using Zarr.Stores;

namespace Zarr.S3;

/// <summary>Opens addresses such as <c>s3://bucket/cells.ome.zarr</c>. Keys are taken as they are: a percent sign is a percent sign.</summary>
internal sealed class S3Scheme(S3Options defaults) : IStoreScheme
{
    private const string Example = "an example is s3://bucket/cells.ome.zarr";

    // One service for all buckets that are reached in the same way: it shares connections and the limit of requests.
    private readonly ConcurrentDictionary<StoreConnection, Lazy<S3Service>> services = new();

    public string Name => "s3";

    public (IStore Store, StorePrefix Path) Open(string address, StoreConnection connection)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(connection);
        var (bucket, path) = Parse(address);
        var service = services.GetOrAdd(connection, key => new Lazy<S3Service>(() => ServiceOf(key))).Value;
        return (new S3Store(service, bucket), path);
    }

    private static (string Bucket, StorePrefix Path) Parse(string address)
    {
        var rest = address[(address.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var slash = rest.IndexOf('/');
        var bucket = slash < 0 ? rest : rest[..slash];
        if (bucket.Length < 3 || !bucket.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_'))
        {
            throw new ArgumentException($"{address}: \"{bucket}\" is no name of a bucket; {Example}", nameof(address));
        }

        try
        {
            return (bucket, new StorePrefix(slash < 0 ? string.Empty : rest[(slash + 1)..].TrimEnd('/')));
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException($"{address}: {error.Message}; {Example}", nameof(address), error);
        }
    }

    private S3Service ServiceOf(StoreConnection connection)
    {
        var options = defaults with
        {
            Endpoint = connection.Endpoint ?? defaults.Endpoint,
            Region = connection.Region ?? defaults.Region,
            Profile = connection.Profile ?? defaults.Profile,
            IsAnonymous = connection.IsAnonymous || defaults.IsAnonymous,
        };
        return new S3Service(S3Clients.Create(options), options);
    }
}
