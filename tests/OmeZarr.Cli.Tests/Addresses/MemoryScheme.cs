using System.Collections.Concurrent;
using TestKit;
using Xunit;
using Zarr.Stores;

namespace OmeZarr.Cli.Tests.Addresses;

/// <summary>Addresses of stores in memory: <c>memory://NAME/PATH</c>. Each name is a store of its own. The endpoint says what is wrong with the server.</summary>
internal sealed class MemoryScheme : IStoreScheme
{
    private static readonly ConcurrentDictionary<string, MemoryStore> Stores = new();

    public string Name => "memory";

    /// <summary>The connections that were asked for, by address.</summary>
    internal static ConcurrentDictionary<string, StoreConnection> Connections { get; } = new();

    /// <summary>The store of a name.</summary>
    internal static MemoryStore StoreOf(string name) => Stores.GetOrAdd(name, _ => new MemoryStore());

    internal static void Register() => StoreLocation.Register(new MemoryScheme());

    /// <summary>Puts the files of a folder below an address.</summary>
    internal static async Task PutAsync(string folder, string address)
    {
        var (store, path) = StoreLocation.Parse(address).Open();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var key = path.Key(Path.GetRelativePath(folder, file).Replace('\\', '/'));
            await ((MemoryStore)store).SetAsync(key, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        }
    }

    public (IStore Store, StorePrefix Path) Open(string address, StoreConnection connection)
    {
        Connections[address] = connection;
        var parts = address["memory://".Length..].TrimEnd('/').Split('/', 2);
        var store = StoreOf(parts[0]);
        return (connection.Endpoint?.Host switch
        {
            "refuses" => new FaultyRequests(store, (_, key) => new IOException($"403 Forbidden: {key}; the credentials do not allow it")),
            "is-read-only" => new ReadOnlyStore(store),
            _ => store,
        }, parts.Length == 1 ? StorePrefix.Root : new StorePrefix(parts[1]));
    }
}
