using System.Text.Json.Nodes;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;
using Zarr.Stores.Files;

namespace Zarr.Tests;

/// <summary>Nodes that stay open while another folder takes their place, as it does when somebody overwrites a hierarchy: 8 x 8 uint16 in four chunks (shards) of 4 x 4.</summary>
public sealed class ReplacedNodeTests : IDisposable
{
    private static readonly Shape Shape = [8, 8];
    private static readonly Region FirstChunk = new([0, 0], [4, 4]);
    private static readonly Region PartOfAChunk = new([1, 1], [2, 2]);

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Kinds() => ["chunks", "shards", "v2"];

    public static TheoryData<string> WritableKinds() => ["chunks", "shards"];

    private string Node => folder["a"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Pixels_of_the_array_that_took_its_place_are_not_read(string kind)
    {
        var array = await OpenAsync(kind);
        await ReplaceAsync(kind, first: 5000);
        await Assert.ThrowsAsync<NodeReplacedException>(() => array.ReadAsync<ushort>());
        await Assert.ThrowsAsync<NodeReplacedException>(() => array.ReadAsync<ushort>(PartOfAChunk));
        await Assert.ThrowsAsync<NodeReplacedException>(() => array[Slice.All, 1].ReadAsync<ushort>());
        await Assert.ThrowsAsync<NodeReplacedException>(() => array.ThrowIfReplacedAsync());
        Assert.Equal(Pixels(5000), await (await ZarrArray.OpenAsync(Node)).ReadAsync<ushort>());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Chunks_that_went_with_their_array_are_not_the_fill_value(string kind)
    {
        var array = await OpenAsync(kind);
        Directory.Move(Node, folder["elsewhere"]);
        await Assert.ThrowsAsync<NodeReplacedException>(() => array.ReadAsync<ushort>());
        Directory.CreateDirectory(Node);
        await Assert.ThrowsAsync<NodeReplacedException>(() => array.ReadAsync<ushort>());
        Directory.Delete(Node);
        Directory.Move(folder["elsewhere"], Node);
        Assert.Equal(Pixels(1), await array.ReadAsync<ushort>());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Chunks_of_another_array_that_cannot_be_decoded_are_not_called_damaged(string kind)
    {
        var array = await OpenAsync(kind);
        await ReplaceAsync(kind, first: 5000);
        foreach (var chunk in Directory.EnumerateFiles(Node, "0*", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(Node, "1*", SearchOption.AllDirectories)))
        {
            await File.WriteAllBytesAsync(chunk, [1, 2, 3]);
        }

        await Assert.ThrowsAsync<NodeReplacedException>(() => array.ReadAsync<ushort>());
        await Assert.ThrowsAsync<CorruptDataException>(async () => await (await ZarrArray.OpenAsync(Node)).ReadAsync<ushort>());
    }

    [Theory]
    [MemberData(nameof(WritableKinds))]
    public async Task The_array_that_took_its_place_is_not_changed(string kind)
    {
        var array = await OpenAsync(kind);
        await ReplaceAsync(kind, first: 5000);
        await Assert.ThrowsAsync<NodeReplacedException>(() => array.WriteAsync<ushort>(Pixels(1), Region.Whole(Shape)));
        await Assert.ThrowsAsync<NodeReplacedException>(() => array.WriteAsync<ushort>(new ushort[16], FirstChunk)); // fill values: the chunk would be deleted
        await Assert.ThrowsAsync<NodeReplacedException>(() => array.WriteAsync<ushort>(new ushort[4], PartOfAChunk));
        await Assert.ThrowsAsync<NodeReplacedException>(() => array.ReplaceAttributesAsync(new JsonObject { ["mine"] = true }));
        await Assert.ThrowsAsync<NodeReplacedException>(() => array.ResizeAsync([4, 4]));
        var found = await ZarrArray.OpenAsync(Node);
        Assert.Equal(Pixels(5000), await found.ReadAsync<ushort>());
        Assert.Empty(found.Attributes);
    }

    [Theory]
    [MemberData(nameof(WritableKinds))]
    public async Task Writing_does_not_bring_back_an_array_that_is_gone(string kind)
    {
        var array = await OpenAsync(kind);
        Directory.Move(Node, folder["elsewhere"]);
        await Assert.ThrowsAsync<NodeReplacedException>(() => array.WriteAsync<ushort>(Pixels(1), Region.Whole(Shape)));
        Assert.False(Directory.Exists(Node));
    }

    [Fact]
    public async Task What_a_writer_keeps_is_not_stored_in_another_array()
    {
        var array = await OpenAsync("chunks");
        var writer = array.OpenWriter();
        await writer.WriteAsync<ushort>(new ushort[4], PartOfAChunk);
        await ReplaceAsync("chunks", first: 5000);
        await Assert.ThrowsAsync<NodeReplacedException>(() => writer.FlushAsync());
        await Assert.ThrowsAsync<NodeReplacedException>(async () => await writer.DisposeAsync());
        Assert.Equal(Pixels(5000), await (await ZarrArray.OpenAsync(Node)).ReadAsync<ushort>());
    }

    [Theory]
    [MemberData(nameof(WritableKinds))]
    public async Task Changes_in_place_are_no_replacement(string kind)
    {
        var array = await OpenAsync(kind);
        var other = await ZarrArray.OpenAsync(Node);
        await other.WriteAsync<ushort>(Pixels(3000), Region.Whole(Shape));
        await other.ReplaceAttributesAsync(new JsonObject { ["mine"] = true });
        Assert.Equal(Pixels(3000), await array.ReadAsync<ushort>());
        await array.WriteAsync<ushort>(Pixels(1), Region.Whole(Shape));
        Assert.Equal(Pixels(1), await other.ReadAsync<ushort>());
        await array.ThrowIfReplacedAsync();
    }

    [Fact]
    public async Task A_group_opens_and_lists_nothing_of_the_group_that_took_its_place()
    {
        await MakeGroupAsync(Node, "0");
        var group = await ZarrGroup.OpenAsync(Node);
        await MakeGroupAsync(folder["b"], "0");
        Replace(folder["b"]);
        await Assert.ThrowsAsync<NodeReplacedException>(() => group.OpenGroupAsync("0"));
        await Assert.ThrowsAsync<NodeReplacedException>(() => group.OpenArrayAsync("array"));
        await Assert.ThrowsAsync<NodeReplacedException>(() => group.OpenArrayAsync("missing"));
        await Assert.ThrowsAsync<NodeReplacedException>(async () => await group.ListChildrenAsync().ToListAsync());
        await Assert.ThrowsAsync<NodeReplacedException>(() => group.ReplaceAttributesAsync([]));
        await Assert.ThrowsAsync<NodeReplacedException>(() => group.ThrowIfReplacedAsync());
        await Assert.ThrowsAsync<NodeNotFoundException>(async () => await (await ZarrGroup.OpenAsync(Node)).OpenArrayAsync("missing"));
    }

    [Fact]
    public async Task An_array_that_is_replaced_while_it_is_opened_is_opened_again()
    {
        var store = await TwoArraysAsync(first: 1, second: 5000);
        store.Answered = key => store.Current = key.EndsWith("zarr.json", StringComparison.Ordinal) ? 1 : store.Current;
        var array = await ZarrArray.OpenAsync(store, StorePrefix.Root);
        Assert.Equal("5000", array.Metadata.Attributes["first"]!.ToJsonString());
        Assert.Equal(Pixels(5000), await array.ReadAsync<ushort>());
    }

    [Fact]
    public async Task An_array_that_appears_while_it_is_looked_for_is_opened()
    {
        var store = await TwoArraysAsync(first: 1, second: 5000);
        store.Current = 2;
        store.Asked = _ => store.Current = 0;
        var array = await ZarrArray.OpenAsync(store, StorePrefix.Root);
        Assert.Equal(Pixels(1), await array.ReadAsync<ushort>());
        store.Asked = _ => store.Current = 1;
        await Assert.ThrowsAsync<NodeReplacedException>(() => array.ReadAsync<ushort>());
    }

    [Fact]
    public async Task An_array_that_is_replaced_over_and_over_is_told_so()
    {
        var store = await TwoArraysAsync(first: 1, second: 5000);
        store.Answered = _ => store.Current ^= 1;
        await Assert.ThrowsAsync<NodeReplacedException>(() => ZarrArray.OpenAsync(store, StorePrefix.Root));
    }

    [Fact]
    public async Task An_array_that_is_replaced_for_one_chunk_and_put_back_is_noticed()
    {
        var store = await TwoArraysAsync(first: 1, second: 5000);
        var array = await ZarrArray.OpenAsync(store, StorePrefix.Root, new ZarrOptions { MaxDegreeOfParallelism = 1 });
        store.Asked = key => store.Current = key == "c/0/1" ? 1 : 0;
        await Assert.ThrowsAsync<NodeReplacedException>(() => array.ReadAsync<ushort>());
        store.Asked = key => store.Current = key == "c/0/1" ? 2 : 0;
        await Assert.ThrowsAsync<NodeReplacedException>(() => array.ReadAsync<ushort>());
        store.Asked = _ => store.Current = 0;
        Assert.Equal(Pixels(1), await array.ReadAsync<ushort>());
    }

    [Fact]
    public void File_systems_that_number_their_folders_anew_make_no_false_alarm()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the types of file systems are those of Linux");
        Assert.Equal(FileIdentity.OfPath("/proc/self"), FileIdentity.OfPath("/proc/sys"));
        Assert.NotNull(FileIdentity.OfPath("/proc/self"));
    }

    private static ushort[] Pixels(int first) => [.. Enumerable.Range(first, 64).Select(value => (ushort)value)];

    private static ArrayMetadata Metadata(string kind, int first) => new()
    {
        Shape = Shape,
        ChunkShape = [4, 4],
        DataType = DataType.UInt16,
        FillValue = FillValue.Of<ushort>(0),
        Codecs = kind == "shards" ? [new ShardingCodec([2, 2], new BytesCodec(), new ZstdCodec()).ToMetadata()] : [new BytesCodec().ToMetadata(), new ZstdCodec().ToMetadata()],
        Attributes = new JsonObject { ["first"] = first },
    };

    private static async Task<ReplacedStore> TwoArraysAsync(int first, int second)
    {
        var contents = new[] { new MemoryStore(), new MemoryStore() };
        foreach (var (content, value) in contents.Zip([first, second]))
        {
            var array = await ZarrArray.CreateAsync(content, StorePrefix.Root, Metadata("chunks", value));
            await array.WriteAsync<ushort>(Pixels(value), Region.Whole(Shape));
        }

        return new ReplacedStore(contents);
    }

    private static async Task MakeGroupAsync(string path, string child)
    {
        var store = new FileSystemStore(path);
        var root = await ZarrGroup.CreateAsync(store, StorePrefix.Root);
        await ZarrGroup.CreateAsync(store, root.Path / child);
        await ZarrArray.CreateAsync(store, root.Path / "array", Metadata("chunks", 0));
    }

    private static async Task MakeAsync(string path, string kind, int first)
    {
        if (kind == "v2")
        {
            Directory.CreateDirectory(path);
            await File.WriteAllTextAsync(Path.Join(path, ".zarray"), """{"zarr_format": 2, "shape": [8, 8], "chunks": [4, 4], "dtype": "<u2", "compressor": null, "fill_value": 0, "order": "C", "filters": null}""");
            var pixels = Pixels(first);
            foreach (var (y, x) in new[] { (0, 0), (0, 1), (1, 0), (1, 1) })
            {
                var chunk = Enumerable.Range(0, 16).SelectMany(i => BitConverter.GetBytes(pixels[(((y * 4) + (i / 4)) * 8) + (x * 4) + (i % 4)])).ToArray();
                await File.WriteAllBytesAsync(Path.Join(path, $"{y}.{x}"), chunk);
            }

            return;
        }

        var array = await ZarrArray.CreateAsync(new FileSystemStore(path), StorePrefix.Root, Metadata(kind, first) with { Attributes = [] });
        await array.WriteAsync<ushort>(Pixels(first), Region.Whole(Shape));
    }

    private async Task<ZarrArray> OpenAsync(string kind)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "folders cannot be told apart here");
        await MakeAsync(Node, kind, 1);
        var array = await ZarrArray.OpenAsync(Node);
        Assert.Equal(Pixels(1), await array.ReadAsync<ushort>());
        return array;
    }

    private async Task ReplaceAsync(string kind, int first)
    {
        await MakeAsync(folder["b"], kind, first);
        Replace(folder["b"]);
    }

    private void Replace(string other)
    {
        Directory.Move(Node, folder["replaced"]);
        Directory.Move(other, Node);
        Directory.Delete(folder["replaced"], recursive: true);
    }
}
