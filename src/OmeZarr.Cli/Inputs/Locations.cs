using Zarr;
using Zarr.Stores;
using Zarr.Stores.Files;

namespace OmeZarr.Cli.Inputs;

/// <summary>Understands what the user names as a store: a folder, an address, or an archive.</summary>
internal static class Locations
{
    private static readonly string[] Documents = ["zarr.json", ".zgroup", ".zarray", ".zattrs"];

    /// <summary>The location that a text names.</summary>
    /// <param name="text">A path or an address.</param>
    /// <param name="connection">How an address is reached; null for the default.</param>
    /// <exception cref="UsageException">It is empty or no address that is known.</exception>
    internal static StoreLocation Parse(string text, StoreConnection? connection = null)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new UsageException("PATH is empty; give the folder or the address of a store");
        }

        try
        {
            return StoreLocation.Parse(text, connection);
        }
        catch (ArgumentException error)
        {
            throw new UsageException(SchemeOf(text) is { } scheme && !StoreSchemes.Known.Contains(scheme)
                ? $"addresses that begin with {scheme}:// are not known; there is {string.Join(", ", StoreSchemes.Known.Select(known => $"{known}://"))}"
                : error.Message.Replace($" (Parameter '{error.ParamName}')", string.Empty, StringComparison.Ordinal));
        }
    }

    /// <exception cref="UsageException">It is a folder that is not there, or a file.</exception>
    internal static void RequireThere(StoreLocation location)
    {
        if (location.Folder is { } folder && !Directory.Exists(folder))
        {
            throw new UsageException(File.Exists(folder) ? $"{location}: is a file, not the folder of a Zarr store" : $"{location}: no such folder");
        }
    }

    /// <summary>Whether a Zarr node is at a location.</summary>
    internal static async Task<bool> IsThereAsync(StoreLocation location, CancellationToken cancellationToken)
    {
        if (location.Folder is { } folder)
        {
            return Directory.Exists(folder);
        }

        var (store, path) = location.Open();
        return await ZarrGroup.FindKindAsync(store, path, null, cancellationToken).ConfigureAwait(false) is not null;
    }

    /// <summary>Whether an input is a Zarr store: an address, an archive, or a folder with the document of a group or array.</summary>
    internal static bool IsStore(string input) => !string.IsNullOrWhiteSpace(input) && (Address.Is(input) || StoreLocation.Parse(input).Folder is not { } folder || IsHierarchy(folder));

    /// <summary>Whether a folder holds the document of a Zarr group or array.</summary>
    internal static bool IsHierarchy(string folder) => Documents.Any(name => File.Exists(Path.Join(folder, name)));

    /// <summary>The path that a <c>file://</c> URL names; any other text stays as it is.</summary>
    /// <exception cref="UsageException">It is not a valid URL of a file.</exception>
    internal static string ToPath(string text) => SchemeOf(text) == Uri.UriSchemeFile ? Parse(text).Folder ?? text : text;

    /// <summary>The path, if it is a local one.</summary>
    /// <exception cref="UsageException">It is an address.</exception>
    internal static string RequireLocal(string path, string what) => Address.Is(ToPath(path))
        ? throw new UsageException($"{Shown(path)}: is an address; {what} is written as a local file")
        : ToPath(path);

    /// <summary>An input as messages name it: an address without what may be secret.</summary>
    internal static string Shown(string text) => Address.Is(text) ? ShownAddress.Of(text) : text;

    private static string? SchemeOf(string text) => Address.Is(text) ? text[..text.IndexOf("://", StringComparison.Ordinal)].ToLowerInvariant() : null;
}
