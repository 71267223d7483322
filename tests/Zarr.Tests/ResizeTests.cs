using System.Text;
using System.Text.Json.Nodes;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests;

public sealed class ResizeTests
{
    private readonly CountingStore store = new();

    [Fact]
    public async Task Growing_keeps_the_elements_and_shows_the_fill_value()
    {
        var array = await FilledAsync([3], [2], fill: 9);
        var grown = await array.ResizeAsync([6]);
        Assert.Equal([1, 2, 3, 9, 9, 9], await grown.ReadAsync<ushort>());
        Assert.Equal("3, 6", $"{array.Shape}, {(await OpenAsync()).Shape}");
        await grown.WriteAsync<ushort>(new ushort[] { 7 }, new Region([5], [1]));
        Assert.Equal([1, 2, 3, 9, 9, 7], await (await OpenAsync()).ReadAsync<ushort>());
    }

    [Fact]
    public async Task What_was_cut_off_does_not_come_back()
    {
        var array = await FilledAsync([8], [4], fill: 9);
        var grown = await (await array.ResizeAsync([2])).ResizeAsync([8]);
        Assert.Equal([1, 2, 9, 9, 9, 9, 9, 9], await grown.ReadAsync<ushort>());
    }

    [Fact]
    public async Task Chunks_outside_are_deleted_and_those_the_edge_cuts_are_padded_anew()
    {
        var array = await FilledAsync([4, 4], [2, 2], fill: 9);
        await array.ResizeAsync([3, 2]);
        Assert.Equal(["a/c/0/0", "a/c/1/0", "a/zarr.json", "zarr.json"], await store.KeysAsync());
        Assert.Equal([9, 0, 10, 0, 9, 0, 9, 0], await store.ReadAsync("a/c/1/0"));
    }

    [Fact]
    public async Task A_cut_chunk_with_nothing_left_but_the_fill_value_is_deleted()
    {
        var array = await CreateAsync([4], [4]);
        await array.WriteAsync<ushort>(new ushort[] { 0, 0, 0, 5 }, Region.Whole([4]));
        await array.ResizeAsync([3]);
        Assert.DoesNotContain("a/c/0", await store.KeysAsync());
    }

    [Fact]
    public async Task One_dimension_may_grow_while_another_shrinks()
    {
        var array = await FilledAsync([2, 3], [2, 2], fill: 9);
        var resized = await array.ResizeAsync([3, 2]);
        Assert.Equal([1, 2, 4, 5, 9, 9], await resized.ReadAsync<ushort>());
    }

    [Fact]
    public async Task An_array_can_shrink_to_nothing_and_grow_again()
    {
        var array = await FilledAsync([3, 3], [2, 2]);
        var empty = await array.ResizeAsync([0, 3]);
        Assert.Equal(["a/zarr.json", "zarr.json"], await store.KeysAsync());
        Assert.All(await (await empty.ResizeAsync([3, 3])).ReadAsync<ushort>(), element => Assert.Equal(0, element));
    }

    [Fact]
    public async Task Growing_at_a_chunk_edge_reads_no_chunk_and_writes_only_the_document()
    {
        var array = await FilledAsync([4], [2]);
        store.Clear();
        await array.ResizeAsync([6]);
        Assert.Equal(["a/zarr.json"], store.Of(StoreOperation.Set).Select(request => request.Key));
        Assert.All(store.Of(StoreOperation.GetRange), request => Assert.EndsWith("zarr.json", request.Key, StringComparison.Ordinal));
        Assert.Equal(["a/c/2"], store.Of(StoreOperation.Delete).Select(request => request.Key));
        Assert.Equal(0, store.Lists);
    }

