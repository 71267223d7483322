using TestKit;
using Zarr.Stores;

namespace Zarr.Tests.Stores;

public sealed class ReadingMemoryStoreTests : ReadingStoreContract
{
    internal static async Task<MemoryStore> LoadAsync(string folder)
    {
        var store = new MemoryStore();
        foreach (var file in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        {
            await store.WriteAsync(Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'), await File.ReadAllBytesAsync(file));
        }

        return store;
    }

    protected override async ValueTask<IStore> OpenAsync(string folder) => await LoadAsync(folder);
}
