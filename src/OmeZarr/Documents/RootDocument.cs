using System.Buffers;
using Zarr;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>Finds the document of a group in a store: that of Zarr v3, or else the attributes of Zarr v2.</summary>
internal static class RootDocument
{
    // OME-Zarr RFC-2: where both lie side by side, 0.5 is used.
    private static readonly ValueList<string> Names = ["zarr.json", ".zattrs"];

    public static bool IsName(string? name) => name is not null && Names.Contains(name);

    /// <exception cref="NodeNotFoundException">There is no such document.</exception>
    public static async Task<(string Name, IMemoryOwner<byte> Content)> ReadAsync(
        IStore store, StorePrefix path, int maxLength, CancellationToken cancellationToken)
    {
        foreach (var key in KeysOf(path))
        {
            // One byte more than allowed shows that there is more, whatever the store claims of its length.
            var range = ByteRange.FromOffset(0, maxLength + 1L);
            if (await store.GetRangeAsync(key, range, cancellationToken).ConfigureAwait(false) is { } content)
            {
                return ($"{key} of {store}", content);
            }
        }

        throw new NodeNotFoundException(path.Value, $"{store} has no {string.Join(" and no ", KeysOf(path))}");
    }

    private static IEnumerable<StoreKey> KeysOf(StorePrefix path) => IsName(path.Value.Split('/')[^1])
        ? [new StoreKey(path.Value)]
        : Names.Select(path.Key);
}
