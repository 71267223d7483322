using Xunit;
using Zarr.Stores;

namespace OmeZarr.Tests.InPlace;

/// <summary>Runs what changes a hierarchy in place on a copy of a folder in a store in memory, and brings the result back to the folder.</summary>
internal static class CopyInStore
{
    /// <summary>Path of the copies in the store; above it are no groups.</summary>
    internal const string Path = "lab/copy.zarr";

    internal static StorePrefix Root => new(Path);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Runs an action on a copy of a folder.</summary>
    internal static async Task<T> RunAsync<T>(string folder, Func<StoreLocation, Task<T>> action)
    {
        var store = await OfAsync(folder);
        try
        {
            return await action(StoreLocation.In(store, Root));
        }
        finally
        {
            await BringBackAsync(store, folder);
        }
    }

    /// <summary>A copy of a folder.</summary>
    internal static async Task<MemoryStore> OfAsync(string folder)
    {
        var store = new MemoryStore();
        foreach (var file in FilesIn(folder))
        {
            await store.SetAsync(Root.Key(file), await File.ReadAllBytesAsync(System.IO.Path.Join(folder, file), Cancel), Cancel);
        }

        return store;
    }

    /// <summary>All keys of a store with the content as text.</summary>
    internal static async Task<IReadOnlyList<string>> SnapshotAsync(MemoryStore store)
    {
        var lines = new List<string>();
        await foreach (var key in store.ListAsync(StorePrefix.Root, Cancel))
        {
            using var value = await store.GetAsync(key, Cancel);
            lines.Add($"{key} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(value!.Memory.Span))}");
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }

    private static async Task BringBackAsync(MemoryStore store, string folder)
    {
        var kept = new HashSet<string>();
        await foreach (var key in store.ListAsync(Root, Cancel))
        {
            var name = key.Value[(Path.Length + 1)..];
            var file = System.IO.Path.Join(folder, name);
            kept.Add(name);
            using var value = await store.GetAsync(key, Cancel);
            if (!File.Exists(file) || !(await File.ReadAllBytesAsync(file, Cancel)).AsSpan().SequenceEqual(value!.Memory.Span))
            {
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
                await File.WriteAllBytesAsync(file, value!.Memory, Cancel);
            }
        }

        foreach (var gone in FilesIn(folder).Where(file => !kept.Contains(file)).ToList())
        {
            File.Delete(System.IO.Path.Join(folder, gone));
            for (var above = System.IO.Path.GetDirectoryName(System.IO.Path.Join(folder, gone)); above != folder && !Directory.EnumerateFileSystemEntries(above!).Any(); above = System.IO.Path.GetDirectoryName(above))
            {
                Directory.Delete(above!);
            }
        }
    }

    private static IEnumerable<string> FilesIn(string folder) => !Directory.Exists(folder)
        ? []
        : Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => System.IO.Path.GetRelativePath(folder, file).Replace('\\', '/'));
}
