using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests;

public sealed class ZarrArrayTests
{
    private readonly CountingStore store = new(new MemoryStore());

    [Fact]
    public async Task A_chunk_that_holds_only_the_fill_value_is_not_stored()
    {
        var array = await Create([4, 4], [2, 2]);
        await array.WriteAsync<ushort>(new ushort[] { 0, 0, 1, 0, 0, 0, 0, 0 }, new Region([0, 0], [2, 4]));
        Assert.Equal(["a/c/0/1", "a/zarr.json", "zarr.json"], await Keys());
    }

    [Fact]
    public async Task Writing_the_fill_value_over_a_stored_chunk_removes_it()
    {
        var array = await Create([2], [2]);
        await array.WriteAsync<ushort>(new ushort[] { 1, 2 }, Region.Whole([2]));
        await array.WriteAsync<ushort>(new ushort[] { 0, 0 }, Region.Whole([2]));
        Assert.DoesNotContain("a/c/0", await Keys());
        Assert.Equal([0, 0], await array.ReadAsync<ushort>());
    }

    [Fact]
    public async Task Edge_chunks_are_stored_full_size_and_padded_with_the_fill_value()
    {
        var array = await Create([3, 3], [2, 2], fill: 9);
        await array.WriteAsync<ushort>(new ushort[] { 1, 2, 3, 4, 5, 6, 7, 8, 10 }, Region.Whole([3, 3]));
        using var chunk = await store.GetAsync(new StoreKey("a/c/1/1"));
        Assert.Equal([10, 0, 9, 0, 9, 0, 9, 0], chunk!.Memory.ToArray());
    }

    [Fact]
    public async Task Reading_asks_for_each_chunk_of_the_region_once_and_for_nothing_else()
    {
        var array = await Create([10, 10], [5, 5]);
        await array.WriteAsync(Ramp([10, 10]));
        var before = store.Reads;
        await array.ReadAsync<ushort>(new Region([4, 0], [2, 5]));
        Assert.Equal(2, store.Reads - before);
    }

    [Fact]
    public async Task Writing_whole_chunks_reads_nothing_and_publishes_each_once()
    {
        var array = await Create([10, 10], [5, 5]);
        var (reads, writes) = (store.Reads, store.Writes);
        await array.WriteAsync(Ramp([10, 10]));
        Assert.Equal((0, 4), (store.Reads - reads, store.Writes - writes));
    }

    [Fact]
    public async Task Many_tasks_may_write_parts_of_the_same_chunk()
    {
        var array = await Create([64, 8], [64, 8]);
        await Parallel.ForAsync(0, 64, async (row, token) =>
            await array.WriteAsync<ushort>(Enumerable.Repeat((ushort)(row + 1), 8).ToArray(), new Region([row, 0], [1, 8]), token));
        var rows = (await array.ReadAsync<ushort>()).Chunk(8);
        Assert.All(rows.Index(), row => Assert.All(row.Item, value => Assert.Equal(row.Index + 1, value)));
    }

    [Fact]
    public async Task A_damaged_chunk_names_its_key_and_codec()
    {
        var array = await Create([4], [4], codecs: [new BytesCodec(), new Crc32cCodec()]);
        await array.WriteAsync<ushort>(new ushort[] { 1, 2, 3, 4 }, Region.Whole([4]));
        await store.SetAsync(new StoreKey("a/c/0"), new byte[12]);
        var error = await Assert.ThrowsAsync<CorruptDataException>(() => array.ReadAsync<ushort>());
        Assert.Equal(("a/c/0", "crc32c"), (error.Key, error.Codec));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(0)]
    public async Task An_uncompressed_chunk_of_the_wrong_length_is_an_error(int length)
    {
        var array = await Create([4], [4]);
        await store.SetAsync(new StoreKey("a/c/0"), new byte[length]);
        await Assert.ThrowsAsync<CorruptDataException>(() => array.ReadAsync<ushort>());
    }

