using TestKit;
using Xunit;
using Zarr.Checking;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;
using Zarr.Tests.Metadata.V2;
using static Zarr.Tests.Checking.CheckedArray;

namespace Zarr.Tests.Checking;

/// <summary>Keys below an array that are none of it, absent chunks, and samples.</summary>
public sealed class ChunkKeyCheckTests
{
    [Theory]
    [InlineData("c/3/0", ChunkFindingKind.OutsideGrid)]
    [InlineData("c/0/2", ChunkFindingKind.OutsideGrid)]
    [InlineData("0/0", ChunkFindingKind.OtherKeyEncoding)]
    [InlineData("0.0", ChunkFindingKind.OtherKeyEncoding)]
    [InlineData("c.0.0", ChunkFindingKind.OtherKeyEncoding)]
    [InlineData("c/0/0/0", ChunkFindingKind.Folder)]
    [InlineData("c/00/0", ChunkFindingKind.ForeignKey)]
    [InlineData("c/0", ChunkFindingKind.ForeignKey)]
    [InlineData("c/.DS_Store", ChunkFindingKind.ForeignKey)]
    [InlineData("notes.txt", ChunkFindingKind.ForeignKey)]
    [InlineData("c/0/0.0123456789abcdef.partial", ChunkFindingKind.TemporaryKey)]
    [InlineData("c/0/0.__lock", ChunkFindingKind.TemporaryKey)]
    [InlineData("c/0/.nfs0000000000000001", ChunkFindingKind.TemporaryKey)]
    public async Task A_key_that_is_no_chunk_is_found_and_not_read(string key, ChunkFindingKind kind)
    {
        var array = await CreateAsync(new BytesCodec());
        await array.Store.WriteAsync($"a/{key}", 1);
        array.Store.Clear();
        var report = await array.CheckAsync();
        var finding = Assert.Single(report.Findings);
        Assert.Equal((kind, $"a/{key}", null), (finding.Kind, finding.Key, finding.Region));
        Assert.DoesNotContain(array.Store.Of(StoreOperation.GetRange), request => request.Key == $"a/{key}");
        Assert.Equal(6, report.StoredChunks);
    }

    [Fact]
    public async Task Metadata_documents_are_no_finding()
    {
        var array = await CreateAsync(new BytesCodec());
        await array.Store.TouchAsync("a/.zattrs", "a/.zarray", "ab/c/9/9");
        Assert.Empty((await array.CheckAsync()).Findings);
    }

    [Fact]
    public async Task Drafts_of_killed_writers_and_folders_in_the_place_of_chunks_are_found_in_folders()
    {
        using var folder = new TemporaryFolder();
        var array = await ZarrArray.CreateAsync(new FileSystemStore(folder.Path), Root, MetadataOf(new BytesCodec()));
        Directory.CreateDirectory(folder["a/c/0/1"]);
        Directory.CreateDirectory(folder["a/c/1/0"]);
        Directory.CreateDirectory(folder["a/c/7"]);
        await File.WriteAllTextAsync(folder["a/c/1/0/x"], "x");
        await File.WriteAllTextAsync(folder["a/c/0/.1.0123456789abcdef.partial"], "x");
        var report = await array.CheckChunksAsync();
        Assert.Equal(
            [(ChunkFindingKind.TemporaryKey, "a/c/0/.1.0123456789abcdef.partial"), (ChunkFindingKind.Folder, "a/c/0/1"), (ChunkFindingKind.Folder, "a/c/1/0/x")],
            report.Findings.Select(finding => (finding.Kind, finding.Key)));
    }