    [Fact]
    public async Task Shrinking_reads_and_writes_only_the_chunks_at_the_moving_edge()
    {
        var array = await FilledAsync([7, 7], [2, 2]);
        store.Clear();
        await array.ResizeAsync([5, 7]);
        string[] cut = ["a/c/2/0", "a/c/2/1", "a/c/2/2", "a/c/2/3"];
        Assert.Equal([.. cut, "a/zarr.json", "zarr.json"], store.Of(StoreOperation.GetRange).Select(request => request.Key).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["a/zarr.json", .. cut], store.Of(StoreOperation.Set).Select(request => request.Key).Order().OrderBy(key => key != "a/zarr.json"));
        Assert.Equal(4, store.Deletes);
    }

    [Fact]
    public async Task Shrinking_a_huge_array_deletes_what_is_stored_and_tries_nothing_else()
    {
        var array = await CreateAsync([1L << 60, 1L << 60], [1, 1]);
        foreach (var at in new[] { 0L, 1L << 40, (1L << 60) - 1 })
        {
            await array.WriteAsync<ushort>(new ushort[] { 1 }, new Region([at, at], [1, 1]));
        }

        store.Clear();
        var shrunk = await array.ResizeAsync([2, 2]);
        Assert.Equal(["a/c/0/0", "a/zarr.json", "zarr.json"], await store.KeysAsync());
        Assert.Equal((2, 1), (store.Deletes, store.Count(StoreOperation.List) - 1));
        Assert.Equal([1, 0, 0, 0], await shrunk.ReadAsync<ushort>());
    }

    [Fact]
    public async Task A_store_that_cannot_be_listed_refuses_a_huge_change_before_anything_happens()
    {
        var unlistable = new UnlistableStore(store);
        var array = await ZarrArray.CreateAsync(unlistable, new StorePrefix("a"), Metadata([4], [2]));
        await array.WriteAsync<ushort>(new ushort[] { 1, 2, 3, 4 }, Region.Whole([4]));
        await Assert.ThrowsAsync<NotSupportedException>(() => array.ResizeAsync([1L << 60]));
        Assert.Equal([1, 0, 0, 0, 0, 0], await (await (await array.ResizeAsync([1])).ResizeAsync([6])).ReadAsync<ushort>());
    }

    [Fact]
    public async Task Elements_that_others_left_beyond_the_edge_do_not_come_to_light()
    {
        var array = await CreateAsync([3], [4], fill: 9);
        await store.WriteAsync("a/c/0", 1, 0, 2, 0, 3, 0, 77, 0);
        await store.WriteAsync("a/c/1", 88, 0, 88, 0, 88, 0, 88, 0);
        Assert.Equal([1, 2, 3, 9, 9, 9], await (await array.ResizeAsync([6])).ReadAsync<ushort>());
    }

