using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests.Stores;

/// <summary>A folder, pipe, socket or device in the place of a value is an error at once: never a value that is absent, which reads as fill values, and never a wait.</summary>
public sealed class NoFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Kinds => NoFile.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_store_says_what_stands_in_the_place_of_a_value(string kind)
    {
        await NoFile.PutAsync(kind, folder["s/a/b"]);
        var store = new FileSystemStore(folder["s"]);
        var key = new StoreKey("a/b");
        foreach (var read in (Func<Task>[])
        [
            async () => await store.GetAsync(key), async () => await store.GetRangeAsync(key, ByteRange.FromOffset(0, 1)), async () => await store.OpenAsync(key), async () => FileSystemStore.OpenFile(folder["s/a/b"]),
        ])
        {
            await NoFile.RequireErrorAsync(kind, folder["s/a/b"], read);
        }

        if (kind == "folder")
        {
            Assert.Null(await store.GetLengthAsync(key)); // whoever asks may look for the keys below
        }
        else
        {
            await NoFile.RequireErrorAsync(kind, folder["s/a/b"], async () => await store.GetLengthAsync(key));
        }

        Assert.Null(await store.GetLengthAsync(new StoreKey("a/b/c")));
        Assert.Null(await store.GetLengthAsync(new StoreKey("a/c")));
        Assert.Null(FileSystemStore.OpenFile(folder["s/a/c"]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_chunk_is_not_read_as_fill_values(string kind)
    {
        var array = await WriteAsync([2, 2], new BytesCodec());
        await RequireUnreadableAsync(kind, "a/c/0/1", array, new Region([0, 2], [2, 2]), new Region([0, 2], [1, 1]));
        Assert.Equal([1], await array.ReadAsync<byte>(new Region([0, 0], [1, 1])));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Neither_is_a_shard_nor_a_part_of_it(string kind)
    {
        var array = await WriteAsync([4, 4], new ShardingCodec([2, 2], new BytesCodec()));
        await RequireUnreadableAsync(kind, "a/c/0/0", array, new Region([0, 0], [4, 4]), new Region([0, 0], [1, 1]), new Region([2, 2], [2, 2]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Neither_is_a_chunk_of_Zarr_v2(string kind)
    {
        foreach (var (separator, chunk) in new[] { ('.', "0.0"), ('/', "0/0") })
        {
            var name = separator == '.' ? "dots" : "slashes";
            Directory.CreateDirectory(folder[name]);
            File.WriteAllText(
                folder[$"{name}/.zarray"],
                $$"""{"zarr_format":2,"shape":[4,4],"chunks":[2,2],"dtype":"|u1","compressor":null,"fill_value":0,"order":"C","filters":null,"dimension_separator":"{{separator}}"}""");
            var array = await ZarrArray.OpenAsync(folder[name]);
            await RequireUnreadableAsync(kind, $"{name}/{chunk}", array, new Region([0, 0], [2, 2]), new Region([0, 0], [4, 4]));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_part_of_such_a_chunk_cannot_be_written(string kind)
    {
        var array = await WriteAsync([2, 2], new BytesCodec());
        await NoFile.PutAsync(kind, folder["a/c/0/1"]);
        await NoFile.RequireErrorAsync(
            kind, folder["a/c/0/1"], () => array.WriteAsync<byte>(new byte[] { 9 }, new Region([0, 2], [1, 1])));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_document_of_a_node_says_so_as_well(string kind)
    {
        await NoFile.PutAsync(kind, folder["s/zarr.json"]);
        await NoFile.PutAsync(kind, folder["old/.zgroup"]);
        await NoFile.PutAsync(kind, folder["old/a/.zarray"]);
        foreach (var (node, document) in new[] { ("s", "s/zarr.json"), ("old", "old/.zgroup"), ("old/a", "old/a/.zarray") })
        {
            await NoFile.RequireErrorAsync(kind, folder[document], document.EndsWith("array", StringComparison.Ordinal) ? () => ZarrArray.OpenAsync(folder[node]) : () => ZarrGroup.OpenAsync(folder[node]));
            if (kind != "folder" || document == "s/zarr.json")
            {
                await Assert.ThrowsAnyAsync<Exception>(() => NoFile.SoonAsync(() => ZarrGroup.CreateAsync(new FileSystemStore(folder[node]), new StorePrefix("new"))));
                Assert.False(Path.Exists(folder[$"{node}/new"]));
            }
        }
    }

    private async Task<ZarrArray> WriteAsync(Shape chunk, ICodec codec)
    {
        var metadata = new ArrayMetadata { Shape = [4, 4], ChunkShape = chunk, DataType = DataType.UInt8, FillValue = FillValue.Of<byte>(0), Codecs = [codec.ToMetadata()] };
        var array = await ZarrArray.CreateAsync(new FileSystemStore(folder["a"]), StorePrefix.Root, metadata);
        await array.WriteAsync<byte>(Enumerable.Range(1, 16).Select(i => (byte)i).ToArray(), Region.Whole([4, 4]));
        return array;
    }

    private async Task RequireUnreadableAsync(string kind, string chunk, ZarrArray array, params Region[] regions)
    {
        await NoFile.PutAsync(kind, folder[chunk]);
        foreach (var region in regions)
        {
            await NoFile.RequireErrorAsync(kind, folder[chunk], () => array.ReadAsync<byte>(region));
        }
    }
}
