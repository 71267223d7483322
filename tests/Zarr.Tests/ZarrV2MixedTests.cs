using System.Text.Json.Nodes;
using CsCheck;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;
using Zarr.Tests.Metadata.V2;

namespace Zarr.Tests;

/// <summary>Zarr v2 nodes where they meet everything else: slices, views as sources, listings, and calls that would change them.</summary>
public sealed class ZarrV2MixedTests
{
    private static readonly Gen<Case> Cases =
        from rank in Gen.Int[1, 3]
        from shape in Generators.Shape(rank, 0, 7)
        from chunk in Generators.Shape(rank, 1, 4)
        from order in Gen.OneOf<char>('C', 'F')
        from endian in Gen.OneOf<char>('<', '>')
        from separator in Gen.OneOf<char>('.', '/')
        from missing in Gen.Int[2, 9]
        from parts in Gen.Double[0, 1].Array[2 * rank]
        from steps in Gen.Int[1, 4].Array[rank]
        select new Case(shape, chunk, order, endian, separator, missing, parts, steps);

    private readonly CountingStore store = new();

    [Fact]
    public async Task Slices_with_steps_of_any_array_of_version_2_are_read_and_copied_to_shards() =>
        await Cases.SampleAsync(SliceAndCopyAsync, seed: "0000V2Slices0", iter: Rounds.Of(1000));

    [Fact]
    public async Task The_kind_of_a_node_of_either_version_is_found()
    {
        await PutMixedAsync();
        await ZarrGroup.CreateAsync(store, new("own"));
        await store.SetAsync(new StoreKey("damaged/zarr.json"), "{}"u8.ToArray());
        Assert.Equal(NodeKind.Group, await ZarrGroup.FindKindAsync(store, new("old")));
        Assert.Equal(NodeKind.Array, await ZarrGroup.FindKindAsync(store, new("old/a")));
        Assert.Equal(NodeKind.Group, await ZarrGroup.FindKindAsync(store, new("own")));
        Assert.Null(await ZarrGroup.FindKindAsync(store, new("nothing")));
        await Assert.ThrowsAsync<InvalidMetadataException>(() => ZarrGroup.FindKindAsync(store, new("damaged")));
        await Assert.ThrowsAsync<InvalidMetadataException>(() => ZarrGroup.FindKindAsync(store, new("own"), new ZarrOptions { MaxDocumentLength = 8 }));
    }

    [Fact]
    public async Task Whatever_would_change_a_node_of_version_2_is_refused_and_changes_nothing()
    {
        await PutMixedAsync();
        var before = await SnapshotAsync();
        var group = await ZarrGroup.OpenAsync(store, new("old"));
        var array = await group.OpenArrayAsync("a");
        await RefusedAsync(() => array.ReplaceAttributesAsync([]));
        await RefusedAsync(() => array.ResizeAsync([1, 1]));
        await RefusedAsync(() => array.WriteAsync<ushort>(new ushort[24], Region.Whole([4, 6])));
        await RefusedAsync(() => array[0, ..].WriteAsync<ushort>(new ushort[6]));
        Assert.Throws<NotSupportedException>(() => array.OpenWriter());
        await RefusedAsync(() => group.ReplaceAttributesAsync([]));
        await RefusedAsync(() => group.DeleteAsync("a"));
        await RefusedAsync(() => group.DeleteAsync("a/0"));
        await RefusedAsync(() => group.DeleteAsync("nothing"));
        await RefusedAsync(() => ZarrArray.DeleteAsync(store, new("old/a")));
        await RefusedAsync(() => ZarrGroup.DeleteAsync(store, new("old")));
        await RefusedAsync(() => ZarrArray.CreateAsync(store, new("old/b"), V3Metadata));
        await RefusedAsync(() => ZarrArray.CreateAsync(store, new("old/a"), V3Metadata));
        await RefusedAsync(() => ZarrGroup.CreateAsync(store, new("old/x/y")));
        await RefusedAsync(() => ZarrGroup.CreateAsync(store, new("old/a/0")));
        Assert.Equal(before, await SnapshotAsync());
    }

