using System.Collections.Concurrent;
using Zarr.Stores.Files;

namespace Zarr.Stores;

/// <summary>Where a hierarchy or array is: a folder, an address such as <c>s3://bucket/cells.ome.zarr</c>, or a path in a store. Everything that reads or writes takes one, or a text that is understood as one.</summary>
/// <remarks>An immutable value. Nothing is opened, and no request is sent, before <see cref="Open"/>.</remarks>
public sealed class StoreLocation
{
    private static readonly ConcurrentDictionary<string, IStoreScheme> Schemes = new(
        [new("http", new HttpScheme("http")), new("https", new HttpScheme("https"))], StringComparer.OrdinalIgnoreCase);

    private readonly Func<(IStore Store, StorePrefix Path)> open;
    private readonly string text;

    private StoreLocation(string text, string? folder, Func<(IStore Store, StorePrefix Path)> open) => (this.text, Folder, this.open) = (text, folder, open);

    /// <summary>The path of a folder of the file system, as it was given; null for all other locations.</summary>
    public string? Folder { get; }

    /// <summary>The path of the archive in the file system that the location is, or is in; null for all other locations.</summary>
    public string? Archive { get; private init; }

    /// <summary>Understands a path, or an address whose scheme is registered. A name that ends in <c>.ozx</c> or <c>.zip</c> is an archive, unless a folder has this name, and what follows it is a path in the archive.</summary>
    /// <param name="text">A path such as <c>./cells.ome.zarr</c> or <c>C:\data\cells.ome.zarr</c>, a <c>file://</c> URL, an address such as <c>https://example.org/cells.ome.zarr</c> (see <see cref="HttpStore"/>), or one of a registered
    /// scheme, such as <c>s3://bucket/cells.ome.zarr</c>.</param>
    /// <param name="connection">How an address is reached; null for <see cref="StoreConnection.Default"/>.</param>
    /// <exception cref="ArgumentException">The text is empty or no valid address, or no package has registered its scheme.</exception>
    public static StoreLocation Parse(string text, StoreConnection? connection = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        if (!Address.Is(text))
        {
            return OfPath(text);
        }

        var scheme = text[..text.IndexOf("://", StringComparison.Ordinal)];
        if (scheme.Equals(Uri.UriSchemeFile, StringComparison.OrdinalIgnoreCase))
        {
            return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.IsFile
                ? OfPath(uri.LocalPath)
                : throw new ArgumentException($"{text} is not a valid file URL; an example is file:///data/cells.ome.zarr", nameof(text));
        }

        return Schemes.TryGetValue(scheme, out var known)
            ? OfAddress(text, known, connection ?? StoreConnection.Default)
            : throw new ArgumentException($"{ShownAddress.Of(text)}: no package for addresses of the scheme {scheme}:// is registered. Reference the package of that store and register it by {nameof(StoreLocation)}.{nameof(Register)}; "
                + $"registered: {string.Join(", ", Schemes.Keys.Order(StringComparer.Ordinal))}", nameof(text));
    }

    /// <summary>A path in a store that is already open.</summary>
    public static StoreLocation In(IStore store, StorePrefix path)
    {
        ArgumentNullException.ThrowIfNull(store);
        return new StoreLocation(path.IsRoot ? $"the root of a {store.GetType().Name}" : path.Value, null, () => (store, path));
    }

    /// <summary>A location from its text, as <see cref="Parse"/> understands it.</summary>
    public static implicit operator StoreLocation(string text) => Parse(text);

    /// <summary>Registers the scheme of a package for the whole process. A later registration of the same scheme replaces the earlier one.</summary>
    public static void Register(IStoreScheme scheme)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        Schemes[scheme.Name] = scheme;
    }

    /// <summary>Opens the store, and gives the path in it.</summary>
    /// <returns>A folder is the root of its store. The store needs no disposal.</returns>
    /// <exception cref="ArgumentException">The address cannot be understood.</exception>
    public (IStore Store, StorePrefix Path) Open() => open();

    /// <summary>The location of a node below this one.</summary>
    /// <param name="relative">Its path, for example <c>A/1/0</c>; empty for this location.</param>
    /// <exception cref="ArgumentException">The path is not valid; see <see cref="StorePrefix"/>.</exception>
    public StoreLocation Below(string relative)
    {
        var path = new StorePrefix(relative);
        return path.IsRoot ? this
            : Folder is not null ? OfFolder(Path.Join(Folder, relative))
            : new StoreLocation($"{text.TrimEnd('/')}/{relative}", null, () => BelowOpened(relative)) { Archive = Archive };
    }

    /// <summary>The location for messages: as it was given, but addresses without user, password and query, which may be secret.</summary>
    public override string ToString() => text;

    private (IStore Store, StorePrefix Path) BelowOpened(string relative)
    {
        var (store, path) = open();
        return (store, path / relative);
    }

    private static StoreLocation OfAddress(string text, IStoreScheme scheme, StoreConnection connection)
    {
        // One store for all nodes below the address: it remembers what its server can do.
        var opened = new Lazy<(IStore Store, StorePrefix Path)>(() => ArchivePath.OfAddress(text) is var (folder, name, below)
            ? InArchive(scheme.Open(folder, connection), name, below)
            : scheme.Open(text, connection));
        return new StoreLocation(ShownAddress.Of(text), null, () => opened.Value);
    }

    private static (IStore Store, StorePrefix Path) InArchive((IStore Store, StorePrefix Path) folder, string name, string below) => (ZipStore.Open(folder.Store, folder.Path.Key(name)), new StorePrefix(below));

    private static StoreLocation OfPath(string path)
    {
        if (ArchivePath.OfPath(path) is not var (archive, relative))
        {
            return OfFolder(path);
        }

        // Opened each time, because another archive may have taken the place.
        var below = new StorePrefix(relative);
        return new StoreLocation(path, null, () => (ZipStore.Open(archive), below)) { Archive = archive };
    }

    private static StoreLocation OfFolder(string path) => new(path, path, () => (new FileSystemStore(path), StorePrefix.Root));
}
