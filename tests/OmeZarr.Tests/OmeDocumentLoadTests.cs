using System.Text;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Tests;

public class OmeDocumentLoadTests
{
    private const string New = """{"zarr_format":3,"node_type":"group","attributes":{"ome":{"version":"0.5","series":["0"]}}}""";
    private const string Old = """{"series":["0"]}""";

    [Fact]
    public async Task A_folder_is_loaded_by_its_document()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder[".zattrs"], Old);
        Assert.Equal("0.4", (await OmeDocument.LoadAsync(folder.Path)).Version);
        await File.WriteAllTextAsync(folder["zarr.json"], New);
        Assert.Equal("0.5", (await OmeDocument.LoadAsync(folder.Path + Path.DirectorySeparatorChar)).Version);
        Assert.Equal("0.4", (await OmeDocument.LoadAsync(folder[".zattrs"])).Version);
        Assert.Equal(OmeDocumentForm.Group, (await OmeDocument.LoadAsync(folder["zarr.json"])).Form);
    }

    [Fact]
    public async Task A_group_of_a_store_is_loaded_by_its_document()
    {
        var store = await StoreAsync(("a/b/.zattrs", Old), ("c/zarr.json", New));
        Assert.Equal("0.4", (await OmeDocument.LoadAsync(store, new StorePrefix("a/b"))).Version);
        Assert.Equal("0.5", (await OmeDocument.LoadAsync(store, new StorePrefix("c/zarr.json"))).Version);
    }

    [Fact]
    public async Task A_folder_without_a_document_is_refused()
    {
        var error = await Assert.ThrowsAsync<NodeNotFoundException>(() => OmeDocument.LoadAsync(new MemoryStore(), new StorePrefix("a")));
        Assert.Contains("a/zarr.json and no a/.zattrs", error.Message, StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        await Assert.ThrowsAsync<NodeNotFoundException>(() => OmeDocument.LoadAsync(folder["nothing"]));
        await Assert.ThrowsAsync<NodeNotFoundException>(() => OmeDocument.LoadAsync(folder["zarr.json"]));
    }

    [Fact]
    public async Task A_document_that_cannot_be_read_is_named()
    {
        var store = await StoreAsync(("a/zarr.json", "{"), ("a/.zattrs", Old));
        var error = await Assert.ThrowsAsync<OmeZarrException>(() => OmeDocument.LoadAsync(store, new StorePrefix("a")));
        Assert.StartsWith("a/zarr.json of ", error.Message, StringComparison.Ordinal);
        Assert.Equal("json-invalid", Assert.Single(error.Findings).RuleId);
    }

    [Fact]
    public async Task Of_a_document_that_is_too_large_no_more_is_read_than_shows_it()
    {
        var store = new CountingStore();
        await store.SetAsync(new StoreKey("zarr.json"), new byte[6000]);
        var error = await Assert.ThrowsAsync<OmeZarrException>(() => OmeDocument.LoadAsync(store, StorePrefix.Root, new ZarrOptions { MaxDocumentLength = 5000 }));
        Assert.Equal("Error document-size : is larger than 5,000 bytes", Assert.Single(error.Findings).ToString());
        Assert.Equal(5001, Assert.Single(store.Log, request => request.Operation == StoreOperation.GetRange).Bytes);
    }

    private static async Task<MemoryStore> StoreAsync(params (string Key, string Text)[] documents)
    {
        var store = new MemoryStore();
        foreach (var (key, text) in documents)
        {
            await store.SetAsync(new StoreKey(key), Encoding.UTF8.GetBytes(text));
        }

        return store;
    }
}