    [Fact]
    public async Task A_link_to_a_folder_is_named_because_what_lies_behind_it_is_not_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        using var folder = new TemporaryFolder();
        var array = await ZarrArray.CreateAsync(new FileSystemStore(folder.Path), Root, MetadataOf(new BytesCodec()));
        Directory.CreateDirectory(folder["elsewhere/0"]);
        Directory.CreateSymbolicLink(folder["a/c"], folder["elsewhere"]);
        Assert.Equal((ChunkFindingKind.Unreadable, "a/c"), ((await array.CheckChunksAsync()).Findings.Single().Kind, (await array.CheckChunksAsync()).Findings.Single().Key));
    }

    [Fact]
    public async Task Chunks_of_v2_with_the_other_separator_are_found_and_read_as_readers_read_them()
    {
        var store = new CountingStore();
        await store.PutAsync("a/.zarray", V2Node.Array());
        await store.PutRampAsync("a/", '/');
        var report = await (await ZarrArray.OpenAsync(store, Root)).CheckChunksAsync();
        Assert.Equal(report.StoredChunks, report.CountOf(ChunkFindingKind.OtherKeyEncoding));
        Assert.Equal((report.GridChunks, report.GridChunks), (report.StoredChunks, report.CheckedChunks));
        Assert.Equal([ChunkFindingKind.OtherKeyEncoding], report.Counts.Keys);
    }

    [Fact]
    public async Task A_chunk_that_the_store_cannot_hand_over_is_a_finding()
    {
        using var folder = new TemporaryFolder();
        var files = await ZarrArray.CreateAsync(new UnlistableStore(new FileSystemStore(folder.Path)), Root, MetadataOf(new BytesCodec()));
        Directory.CreateDirectory(folder["a/c/0/1"]);
        var finding = Assert.Single((await files.CheckChunksAsync()).Findings);
        Assert.Equal((ChunkFindingKind.Unreadable, "a/c/0/1"), (finding.Kind, finding.Key));
    }

    [Fact]
    public async Task Absent_chunks_are_counted_and_located()
    {
        var array = await CreateAsync(new BytesCodec());
        await array.Store.DeleteAsync(new StoreKey("a/c/1/0"));
        await array.Store.DeleteAsync(new StoreKey("a/c/1/1"));
        await array.Store.DeleteAsync(new StoreKey("a/c/2/1"));
        var report = await array.CheckAsync(new ChunkCheckOptions { MapDimensions = [0] });
        Assert.Equal((3, 3), (report.StoredChunks, report.AbsentChunks));
        Assert.Equal([2, 0, 1], Enumerable.Range(0, 3).Select(row => report.Map!.StoredCount(row)));
        Assert.Equal(2, report.Map!.ChunksPerCell);
        Assert.Equal([new Region([2, 0], [2, 7])], report.Map.EmptyCells());
        Assert.Equal([new Region([2, 0], [2, 4]), new Region([2, 4], [2, 3]), new Region([4, 4], [1, 3])], (await array.CheckAsync(new ChunkCheckOptions { MapDimensions = [0, 1] })).Map!.EmptyCells());
        Assert.Null((await array.CheckAsync()).Map);
        await Assert.ThrowsAsync<ArgumentException>(() => array.CheckAsync(new ChunkCheckOptions { MapDimensions = [2] }));
    }

    [Fact]
    public async Task A_sample_has_the_first_and_the_last_chunk_and_is_the_same_each_time()
    {
        var store = new CountingStore();
        var array = await ZarrArray.CreateAsync(store, Root, MetadataOf(new BytesCodec()) with { Shape = [100, 4] });
        await array.WriteAsync<ushort>(Enumerable.Repeat((ushort)1, 400).ToArray(), Region.Whole(array.Shape));
        store.Clear();
        var report = await array.CheckChunksAsync(new ChunkCheckOptions { MaxChunks = 5 });
        var first = Chunks(store);
        Assert.Equal((50, 5, 0), (report.StoredChunks, report.CheckedChunks, report.AbsentChunks));
        Assert.Equal(5, first.Length);
        Assert.Contains("a/c/0/0", first);
        Assert.Contains("a/c/49/0", first);
        store.Clear();
        await array.CheckChunksAsync(new ChunkCheckOptions { MaxChunks = 5 });
        Assert.Equal(first, Chunks(store));
        store.Clear();
        var keysOnly = await array.CheckChunksAsync(new ChunkCheckOptions { MaxChunks = 0 });
        Assert.Equal((50, 0), (keysOnly.StoredChunks, keysOnly.CheckedChunks));
        Assert.Empty(Chunks(store));
    }

    [Fact]
    public async Task Of_a_store_that_cannot_be_listed_chunks_of_the_grid_are_asked_for()
    {
        var array = await CreateAsync(new BytesCodec());
        await array.Store.DeleteAsync(new StoreKey("a/c/1/0"));
        var opened = await ZarrArray.OpenAsync(new UnlistableStore(array.Store), Root);
        var all = await opened.CheckChunksAsync();
        Assert.Equal((5, 1, 5, true), (all.StoredChunks, all.AbsentChunks, all.CheckedChunks, all.IsComplete));
        var some = await opened.CheckChunksAsync(new ChunkCheckOptions { MaxChunks = 2, MapDimensions = [0] });
        Assert.Equal((2, 0, 2, false), (some.StoredChunks, some.AbsentChunks, some.CheckedChunks, some.IsComplete));
        Assert.Null(some.Map);
    }

    [Fact]
    public async Task Hostile_shapes_cost_nothing()
    {
        var store = new CountingStore();
        var metadata = MetadataOf(new BytesCodec()) with { Shape = [long.MaxValue / 4, long.MaxValue / 4] };
        var array = await ZarrArray.CreateAsync(store, Root, metadata);
        await array.WriteAsync<ushort>(new ushort[8], new Region([0, 0], [2, 4]));
        var report = await array.CheckChunksAsync(new ChunkCheckOptions { MapDimensions = [0] });
        Assert.Equal(long.MaxValue, report.GridChunks);
        Assert.Null(report.Map);
        var unlisted = await ZarrArray.OpenAsync(new UnlistableStore(store), Root);
        await Assert.ThrowsAsync<NotSupportedException>(() => unlisted.CheckChunksAsync());
        Assert.Equal(0, (await unlisted.CheckChunksAsync(new ChunkCheckOptions { MaxChunks = 3 })).StoredChunks);
    }

    [Fact]
    public async Task Of_very_many_findings_the_first_are_listed_and_all_are_counted()
    {
        var array = await CreateAsync(new BytesCodec());
        await array.Store.TouchAsync([.. Enumerable.Range(10, 50).Select(i => $"a/x{i}"), "a/c/0/0", "a/c/0/1", "a/c/1/0"]);
        var report = await array.CheckAsync(new ChunkCheckOptions { MaxFindings = 2 });
        Assert.Equal((50, 3), (report.CountOf(ChunkFindingKind.ForeignKey), report.CountOf(ChunkFindingKind.Length)));
        Assert.Equal(["a/c/0/0", "a/c/0/1", "a/x10", "a/x11"], report.Findings.Select(finding => finding.Key));
    }

    private static string[] Chunks(CountingStore store) =>
        [.. store.Of(StoreOperation.GetRange).Select(request => request.Key).Where(key => key.Contains("/c/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