    [Fact]
    public async Task A_chunk_file_beyond_any_possible_length_is_not_read_whole()
    {
        var array = await Create([4], [4]);
        await store.SetAsync(new StoreKey("a/c/0"), new byte[10 << 20]);
        var before = store.BytesRead;
        await Assert.ThrowsAsync<CorruptDataException>(() => array.ReadAsync<ushort>());
        Assert.InRange(store.BytesRead - before, 1, 100_000);
    }

    [Fact]
    public async Task Reading_or_writing_as_another_type_names_the_right_call()
    {
        var array = await Create([4], [4]);
        await using var writer = array.OpenWriter();
        var region = Region.Whole([4]);
        await RequireMessageAsync("call ReadAsync<ushort>", () => array.ReadAsync<float>());
        await RequireMessageAsync("call ReadAsync<ushort>", () => array.ReadAsync(region, new byte[4].AsMemory()));
        await RequireMessageAsync("call WriteAsync<ushort>", () => array.WriteAsync<float>(new float[4], region));
        await RequireMessageAsync("call WriteAsync<ushort>", () => array[..].WriteAsync<float>(new float[4]));
        await RequireMessageAsync("call WriteAsync<ushort>", () => writer.WriteAsync<float>(new float[4], region));

        static async Task RequireMessageAsync(string advice, Func<Task> call) =>
            Assert.Equal($"the array holds uint16: {advice}", (await Assert.ThrowsAsync<ArgumentException>(call)).Message);
    }

