using Zarr.Stores;

namespace TestKit;

/// <summary>Short forms for tests, where keys are texts and values are arrays.</summary>
public static class StoreExtensions
{
    /// <summary>The value, or null.</summary>
    public static async Task<byte[]?> ReadAsync(this IStore store, string key)
    {
        using var value = await store.GetAsync(new StoreKey(key));
        return value?.Memory.ToArray();
    }

    /// <summary>A part of the value, or null.</summary>
    public static async Task<byte[]?> ReadAsync(this IStore store, string key, ByteRange range)
    {
        using var value = await store.GetRangeAsync(new StoreKey(key), range);
        return value?.Memory.ToArray();
    }

    /// <summary>Writes a value.</summary>
    public static async Task WriteAsync(this IWritableStore store, string key, params byte[] value) =>
        await store.SetAsync(new StoreKey(key), value);

    /// <summary>Writes an empty value at each key.</summary>
    public static async Task TouchAsync(this IWritableStore store, params string[] keys)
    {
        foreach (var key in keys)
        {
            await store.WriteAsync(key);
        }
    }

    /// <summary>All keys below a prefix, sorted.</summary>
    public static async Task<string[]> KeysAsync(this IStore store, string prefix = "") =>
    [
        .. (await store.AsListable().ListAsync(new StorePrefix(prefix)).ToListAsync()).Select(key => key.Value).Order(StringComparer.Ordinal),
    ];

    internal static ICreateOnlyStore AsCreateOnly(this IStore store) =>
        store as ICreateOnlyStore ?? throw new NotSupportedException($"{store.GetType().Name} cannot create only");

    internal static IListableStore AsListable(this IStore store) =>
        store as IListableStore ?? throw new NotSupportedException($"{store.GetType().Name} cannot list its keys");
}
