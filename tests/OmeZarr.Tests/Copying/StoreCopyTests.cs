using System.IO.Compression;
using OmeZarr.Tests.Reading;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Tests.Copying;

/// <summary>Copies of every kind of hierarchy between every kind of store.</summary>
public sealed class StoreCopyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, string> Hierarchies => new MatrixTheoryData<string, string>(["0.4", "0.5"], ["image", "plate", "slide", "image/labels/cells", "plate/A/1"]);

    [Theory]
    [MemberData(nameof(Hierarchies))]
    public async Task A_copy_through_folder_store_and_archive_has_the_same_bytes(string version, string root)
    {
        var (store, expected) = await SourceAsync(version, root);
        var memory = new MemoryStore();
        var archive = folder[version == "0.5" ? "copy.ozx" : "copy.zip"];
        await CopyAsync(StoreLocation.In(store, new StorePrefix(root)), folder["first.zarr"]);
        await CopyAsync(folder["first.zarr"], StoreLocation.In(memory, new StorePrefix("a/b")));
        await CopyAsync(StoreLocation.In(memory, new StorePrefix("a/b")), archive);
        await CopyAsync(archive, folder["last.zarr"]);
        Assert.Equal(expected, await ContentAsync(new FileSystemStore(folder["first.zarr"])));
        Assert.Equal(expected, await ContentAsync(memory, "a/b"));
        Assert.Equal(expected, await ContentAsync(ZipStore.Open(archive)));
        Assert.Equal(expected, await ContentAsync(new FileSystemStore(folder["last.zarr"])));
    }

    [Theory]
    [MemberData(nameof(Hierarchies))]
    public async Task A_store_that_cannot_list_is_copied_by_its_metadata(string version, string root)
    {
        var (store, expected) = await SourceAsync(version, root);
        var memory = new MemoryStore();
        var report = await CopyAsync(StoreLocation.In(new UnlistableStore(store), new StorePrefix(root)), StoreLocation.In(memory, StorePrefix.Root));
        Assert.Equal(expected, await ContentAsync(memory));
        Assert.Contains(report.Remarks, remark => remark.StartsWith("The source cannot be listed.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_archive_is_as_RFC_9_wants_it()
    {
        var (store, expected) = await SourceAsync("0.5", "plate");
        await CopyAsync(StoreLocation.In(store, new StorePrefix("plate")), folder["plate.ozx"]);
        await using var archive = await ZipFile.OpenReadAsync(folder["plate.ozx"], TestContext.Current.CancellationToken);
        string[] names = [.. archive.Entries.Select(entry => entry.FullName)];
        string[] documents = [.. names.TakeWhile(name => name.EndsWith("zarr.json", StringComparison.Ordinal))];
        Assert.Equal("""{"ome":{"version":"0.5","zipFile":{"centralDirectory":{"jsonFirst":true}}}}""", archive.Comment);
        Assert.Equal("zarr.json", names[0]);
        Assert.Equal(expected.Keys.Count(key => key.EndsWith("zarr.json", StringComparison.Ordinal)), documents.Length);
        Assert.Equal(documents.OrderBy(name => name.Count(letter => letter == '/')).ThenBy(name => name, StringComparer.Ordinal), documents);
        Assert.All(archive.Entries, entry => Assert.Equal(entry.Length, entry.CompressedLength));
        Assert.Equal("PK\u0003\u0004", System.Text.Encoding.ASCII.GetString(File.ReadAllBytes(folder["plate.ozx"]), 0, 4));
        Assert.Equal("zarr.json", System.Text.Encoding.ASCII.GetString(File.ReadAllBytes(folder["plate.ozx"]), 30, 9));
    }

    [Fact]
    public async Task Equal_hierarchies_make_equal_archives()
    {
        var (store, _) = await SourceAsync("0.5", "image");
        foreach (var name in new[] { "a.ozx", "b.ozx" })
        {
            await CopyAsync(StoreLocation.In(store, new StorePrefix("image")), folder[name], new StoreCopyOptions { MaxDegreeOfParallelism = 1 });
        }

        Assert.Equal(File.ReadAllBytes(folder["a.ozx"]), File.ReadAllBytes(folder["b.ozx"]));
    }

    [Fact]
    public async Task An_ozx_holds_OME_Zarr_0_5_only()
    {
        var (store, _) = await SourceAsync("0.4", "image");
        var error = await Assert.ThrowsAsync<ArgumentException>(() => CopyAsync(StoreLocation.In(store, new StorePrefix("image")), folder["a.ozx"]));
        Assert.Contains("is OME-Zarr 0.4, but files .ozx hold OME-Zarr 0.5", error.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Files());
    }

    [Fact]
    public async Task Documents_come_last_and_that_of_the_root_at_the_very_end()
    {
        var (store, _) = await SourceAsync("0.5", "plate");
        var memory = new MemoryStore();
        var counting = new RecordingStore(memory);
        await CopyAsync(StoreLocation.In(store, new StorePrefix("plate")), StoreLocation.In(counting, StorePrefix.Root), new StoreCopyOptions { MaxDegreeOfParallelism = 1 });
        string[] documents = [.. counting.Written.SkipWhile(key => !key.EndsWith("zarr.json", StringComparison.Ordinal))];
        Assert.All(documents, key => Assert.EndsWith("zarr.json", key, StringComparison.Ordinal));
        Assert.Equal("zarr.json", documents[^1]);
        Assert.Equal(documents.OrderByDescending(key => key.Count(letter => letter == '/')).Select(key => key.Count(letter => letter == '/')), documents.Select(key => key.Count(letter => letter == '/')));
    }

    [Theory]
    [InlineData("copy.zarr")]
    [InlineData("copy.ozx")]
    [InlineData("sub/copy.ozx")]
    public async Task A_cancelled_copy_leaves_nothing(string destination)
    {
        var (store, _) = await SourceAsync("0.5", "plate");
        using var cancel = new CancellationTokenSource();
        var progress = new Stopping(cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => StoreCopy.CopyAsync(StoreLocation.In(store, new StorePrefix("plate")), folder[destination], null, progress, cancel.Token));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_failed_copy_to_a_store_deletes_what_it_has_written_and_a_resumed_one_goes_on()
    {
        var (store, expected) = await SourceAsync("0.5", "plate");
        var memory = new MemoryStore();
        using (var cancel = new CancellationTokenSource())
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                StoreCopy.CopyAsync(StoreLocation.In(store, new StorePrefix("plate")), StoreLocation.In(memory, StorePrefix.Root), null, new Stopping(cancel), cancel.Token));
            Assert.Empty(await memory.KeysAsync());
        }

        var options = new StoreCopyOptions { Resume = true, MaxDegreeOfParallelism = 1 };
        using (var cancel = new CancellationTokenSource())
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                StoreCopy.CopyAsync(StoreLocation.In(store, new StorePrefix("plate")), StoreLocation.In(memory, StorePrefix.Root), options, new Stopping(cancel), cancel.Token));
        }

        var there = (await memory.KeysAsync()).Length;
        Assert.InRange(there, 1, expected.Count - 1);
        Assert.Null(await memory.ReadAsync("zarr.json"));
        var report = await CopyAsync(StoreLocation.In(store, new StorePrefix("plate")), StoreLocation.In(memory, StorePrefix.Root), options);
        Assert.Equal((there, expected.Count - there), (report.Kept, report.Copied));
        Assert.Equal(expected, await ContentAsync(memory));
    }

    [Fact]
    public async Task Of_copies_to_one_place_at_the_same_time_one_succeeds()
    {
        var (store, plate) = await SourceAsync("0.5", "plate");
        var (_, image) = await SourceAsync("0.4", "image");
        var (old, _) = await SourceAsync("0.4", "image");
        var memory = new MemoryStore();
        var to = StoreLocation.In(FaultyRequests.Yielding(memory), new StorePrefix("lab/x"));
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => Task.Run(async () =>
        {
            try
            {
                await CopyAsync(number % 2 == 0 ? StoreLocation.In(store, new StorePrefix("plate")) : StoreLocation.In(old, new StorePrefix("image")), to);
                return number;
            }
            catch (DestinationExistsException)
            {
                return -1;
            }
        })));
        var winner = Assert.Single(results, number => number >= 0);
        Assert.Equal(winner % 2 == 0 ? plate : image, await ContentAsync(memory, "lab/x"));
    }

    [Fact]
    public async Task A_copy_respects_the_mark_of_a_writer_and_takes_over_from_one_that_was_killed()
    {
        var (store, expected) = await SourceAsync("0.5", "image");
        var from = StoreLocation.In(store, new StorePrefix("image"));
        var memory = new MemoryStore();
        var to = StoreLocation.In(memory, new StorePrefix("x"));
        await memory.WriteAsync("x/.writing.partial", System.Text.Encoding.UTF8.GetBytes("""{"writer":"0123","machine":"other","session":"elsewhere"}"""));
        await memory.WriteAsync("x/0/c/0", 1);
        foreach (var options in new StoreCopyOptions[] { new(), new() { Overwrite = true }, new() { Resume = true } })
        {
            Assert.Contains("is taken: a writer on other", (await Assert.ThrowsAsync<DestinationExistsException>(() => CopyAsync(from, to, options))).Message, StringComparison.Ordinal);
        }

        Assert.Equal(2, (await memory.KeysAsync()).Length);
        Assert.Equal(LeftoverState.Removed, Assert.Single(await OmeWriter.CleanAsync(to, force: true)).State);
        await memory.WriteAsync("y/0/c/0", 1);
        await Assert.ThrowsAsync<DestinationExistsException>(() => CopyAsync(from, StoreLocation.In(memory, new StorePrefix("y"))));
        await CopyAsync(from, to);
        Assert.Equal(expected, await ContentAsync(memory, "x"));

        // A mark in the source is not copied.
        await store.WriteAsync("image/.writing.partial", 1);
        var report = await CopyAsync(from, StoreLocation.In(memory, new StorePrefix("z")));
        Assert.Contains(".writing.partial is the mark of a writer", Assert.Single(report.Remarks), StringComparison.Ordinal);
        Assert.Equal(expected, await ContentAsync(memory, "z"));
    }

    [Fact]
    public async Task Resuming_compares_lengths_and_with_verification_bytes()
    {
        var (store, expected) = await SourceAsync("0.5", "image");
        var from = StoreLocation.In(store, new StorePrefix("image"));
        var options = new StoreCopyOptions { Resume = true };
        await CopyAsync(from, folder["a.zarr"], options);
        var chunk = expected.First(value => value.Value[0] != '{').Key;
        var damaged = expected[chunk].Select(value => (byte)~value).ToArray();
        await new FileSystemStore(folder["a.zarr"]).WriteAsync(chunk, damaged);
        await CopyAsync(from, folder["a.zarr"], options);
        Assert.Equal(damaged, await new FileSystemStore(folder["a.zarr"]).ReadAsync(chunk));
        var report = await CopyAsync(from, folder["a.zarr"], options with { Verify = true });
        Assert.Equal(expected.Count, report.Verified);
        Assert.Equal(expected, await ContentAsync(new FileSystemStore(folder["a.zarr"])));
    }

    [Fact]
    public async Task Another_hierarchy_is_not_continued()
    {
        var (store, _) = await SourceAsync("0.5", "image");
        await CopyAsync(StoreLocation.In(store, new StorePrefix("image")), folder["a.zarr"]);
        await Assert.ThrowsAsync<DestinationExistsException>(() => CopyAsync(StoreLocation.In(store, new StorePrefix("plate")), folder["a.zarr"], new StoreCopyOptions { Resume = true }));
    }

    [Theory]
    [InlineData("a.zarr")]
    [InlineData("a.ozx")]
    [InlineData(null)]
    public async Task What_is_there_stays_unless_it_may_be_overwritten(string? name)
    {
        var (store, image) = await SourceAsync("0.5", "image");
        var (_, plate) = await SourceAsync("0.5", "plate");
        var memory = new MemoryStore();
        var to = name is null ? StoreLocation.In(memory, new StorePrefix("x")) : folder[name];
        IStore Result() => name is null ? memory : name.EndsWith("ozx", StringComparison.Ordinal) ? ZipStore.Open(folder[name]) : new FileSystemStore(folder[name]);
        await CopyAsync(StoreLocation.In(store, new StorePrefix("plate")), to);
        await Assert.ThrowsAnyAsync<IOException>(() => CopyAsync(StoreLocation.In(store, new StorePrefix("image")), to));
        Assert.Equal(plate, await ContentAsync(Result(), name is null ? "x" : ""));
        await CopyAsync(StoreLocation.In(store, new StorePrefix("image")), to, new StoreCopyOptions { Overwrite = true });
        Assert.Equal(image, await ContentAsync(Result(), name is null ? "x" : ""));
    }

    [Fact]
    public async Task Files_of_other_kinds_are_copied_too_and_what_writers_left_is_not()
    {
        var (store, expected) = await SourceAsync("0.5", "image");
        await CopyAsync(StoreLocation.In(store, new StorePrefix("image")), folder["a.zarr"]);
        await new FileSystemStore(folder["a.zarr"]).WriteAsync("notes/read me.txt", 1, 2, 3);
        Directory.CreateDirectory(folder["a.zarr/.b.zarr.0123456789abcdef.01234567.partial/new"]);
        File.WriteAllText(folder["a.zarr/.b.zarr.0123456789abcdef.01234567.partial/new/x"], "left");
        await CopyAsync(folder["a.zarr"], folder["b.ozx"]);
        expected["notes/read me.txt"] = [1, 2, 3];
        Assert.Equal(expected, await ContentAsync(ZipStore.Open(folder["b.ozx"])));
    }

    [Fact]
    public async Task Source_and_destination_lie_apart()
    {
        var (store, _) = await SourceAsync("0.5", "image");
        await CopyAsync(StoreLocation.In(store, new StorePrefix("image")), folder["a.zarr"]);
        foreach (var (from, to) in new (StoreLocation, StoreLocation)[]
        {
            (folder["a.zarr"], folder["a.zarr"]),
            (folder["a.zarr"], folder["a.zarr/b.zarr"]),
            (folder["a.zarr"], folder["a.zarr/b.ozx"]),
            (folder["a.zarr/labels"], folder["a.zarr"]),
            (StoreLocation.In(store, new StorePrefix("image")), StoreLocation.In(store, new StorePrefix("image/x"))),
        })
        {
            await Assert.ThrowsAsync<ArgumentException>(() => CopyAsync(from, to));
        }
    }

    [Fact]
    public async Task An_archive_lies_in_no_hierarchy_and_is_written_as_a_whole()
    {
        var (store, _) = await SourceAsync("0.5", "image");
        var from = StoreLocation.In(store, new StorePrefix("image"));
        await CopyAsync(from, folder["a.zarr"]);
        await Assert.ThrowsAsync<MisplacedDestinationException>(() => CopyAsync(from, folder["a.zarr/b.ozx"]));
        await Assert.ThrowsAsync<NotSupportedException>(() => CopyAsync(from, folder["b.ozx/labels"]));
        await Assert.ThrowsAsync<ArgumentException>(() => CopyAsync(from, folder["b.ozx"], new StoreCopyOptions { Resume = true }));
        await Assert.ThrowsAsync<NotSupportedException>(() => CopyAsync(from, StoreLocation.In(ZipStore.Open(folder["c.ozx"]), StorePrefix.Root)));
    }

    [Fact]
    public async Task A_damaged_entry_of_an_archive_is_not_copied()
    {
        var (store, expected) = await SourceAsync("0.5", "image");
        await CopyAsync(StoreLocation.In(store, new StorePrefix("image")), folder["a.zarr"]);
        var big = new byte[100_000];
        new Random(3).NextBytes(big);
        await new FileSystemStore(folder["a.zarr"]).WriteAsync("big", big);
        await CopyAsync(folder["a.zarr"], folder["a.ozx"]);
        var bytes = File.ReadAllBytes(folder["a.ozx"]);
        bytes[bytes.AsSpan().IndexOf(big.AsSpan(50_000, 100)) + 7] ^= 1;
        File.WriteAllBytes(folder["a.ozx"], bytes);
        var error = await Assert.ThrowsAsync<CorruptDataException>(() => CopyAsync(folder["a.ozx"], folder["b.zarr"]));
        Assert.Contains("big", error.Message, StringComparison.Ordinal);
        Assert.False(Path.Exists(folder["b.zarr"]));
    }

    private static Task<StoreCopyReport> CopyAsync(StoreLocation from, StoreLocation to, StoreCopyOptions? options = null) => StoreCopy.CopyAsync(from, to, options, null, TestContext.Current.CancellationToken);

    private static async Task<(MemoryStore Store, SortedDictionary<string, byte[]> Content)> SourceAsync(string version, string root)
    {
        var store = (await Hierarchy.CreateAsync(version)).Store;
        foreach (var key in (await store.KeysAsync()).Where(key => key.EndsWith("/0/zarr.json", StringComparison.Ordinal) || key.EndsWith("/0/.zarray", StringComparison.Ordinal)))
        {
            await FillAsync(store, key[..key.LastIndexOf('/')]);
        }

        return (store, await ContentAsync(store, root));
    }

    /// <summary>Stores some bytes as the first chunk of an array, and none as the others.</summary>
    private static async Task FillAsync(MemoryStore store, string path)
    {
        if (await ZarrGroup.FindKindAsync(store, new StorePrefix(path), null, TestContext.Current.CancellationToken) == NodeKind.Array)
        {
            var array = await ZarrArray.OpenAsync(store, new StorePrefix(path), null, TestContext.Current.CancellationToken);
            await store.WriteAsync($"{path}/{array.Metadata.ChunkKeyEncoding.Encode(new long[array.Shape.Rank])}", [.. Enumerable.Range(path.Length, 3000).Select(i => (byte)i)]);
        }
    }

    private static async Task<SortedDictionary<string, byte[]>> ContentAsync(IStore store, string root = "")
    {
        var content = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var key in await store.KeysAsync(root))
        {
            content[key[(root.Length == 0 ? 0 : root.Length + 1)..]] = (await store.ReadAsync(key))!;
        }

        return content;
    }

    /// <summary>Cancels after the third value.</summary>
    private sealed class Stopping(CancellationTokenSource cancel) : IProgress<StoreCopyProgress>
    {
        public void Report(StoreCopyProgress value)
        {
            if (value.Values == 3)
            {
                cancel.Cancel();
            }
        }
    }
}