    [Fact]
    public async Task Another_number_of_dimensions_is_refused()
    {
        var array = await CreateAsync([3], [4]);
        var error = await Assert.ThrowsAsync<ArgumentException>(() => array.ResizeAsync([3, 1]));
        Assert.StartsWith("the shape 3 x 1 has 2 dimensions, the array (3) has 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resizing_keeps_attributes_and_members_that_others_wrote_meanwhile()
    {
        var array = await CreateAsync([3], [4]);
        var text = Encoding.UTF8.GetString((await store.ReadAsync("a/zarr.json"))!);
        var json = JsonNode.Parse(text)!.AsObject();
        json["mine"] = new JsonObject { ["must_understand"] = false };
        await store.WriteAsync("a/zarr.json", Encoding.UTF8.GetBytes(json.ToJsonString()));
        await (await OpenAsync()).ReplaceAttributesAsync(new JsonObject { ["a"] = 1 });

        var resized = await array.ResizeAsync([5]);
        Assert.Equal(1, resized.Attributes["a"]!.GetValue<int>());
        Assert.True((await OpenAsync()).Metadata.ExtraMembers.ContainsKey("mine"));
    }

    [Fact]
    public async Task An_array_that_was_replaced_by_another_is_not_resized()
    {
        var array = await CreateAsync([3], [4]);
        await ZarrArray.DeleteAsync(store, new StorePrefix("a"));
        await Assert.ThrowsAsync<NodeNotFoundException>(() => array.ResizeAsync([5]));
        await CreateAsync([3], [2]);
        await Assert.ThrowsAsync<NodeNotFoundException>(() => array.ResizeAsync([5]));
    }

    [Theory]
    [InlineData("3 3")]
    [InlineData("1 7")]
    [InlineData("6 2")]
    [InlineData("8 8")]
    [InlineData("0 5")]
    public async Task A_crash_at_any_change_shows_no_element_that_should_not_be_seen(string lengths)
    {
        Shape to = [.. lengths.Split(' ').Select(long.Parse)];
        var crashes = 0;
        for (var crashed = true; crashed; crashes++)
        {
            var memory = new MemoryStore();
            var naive = await PrepareAsync(memory);
            var failing = new CrashingStore(memory, crashes);
            var array = await ZarrArray.OpenAsync(failing, new StorePrefix("a"));
            var error = await Record.ExceptionAsync(() => array.ResizeAsync(to));
            crashed = failing.HasCrashed;
            Assert.Equal(crashed, error is IOException);
            await RequireConsistentAsync(memory, naive, to);
        }

        Assert.InRange(crashes, 2, 1000);
    }

    private static async Task<NaiveArray> PrepareAsync(MemoryStore memory)
    {
        Shape shape = [5, 5];
        var array = await ZarrArray.CreateAsync(memory, new StorePrefix("a"), Metadata(shape, [2, 2], 9));
        var elements = Enumerable.Range(1, 25).Select(i => (ushort)i).ToArray();
        await array.WriteAsync<ushort>(elements, Region.Whole(shape));
        var naive = new NaiveArray(shape, 2, [9, 0]);
        naive.Write(Region.Whole(shape), System.Runtime.InteropServices.MemoryMarshal.AsBytes(elements));
        return naive;
    }

    /// <summary>After a crash: the array has one of three shapes and its elements; repaired by resizing again; and nothing comes back when it grows.</summary>
    private static async Task RequireConsistentAsync(MemoryStore memory, NaiveArray naive, Shape to)
    {
        var found = await ZarrArray.OpenAsync(memory, new StorePrefix("a"));
        Shape common = [.. to.Zip(naive.Shape, Math.Min)];
        Assert.Contains(found.Shape, new[] { naive.Shape, common, to });
        Assert.Equal(naive.Resize(found.Shape).Bytes.ToArray(), await BytesAsync(found));
        var left = naive.Resize(found.Shape).Resize(to);
        Assert.Equal(left.Resize([9, 9]).Bytes.ToArray(), await BytesAsync(await (await found.ResizeAsync(to)).ResizeAsync([9, 9])));
    }

    private static async Task<byte[]> BytesAsync(ZarrArray array) =>
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(await array.ReadAsync<ushort>()).ToArray();

    private static ArrayMetadata Metadata(Shape shape, Shape chunk, ushort fill = 0) => new()
    {
        Shape = shape,
        ChunkShape = chunk,
        DataType = DataType.UInt16,
        FillValue = FillValue.Of(fill),
        Codecs = [new BytesCodec().ToMetadata()],
    };

    private Task<ZarrArray> CreateAsync(Shape shape, Shape chunk, ushort fill = 0) =>
        ZarrArray.CreateAsync(store, new StorePrefix("a"), Metadata(shape, chunk, fill));

    private async Task<ZarrArray> FilledAsync(Shape shape, Shape chunk, ushort fill = 0)
    {
        var array = await CreateAsync(shape, chunk, fill);
        await array.WriteAsync<ushort>(Enumerable.Range(1, (int)shape.ElementCount).Select(i => (ushort)i).ToArray(), Region.Whole(shape));
        return array;
    }

    private Task<ZarrArray> OpenAsync() => ZarrArray.OpenAsync(store, new StorePrefix("a"));
}