    [Fact]
    public async Task A_region_beyond_the_array_is_an_argument_error()
    {
        var array = await Create([4], [4]);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => array.ReadAsync<ushort>(new Region([1], [4])));
        await Assert.ThrowsAsync<ArgumentException>(() => array.ReadAsync<ushort>(new Region([0, 0], [1, 1])));
    }

    [Fact]
    public async Task Data_of_another_shape_or_type_is_refused_before_anything_is_written()
    {
        var array = await Create([4], [4]);
        var writes = store.Writes;
        await Assert.ThrowsAsync<ArgumentException>(() => array.WriteAsync(Ramp([3])));
        await Assert.ThrowsAsync<ArgumentException>(() => array.WriteAsync(new byte[4].AsSource()));
        Assert.Equal(writes, store.Writes);
    }

    [Fact]
    public async Task Creating_makes_every_missing_group_above()
    {
        await ZarrArray.CreateAsync(store, new StorePrefix("p/q/a"), Metadata([1], [1]));
        Assert.Equal(["p/q/a/zarr.json", "p/q/zarr.json", "p/zarr.json", "zarr.json"], await Keys());
    }

    [Fact]
    public async Task Nothing_is_created_over_or_below_an_array()
    {
        await Create([1], [1]);
        await Assert.ThrowsAsync<NodeExistsException>(() => Create([1], [1]));
        var below = await Assert.ThrowsAsync<InvalidMetadataException>(() => ZarrArray.CreateAsync(store, new StorePrefix("a/b"), Metadata([1], [1])));
        Assert.Contains("a/zarr.json is not a group", below.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("__a")]
    [InlineData("...")]
    [InlineData("a/zarr.json")]
    public async Task Names_that_no_node_may_have_are_refused(string path) =>
        await Assert.ThrowsAsync<ArgumentException>(() => ZarrArray.CreateAsync(store, new StorePrefix(path), Metadata([1], [1])));

    [Fact]
    public async Task A_missing_array_and_a_group_in_its_place_are_told_apart()
    {
        await ZarrGroup.CreateAsync(store, new StorePrefix("g"));
        await Assert.ThrowsAsync<NodeNotFoundException>(() => ZarrArray.OpenAsync(store, new StorePrefix("x")));
        var error = await Assert.ThrowsAsync<InvalidMetadataException>(() => ZarrArray.OpenAsync(store, new StorePrefix("g")));
        Assert.Equal("g/zarr.json: node_type: expected \"array\", found \"group\"", error.Message);
    }

    [Fact]
    public async Task A_chunk_beyond_the_limit_is_refused_when_the_array_is_opened()
    {
        var error = await Assert.ThrowsAsync<UnsupportedFeatureException>(() => Create([1], [1L << 40]));
        Assert.Contains("ZarrOptions.MaxChunkLength", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_array_of_any_size_can_be_created_and_read_in_parts()
    {
        var array = await Create([long.MaxValue / 2, long.MaxValue / 2], [1000, 1000]);
        var region = new Region([(long.MaxValue / 2) - 2, 5], [2, 2]);
        await array.WriteAsync<ushort>(new ushort[] { 1, 2, 3, 4 }, region);
        Assert.Equal([1, 2, 3, 4], await array.ReadAsync<ushort>(region));
    }

    [Fact]
    public async Task A_cancelled_write_publishes_whole_chunks_or_none()
    {
        var array = await Create([100], [1]);
        using var stop = new CancellationTokenSource();
        var progress = new Listener(p => { if (p.ChunksDone == 10) { stop.Cancel(); } });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => array.WriteAsync(Ramp([100]), progress, stop.Token));
        Assert.InRange((await Keys()).Count(key => key.Contains("/c/", StringComparison.Ordinal)), 9, 99);
        Assert.All((await array.ReadAsync<ushort>()).Index(), element => Assert.Contains(element.Item, new ushort[] { 0, (ushort)(element.Index + 1) }));
    }

    [Fact]
    public async Task Progress_counts_up_to_all_chunks_and_bytes()
    {
        var array = await Create([5, 5], [2, 2]);
        var reports = new List<ChunkProgress>();
        await array.WriteAsync(Ramp([5, 5]), new Listener(reports.Add));
        Assert.Equal(Enumerable.Range(1, 9).Select(i => (long)i), reports.Select(r => r.ChunksDone));
        Assert.Equal(new ChunkProgress(9, 9, 50), reports[^1]);
    }

    [Fact]
    public async Task An_error_of_the_store_surfaces()
    {
        var faulty = FaultyStore.AtKey(new MemoryStore(), key => key == "a/c/2");
        var array = await ZarrArray.CreateAsync(faulty, new StorePrefix("a"), Metadata([4], [1]));
        var error = await Assert.ThrowsAsync<IOException>(() => array.WriteAsync(Ramp([4])));
        Assert.Contains("a/c/2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_error_surfaces_and_not_the_cancellation_that_it_causes()
    {
        await Create([64], [1]);
        var source = ArraySource.FromFunction([64], DataType.UInt16, async (region, _, token) =>
        {
            if (region.Offset[0] == 1)
            {
                throw new InvalidDataException("the source is broken");
            }

            await Task.Delay(Timeout.Infinite, token);
        });
        var options = new ZarrOptions { MaxDegreeOfParallelism = 4 };
        var opened = await ZarrArray.OpenAsync(store, new StorePrefix("a"), options);
        await Assert.ThrowsAsync<InvalidDataException>(() => opened.WriteAsync(source));
    }

    [Fact]
    public async Task A_cancelled_read_is_a_cancellation()
    {
        var array = await Create([4], [1]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => array.ReadAsync<ushort>(new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_fill_value_made_from_another_type_becomes_one_of_the_array()
    {
        var metadata = Metadata([4], [2]) with { FillValue = FillValue.Of(7) };
        var array = await ZarrArray.CreateAsync(store, new StorePrefix("a"), metadata);
        Assert.Equal(FillValue.Of((ushort)7), array.Metadata.FillValue);
        await array.WriteAsync<ushort>(new ushort[] { 1 }, new Region([1], [1]));
        Assert.Equal([7, 1, 7, 7], await array.ReadAsync<ushort>());
    }

    [Fact]
    public async Task A_fill_value_that_the_array_cannot_hold_is_refused_before_anything_is_written()
    {
        var metadata = Metadata([4], [2]) with { FillValue = FillValue.Of(-1) };
        await Assert.ThrowsAsync<InvalidMetadataException>(() => ZarrArray.CreateAsync(store, new StorePrefix("a"), metadata));
        Assert.Empty(await Keys());
    }

    [Fact]
    public async Task A_region_that_no_memory_can_hold_is_an_argument_error()
    {
        var array = await Create([1L << 62, 4], [1, 1]);
        await Assert.ThrowsAsync<ArgumentException>(() => array.ReadAsync<ushort>());
        await Assert.ThrowsAsync<ArgumentException>(() => array.ReadAsync<ushort>(new Region([0, 0], [1L << 32, 1])));
        await Assert.ThrowsAsync<ArgumentException>(async () => await ((IArraySource)array).ReadAsync(new Region([0, 0], [1L << 62, 1]), default, default));
        await Assert.ThrowsAsync<ArgumentException>(() => array.WriteAsync(ArraySource.FromFunction<ushort>([1L << 62, 4], (_, _) => { })));
    }

    [Fact]
    public async Task An_array_with_a_zero_length_reads_as_nothing()
    {
        var array = await Create([1L << 62, 1L << 62, 0], [1, 1, 1]);
        Assert.Empty(await array.ReadAsync<ushort>());
        await array.WriteAsync<ushort>(Array.Empty<ushort>(), Region.Whole(array.Shape));
    }

    [Fact]
    public async Task A_scalar_is_written_and_read()
    {
        var array = await Create([], [], fill: 5);
        Assert.Equal([5], await array.ReadAsync<ushort>());
        await array.WriteAsync<ushort>(new ushort[] { 42 }, Region.Whole([]));
        Assert.Equal([42], await array.ReadAsync<ushort>());
        Assert.Contains("a/c", await Keys());
    }

    [Fact]
    public async Task Changing_the_attributes_that_were_handed_in_changes_no_array()
    {
        var attributes = new System.Text.Json.Nodes.JsonObject { ["a"] = 1 };
        var array = await ZarrArray.CreateAsync(store, new StorePrefix("a"), Metadata([1], [1]) with { Attributes = attributes });
        attributes["a"] = 2;
        Assert.Equal(1, array.Attributes["a"]!.GetValue<int>());
    }

    [Fact]
    public async Task An_array_is_a_source_for_another()
    {
        var array = await Create([7, 5], [3, 2]);
        await array.WriteAsync(Ramp([7, 5]));
        var copy = await ZarrArray.CreateAsync(store, new StorePrefix("b"), Metadata([7, 5], [4, 4]));
        await copy.WriteAsync(array);
        Assert.Equal(await array.ReadAsync<ushort>(), await copy.ReadAsync<ushort>());
    }

    [Fact]
    public async Task The_v2_chunk_key_encoding_is_written_and_read()
    {
        var metadata = Metadata([2, 2], [1, 1]) with { ChunkKeyEncoding = new ChunkKeyEncoding("v2", '.') };
        var array = await ZarrArray.CreateAsync(store, new StorePrefix("a"), metadata);
        await array.WriteAsync(Ramp([2, 2]));
        Assert.Contains("a/1.0", await Keys());
        Assert.Equal([1, 2, 3, 4], await (await ZarrArray.OpenAsync(store, new StorePrefix("a"))).ReadAsync<ushort>());
    }

    private static IArraySource Ramp(Shape shape) =>
        ArraySource.FromMemory<ushort>(Enumerable.Range(1, (int)shape.ElementCount).Select(i => (ushort)i).ToArray(), shape);

    private static ArrayMetadata Metadata(Shape shape, Shape chunk, ushort fill = 0, params ICodec[] codecs) => new()
    {
        Shape = shape,
        ChunkShape = chunk,
        DataType = DataType.UInt16,
        FillValue = FillValue.Of(fill),
        Codecs = [.. (codecs.Length == 0 ? [new BytesCodec()] : codecs).Select(codec => codec.ToMetadata())],
    };

    private Task<ZarrArray> Create(Shape shape, Shape chunk, ushort fill = 0, params ICodec[] codecs) =>
        ZarrArray.CreateAsync(store, new StorePrefix("a"), Metadata(shape, chunk, fill, codecs));

    private async Task<List<string>> Keys()
    {
        var keys = new List<string>();
        await foreach (var key in store.ListAsync(StorePrefix.Root))
        {
            keys.Add(key.Value);
        }

        return [.. keys.Order(StringComparer.Ordinal)];
    }

    private sealed class Listener(Action<ChunkProgress> action) : IProgress<ChunkProgress>
    {
        public void Report(ChunkProgress value) => action(value);
    }
}