    [Fact]
    public async Task Children_of_both_versions_are_listed_once_each()
    {
        await PutMixedAsync();
        Assert.Equal(["new Array", "old Group", "twice Array"], await ChildrenAsync(StorePrefix.Root));
        Assert.Equal(["a Array", "labels Group"], await ChildrenAsync(new("old")));
        Assert.Empty(await ChildrenAsync(new("old/labels")));
        var group = await ZarrGroup.OpenAsync(store, StorePrefix.Root);
        Assert.Equal((3, 2, 3), ((await group.OpenArrayAsync("new")).ZarrFormat, (await group.OpenArrayAsync("old/a")).ZarrFormat, (await group.OpenArrayAsync("twice")).ZarrFormat));
    }

    [Fact]
    public async Task Attributes_of_a_group_of_version_3_are_replaced_beside_nodes_of_version_2()
    {
        await PutMixedAsync();
        var group = await ZarrGroup.OpenAsync(store, StorePrefix.Root);
        await group.ReplaceAttributesAsync(new JsonObject { ["a"] = 1 });
        Assert.Equal(1, (await ZarrGroup.OpenAsync(store, StorePrefix.Root)).Attributes["a"]!.GetValue<int>());
        Assert.Equal(2, (await group.OpenGroupAsync("old")).ZarrFormat);
    }

    [Theory]
    [InlineData("new/c")]
    [InlineData("new/c/0")]
    public async Task Nothing_is_deleted_inside_an_array(string path)
    {
        await PutMixedAsync();
        await (await ZarrArray.OpenAsync(store, new("new"))).WriteAsync<byte>(new byte[] { 5 }, Region.Whole([1]));
        var before = await SnapshotAsync();
        var error = await Assert.ThrowsAsync<ArgumentException>(() => ZarrArray.DeleteAsync(store, new(path)));
        Assert.StartsWith($"/{path} lies inside the array at /new, ", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => ZarrGroup.DeleteAsync(store, new(path)));
        Assert.Equal(before, await SnapshotAsync());
    }

    private static async Task SliceAndCopyAsync(Case test)
    {
        var memory = new MemoryStore();
        var naive = await PutAsync(memory, test);
        var array = await ZarrArray.OpenAsync(memory, StorePrefix.Root);
        Assert.Equal(naive.Bytes.ToArray(), await BytesAsync(array));
        var region = Generators.RegionOf(test.Shape, test.Parts);
        Slice[] slices = [.. Enumerable.Range(0, test.Shape.Rank).Select(d => Slice.Between(region.Offset[d], region.Offset[d] + region.Shape[d], test.Steps[d]))];
        var view = array[slices];
        var positions = Positions(view.Shape).Select(at => at.Select((index, d) => region.Offset[d] + (index * test.Steps[d])).ToArray());
        var picked = positions.SelectMany(at => naive.Read(new Region(at, Ones(at.Length)))).ToArray();
        Assert.Equal(picked, await BytesAsync(view));

        var copy = await ZarrArray.CreateAsync(new MemoryStore(), StorePrefix.Root, ShardedLike(view));
        await using (var writer = copy.OpenWriter(new WriteBuffer(test.Missing)))
        {
            await writer.WriteAsync(view);
        }

        Assert.Equal(picked, await BytesAsync(copy));
    }

    /// <summary>Stores an array of int32 in which some chunks are missing, and says what it holds.</summary>
    private static async Task<NaiveArray> PutAsync(MemoryStore store, Case test)
    {
        await store.PutAsync(".zarray", V2Node.Array(
            ("shape", Json(test.Shape)), ("chunks", Json(test.Chunk)), ("dtype", $"\"{test.Endian}i4\""), ("fill_value", "-2"),
            ("order", $"\"{test.Order}\""), ("dimension_separator", $"\"{test.Separator}\"")));
        var naive = new NaiveArray(test.Shape, 4, BitConverter.GetBytes(-2));
        var counts = Shape.Create([.. test.Shape.Zip(test.Chunk, (length, chunk) => (length + chunk - 1) / chunk)]);
        foreach (var (number, chunk) in Positions(counts).Index())
        {
            if (number % test.Missing == test.Missing - 1)
            {
                continue;
            }

            await store.SetAsync(new StoreKey(string.Join(test.Separator, chunk)), Chunk(test, naive, chunk));
        }

        return naive;
    }

