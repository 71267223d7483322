using System.IO.Compression;
using TestKit;
using Zarr.Stores;

namespace Zarr.Tests.Stores.Zip;

/// <summary>Archives that <see cref="ZipWriter"/> made.</summary>
public sealed class ZipStoreContractTests : ReadingStoreContract, IDisposable
{
    private readonly Archives archives = new();

    public void Dispose() => archives.Dispose();

    protected override async ValueTask<IStore> OpenAsync(string folder) => ZipStore.Open(await archives.PackAsync(folder));
}

/// <summary>Archives as values of another store.</summary>
public sealed class ZipValueContractTests : ReadingStoreContract, IDisposable
{
    private readonly Archives archives = new();

    public void Dispose() => archives.Dispose();

    protected override async ValueTask<IStore> OpenAsync(string folder)
    {
        var store = new MemoryStore();
        await store.WriteAsync("data/cells.ozx", await File.ReadAllBytesAsync(await archives.PackAsync(folder)));
        return ZipStore.Open(store, new StoreKey("data/cells.ozx"));
    }
}

/// <summary>Archives whose entries are deflated, made by the framework.</summary>
public sealed class DeflatedZipContractTests : ReadingStoreContract, IDisposable
{
    private readonly Archives archives = new();

    public void Dispose() => archives.Dispose();

    protected override async ValueTask<IStore> OpenAsync(string folder)
    {
        var path = archives.Folder[$"{Guid.NewGuid():N}.zip"];
        await ZipFile.CreateFromDirectoryAsync(folder, path, CompressionLevel.Optimal, includeBaseDirectory: false);
        return ZipStore.Open(path);
    }
}
