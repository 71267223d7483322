using System.Text;
using System.Text.Json.Nodes;
using TestKit;
using Xunit;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests;

/// <summary>Documents that are too long, or hold too much: refused before they cost something.</summary>
[Collection(nameof(Arrays.RegionAllocationTests))]
public sealed class DocumentLimitTests
{
    private const int Limit = 2000;

    private static readonly ZarrOptions Options = new() { MaxDocumentLength = Limit };

    public static TheoryData<string, Func<CountingStore, Task>> Readers() => new()
    {
        { "zarr.json", store => ZarrArray.OpenAsync(store, StorePrefix.Root, Options) },
        { "zarr.json", store => ZarrGroup.OpenAsync(store, StorePrefix.Root, Options) },
        { ".zarray", store => ZarrArray.OpenAsync(store, StorePrefix.Root, Options) },
        { ".zgroup", store => ZarrGroup.OpenAsync(store, StorePrefix.Root, Options) },
        { "zarr.json", store => ZarrGroup.CreateAsync(store, new StorePrefix("a/b"), null, Options) },
        { "zarr.json", store => ZarrArray.CreateAsync(store, new StorePrefix("a"), ZarrJsonArray, Options) },
        { "a/zarr.json", async store => await (await RootAsync(store)).OpenGroupAsync("a") },
        { "a/zarr.json", async store => await (await RootAsync(store)).OpenArrayAsync("a") },
        { "a/zarr.json", async store => await (await RootAsync(store)).ListChildrenAsync().ToListAsync() },
        { "a/zarr.json", async store => await (await RootAsync(store)).DeleteAsync("a/b") },
        {
            "zarr.json", async store =>
            {
                var group = await RootAsync(store);
                await store.WriteAsync("zarr.json", Long());
                store.Clear();
                await group.ReplaceAttributesAsync([]);
            }
        },
    };

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task Of_a_document_that_is_too_long_no_more_is_read_than_shows_it(string key, Func<CountingStore, Task> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var store = new CountingStore();
        await store.WriteAsync(key, Long());
        var error = await Assert.ThrowsAsync<InvalidMetadataException>(() => read(store));
        Assert.Equal($"{key}: larger than 2,000 bytes; ZarrOptions.MaxDocumentLength sets the limit", error.Message);
        Assert.Equal(0, store.Count(StoreOperation.Get));
        Assert.Equal(Limit + 1, store.Of(StoreOperation.GetRange).Max(request => request.Bytes));
    }

    [Fact]
    public async Task The_attributes_of_Zarr_v2_have_the_limit_too()
    {
        var store = new CountingStore();
        await store.WriteAsync(".zgroup", "{\"zarr_format\":2}"u8.ToArray());
        await store.WriteAsync(".zattrs", Long());
        await Assert.ThrowsAsync<InvalidMetadataException>(() => ZarrGroup.OpenAsync(store, StorePrefix.Root, Options));
    }

    [Fact]
    public async Task A_document_of_exactly_the_limit_is_read()
    {
        var store = new MemoryStore();
        var document = new GroupMetadata().ToUtf8();
        await store.WriteAsync("zarr.json", document);
        await ZarrGroup.OpenAsync(store, StorePrefix.Root, new ZarrOptions { MaxDocumentLength = document.Length });
        await Assert.ThrowsAsync<InvalidMetadataException>(() => ZarrGroup.OpenAsync(store, StorePrefix.Root, new ZarrOptions { MaxDocumentLength = document.Length - 1 }));
    }

    [Fact]
    public void A_document_has_256_MiB_unless_said_otherwise()
    {
        Assert.Equal(256 << 20, ZarrOptions.Default.MaxDocumentLength);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZarrOptions { MaxDocumentLength = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZarrOptions { MaxDocumentLength = Array.MaxLength });
    }

    [Fact]
    public void A_document_of_too_many_values_is_refused_before_any_is_kept()
    {
        var document = Encoding.UTF8.GetBytes($"{{\"a\":[{string.Concat(Enumerable.Repeat("[],", 8 << 20))}0]}}");
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var error = Assert.Throws<InvalidMetadataException>(() => GroupMetadata.Parse(document));
        Assert.Equal("more than 16,777,216 names and values", error.Message);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("0")]
    [InlineData("NaN")]
    [InlineData("\"a\"")]
    [InlineData("{\"a\":1}")]
    public async Task Opening_a_group_takes_no_more_memory_than_some_times_its_document(string value)
    {
        var count = (2 << 20) / (value.Length + 1);
        var text = $"{{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":{{\"a\":[{string.Join(',', Enumerable.Repeat(value, count))}]}}}}";
        var store = new MemoryStore();
        await store.WriteAsync("zarr.json", Encoding.UTF8.GetBytes(text));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var group = await ZarrGroup.OpenAsync(store, StorePrefix.Root);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 48L * text.Length);
        Assert.Single(group.Attributes);
    }

    [Fact]
    public void Names_from_a_document_are_not_repeated_whole_in_errors()
    {
        var name = new string('x', 1 << 20);
        foreach (var document in (string[])[
            $"{{\"zarr_format\":3,\"node_type\":\"group\",\"{name}\":1}}",
            $"{{\"zarr_format\":3,\"node_type\":\"{name}\"}}",
            $"{{\"zarr_format\":3,\"node_type\":\"group\",\"a\":{{\"{name}\":1,\"{name}\":1}}}}"])
        {
            Assert.InRange(Assert.ThrowsAny<ZarrException>(() => GroupMetadata.Parse(Encoding.UTF8.GetBytes(document))).Message.Length, 1, 2001);
        }
    }

    private static ArrayMetadata ZarrJsonArray => Metadata.ZarrJson.Parse(Metadata.ZarrJson.Array);

    private static async Task<ZarrGroup> RootAsync(CountingStore store)
    {
        var group = await ZarrGroup.OpenAsync(await WithRootAsync(store), StorePrefix.Root, Options);
        store.Clear();
        return group;
    }

    private static async Task<CountingStore> WithRootAsync(CountingStore store)
    {
        await store.WriteAsync("zarr.json", new GroupMetadata { Attributes = new JsonObject { ["a"] = 1 } }.ToUtf8());
        return store;
    }

    private static byte[] Long() => [.. new GroupMetadata().ToUtf8(), .. Enumerable.Repeat((byte)' ', 5000)];
}