    /// <summary>The bytes of a chunk whose elements are also put into the naive array; those beyond its edge are 99.</summary>
    private static byte[] Chunk(Case test, NaiveArray naive, long[] chunk)
    {
        var reversed = Shape.Create([.. test.Chunk.Reverse()]);
        var order = test.Order == 'F' ? Positions(reversed).Select(at => at.Reverse().ToArray()) : Positions(test.Chunk);
        return [.. order.SelectMany(at =>
        {
            var place = at.Select((index, d) => (chunk[d] * test.Chunk[d]) + index).ToArray();
            var isInside = place.Zip(test.Shape, (index, length) => index < length).All(inside => inside);
            var value = BitConverter.GetBytes(isInside ? (int)place.Aggregate(1L, (sum, index) => (sum * 1000) + index) : 99);
            if (isInside)
            {
                naive.Write(new Region(place, Ones(place.Length)), value);
            }

            return test.Endian == '>' ? value.Reverse() : value;
        })];
    }

    private static IEnumerable<long[]> Positions(Shape shape)
    {
        IEnumerable<long[]> positions = [[]];
        return shape.Aggregate(positions, (sofar, length) => sofar.SelectMany(at => Enumerable.Range(0, (int)length).Select(index => (long[])[.. at, index])));
    }

    private static Shape Ones(int rank) => Shape.Create([.. Enumerable.Repeat(1L, rank)]);

    private static string Json(Shape shape) => $"[{string.Join(',', shape)}]";

    private static ArrayMetadata ShardedLike(ArrayView view) => new()
    {
        Shape = view.Shape,
        ChunkShape = Shape.Create([.. view.Shape.Select(_ => 4L)]),
        DataType = view.DataType,
        Codecs = [new ShardingCodec(Shape.Create([.. view.Shape.Select(_ => 2L)]), new BytesCodec(), new Crc32cCodec()).ToMetadata()],
    };

    private static async Task<byte[]> BytesAsync(IArraySource source)
    {
        var bytes = new byte[source.Shape.ElementCount * source.DataType.Size];
        await source.ReadAsync(Region.Whole(source.Shape), bytes, CancellationToken.None);
        return bytes;
    }

    private static async Task RefusedAsync(Func<Task> change) => await Assert.ThrowsAsync<NotSupportedException>(change);

    private static ArrayMetadata V3Metadata { get; } = new() { Shape = [1], ChunkShape = [1], DataType = DataType.UInt8, Codecs = [new BytesCodec().ToMetadata()] };

    /// <summary>A group of v3 with an array of v3, a group of v2, an array of both, and folders that are nothing.</summary>
    private async Task PutMixedAsync()
    {
        await ZarrArray.CreateAsync(store, new("new"), V3Metadata);
        await ZarrArray.CreateAsync(store, new("twice"), V3Metadata);
        await store.PutAsync("twice/.zarray", V2Node.Array());
        await store.PutAsync("folder/something", "else");
        await store.PutAsync("old/.zgroup", """{"zarr_format":2}""");
        await store.PutAsync("old/.zattrs", """{"multiscales":[]}""");
        await store.PutAsync("old/labels/.zgroup", """{"zarr_format":2}""");
        await store.PutAsync("old/a/.zarray", V2Node.Array(("dimension_separator", "\"/\"")));
        await store.PutRampAsync("old/a/", '/');
    }

    private async Task<string[]> SnapshotAsync()
    {
        var content = new List<string>();
        foreach (var key in await store.KeysAsync())
        {
            using var value = await store.GetAsync(new StoreKey(key));
            content.Add($"{key} {Convert.ToHexString(value!.Memory.Span)}");
        }

        return [.. content];
    }

    private async Task<string[]> ChildrenAsync(StorePrefix path)
    {
        var group = await ZarrGroup.OpenAsync(store, path);
        return [.. (await group.ListChildrenAsync().ToArrayAsync()).Select(child => $"{child.Name} {child.Kind}")];
    }

    private sealed record Case(Shape Shape, Shape Chunk, char Order, char Endian, char Separator, int Missing, double[] Parts, int[] Steps)
    {
        public override string ToString() =>
            $"{Shape} chunks {Chunk} {Order} {Endian} '{Separator}' without each {Missing}th, {string.Join(' ', Parts)} steps {string.Join(' ', Steps)}";
    }
}
