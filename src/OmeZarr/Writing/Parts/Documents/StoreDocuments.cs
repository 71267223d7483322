using System.Globalization;
using System.Security.Cryptography;
using OmeZarr.Planning;
using OmeZarr.Rules;
using OmeZarr.Writing.Places;
using Zarr.Stores;

namespace OmeZarr.Writing.Parts;

/// <summary>
/// The documents of a hierarchy in a store: those that were asked for by <see cref="LoadAsync"/>, as they were then, with their versions. So the code that judges and changes documents asks the store for nothing.
/// </summary>
/// <param name="root">The place of the hierarchy.</param>
internal sealed class StoreDocuments(StorePlace root) : HierarchyDocuments
{
    private const int NumbersAtOnce = 8;

    private readonly Dictionary<string, (byte[] Utf8, string? Version)?> loaded = new(StringComparer.Ordinal);

    internal override string PathOf(string path) => root.Below(path).Text;

    internal override byte[]? Read(string path, string name = GroupDocument.Name) => Found(KeyOf(path, name))?.Utf8;

    internal override object? StampOf(string path, string name = GroupDocument.Name) =>
        Found(KeyOf(path, name)) is var (utf8, _) ? Convert.ToHexString(SHA256.HashData(utf8)) : null;

    internal override object? StampOfPart(string path) => path;

    /// <summary>Reads documents, all at the same time.</summary>
    /// <param name="keys">The keys of the documents, relative to the hierarchy.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal async Task LoadAsync(IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        var read = await Task.WhenAll(keys.Distinct().Select(async key => (Key: key, Value: await root.ReadAsync(key, cancellationToken).ConfigureAwait(false)))).ConfigureAwait(false);
        foreach (var (key, value) in read)
        {
            loaded[key] = value;
        }
    }

    /// <summary>Reads the documents of the groups <c>0</c>, <c>1</c>, <c>2</c>… up to the first that is missing, some at the same time.</summary>
    internal async Task LoadNumberedAsync(CancellationToken cancellationToken)
    {
        for (var (first, isWhole) = (0, true); isWhole; first += NumbersAtOnce)
        {
            List<string> keys = [.. Enumerable.Range(first, NumbersAtOnce).Select(number => KeyOf(number.ToString(CultureInfo.InvariantCulture)))];
            await LoadAsync(keys, cancellationToken).ConfigureAwait(false);
            isWhole = keys.All(key => Found(key) is not null);
        }
    }

    /// <summary>A document that was loaded, and its version; null if there is none.</summary>
    internal (byte[] Utf8, string? Version)? Found(string key) =>
        loaded.TryGetValue(key, out var found) ? found : throw new InvalidOperationException($"{key} was not loaded");

    /// <summary>Takes note of a document that was written or deleted by this writer. Its version is unknown until it is loaded again.</summary>
    internal void Note(string key, byte[]? utf8) => loaded[key] = utf8 is null ? null : (utf8, null);

    /// <summary>Whether a text can be the path of a node.</summary>
    internal static bool IsPath(string path) => path.Length > 0 && NodeName.Problem(path) is null;

    /// <summary>The key of a document of a group.</summary>
    internal static string KeyOf(string path, string name = GroupDocument.Name) => new StorePrefix(path).Key(name).Value;
}
