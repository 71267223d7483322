using OmeZarr.V05;
using TestKit;
using WriterContract;
using Xunit;
using Zarr.Stores;

namespace OmeZarr.Tests.Writing.Stores;

/// <summary>Writers of whole hierarchies write archives with what they would write to folders.</summary>
public sealed class ArchiveWriterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("image")]
    [InlineData("sharded")]
    [InlineData("plate")]
    [InlineData("collection")]
    public async Task An_archive_has_the_content_of_the_folder(string what)
    {
        await WriteAsync(what, folder["a.ome.zarr"]);
        await WriteAsync(what, folder["sub/a.ozx"]);
        var expected = await ContentAsync(new FileSystemStore(folder["a.ome.zarr"]));
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await ContentAsync(ZipStore.Open(folder["sub/a.ozx"])));
        var report = await OmeStoreValidator.ValidateAsync(folder["sub/a.ozx"], cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(report.IsValid, string.Join("\n", report.Findings));
        Assert.Equal("""{"ome":{"version":"0.5","zipFile":{"centralDirectory":{"jsonFirst":true}}}}""", (await ZipStore.Open(folder["sub/a.ozx"]).DescribeAsync(TestContext.Current.CancellationToken)).Comment);
        Assert.Equal(1, folder.Files().Count(file => !file.StartsWith("a.ome.zarr/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_existing_archive_is_replaced_only_with_Overwrite_and_other_files_never()
    {
        await Small.WriteAsync(folder["a.ozx"], 1);
        await Assert.ThrowsAsync<DestinationExistsException>(() => Small.WriteAsync(folder["a.ozx"], 2));
        Assert.Equal(1, await Small.FirstValueAsync(folder["a.ozx"]));
        await Small.WriteAsync(folder["a.ozx"], 2, Small.Options with { Overwrite = true });
        Assert.Equal(2, await Small.FirstValueAsync(folder["a.ozx"]));
        File.WriteAllText(folder["b.ozx"], "my notes");
        await Assert.ThrowsAsync<DestinationExistsException>(() => Small.WriteAsync(folder["b.ozx"], 2, Small.Options with { Overwrite = true }));
        Assert.Equal("my notes", File.ReadAllText(folder["b.ozx"]));
    }

    [Fact]
    public async Task A_cancelled_writer_leaves_nothing()
    {
        using var source = new CancellationTokenSource();
        var options = Small.Options with { Progress = new Reporting(source.Cancel) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Small.WriteAsync(folder["sub/a.ozx"], 1, options, null, source.Token));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task What_grows_appears_when_its_builder_is_disposed_and_leaves_nothing_else()
    {
        var collection = new Bioformats2RawBuilder(folder["sub/c.ozx"], null, Small.Options);
        var arrays = await OmeWriter.PrepareImageAsync(folder["sub/p.ozx"], Small.Image, Small.Specs, Small.Options);
        await collection.WriteImageAsync("0", Small.Image, Small.Sources(4));
        await Small.FillAsync(arrays, string.Empty, 3);
        Assert.Equal((folder["sub/c.ozx"], folder["sub/p.ozx"]), (collection.RootPath, arrays.RootPath));
        Assert.DoesNotContain(folder.Files(), file => file.EndsWith(".ozx", StringComparison.Ordinal));
        await collection.DisposeAsync();
        await arrays.DisposeAsync();
        await arrays.DisposeAsync();
        Assert.Equal(["sub/c.ozx", "sub/p.ozx"], folder.Files().Order(StringComparer.Ordinal));
        Assert.Equal(3, await Small.FirstValueAsync(folder["sub/p.ozx"]));
        await WriteAsync("one", folder["c.ome.zarr"]);
        Assert.Equal(await ContentAsync(new FileSystemStore(folder["c.ome.zarr"])), await ContentAsync(ZipStore.Open(folder["sub/c.ozx"])));
    }

    [Fact]
    public async Task What_gets_no_part_leaves_nothing()
    {
        await using (var plate = new PlateBuilder(folder["sub/a.ozx"], null, Small.Options))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => plate.WriteWellAsync("A", "1", Small.Field(), new CancellationToken(canceled: true)));
            await Assert.ThrowsAsync<ArgumentException>(() => plate.WriteWellAsync("A", "1", new Field("0", Small.Image, Small.Sources(1)[0])));
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => OmeWriter.PrepareImageAsync(folder["sub/b.ozx"], Small.Image, Small.Specs, Small.Options, null, new CancellationToken(canceled: true)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task What_cannot_be_packed_stays_in_its_folder_until_it_can()
    {
        var arrays = await OmeWriter.PrepareImageAsync(folder["a.ozx"], Small.Image, Small.Specs, Small.Options);
        await Small.FillAsync(arrays, string.Empty, 3);
        File.WriteAllText(folder["a.ozx"], "appeared meanwhile");
        var error = await Assert.ThrowsAsync<IOException>(() => arrays.DisposeAsync().AsTask());
        var staged = Path.GetDirectoryName(arrays["0"].Path)!;
        Assert.Contains(staged, error.Message, StringComparison.Ordinal);
        Assert.Equal(3, await Small.FirstValueAsync(staged));
        Assert.Equal(LeftoverState.InUse, Assert.Single(await OmeWriter.CleanAsync(folder["a.ozx"])).State);
        File.Delete(folder["a.ozx"]);
        await arrays.DisposeAsync();
        Assert.Equal(3, await Small.FirstValueAsync(folder["a.ozx"]));
        Assert.Equal(["a.ozx"], folder.Files());
    }

    [Fact]
    public async Task What_a_killed_writer_has_left_is_kept_by_the_next_one_and_removed_by_clean()
    {
        var name = $".a.ozx.0123456789abcdef.{OmeZarr.Writing.Places.WriterSession.Current ?? "00000000"}.partial";
        await Small.WriteAsync(folder[$"{name}/new"], 5);
        await Small.WriteAsync(folder["a.ozx"], 1);
        Assert.Equal(5, await Small.FirstValueAsync(folder[$"{name}/new"]));
        File.WriteAllText(folder[".a.ozx.fedcba9876543210.partial"], "half");
        File.WriteAllText(folder[".b.ozx.fedcba9876543210.partial"], "that of another one");
        var leftovers = await OmeWriter.CleanAsync(folder["a.ozx"], force: true, draftAge: TimeSpan.Zero);
        Assert.Equal([folder[name], folder[".a.ozx.fedcba9876543210.partial"]], leftovers.Select(leftover => leftover.Path));
        Assert.All(leftovers, leftover => Assert.Equal(LeftoverState.Removed, leftover.State));
        File.Delete(folder[".b.ozx.fedcba9876543210.partial"]);
        Assert.Equal(["a.ozx"], folder.Files());
    }

    [Fact]
    public async Task A_path_in_an_archive_cannot_be_written()
    {
        var error = await Assert.ThrowsAsync<NotSupportedException>(() => Small.WriteAsync(folder["a.ozx/labels"], 1));
        Assert.Contains("omezarr copy", error.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Files());
    }

    [Fact]
    public async Task An_archive_lies_in_no_hierarchy()
    {
        await Small.WriteAsync(folder["a.ome.zarr"], 1);
        await Assert.ThrowsAsync<MisplacedDestinationException>(() => Small.WriteAsync(folder["a.ome.zarr/b.ozx"], 1));
    }

    private static async Task WriteAsync(string what, StoreLocation location)
    {
        switch (what)
        {
            case "image":
                await Small.WriteAsync(location, 7);
                break;
            case "sharded":
                var one = Small.Image with { Multiscales = [Small.Image.Multiscales[0] with { Datasets = [Small.Image.Multiscales[0].Datasets[0]] }] };
                var label = new Label("cells", new LabelImage(one, new ImageLabel()), [Small.Sources(1)[0]]);
                await OmeWriter.WriteImageAsync(location, one, Small.Sources(3)[0], Small.Options with { Shards = ShardShape.Auto, Pyramid = Pyramid.Of(2), Checksums = true }, [label]);
                break;
            case "plate":
                await OmeWriter.WritePlateAsync(location, [new WellFields("A", "1", Small.Field()), new WellFields("B", "2", Small.Field())], null, Small.Options);
                break;
            case "one":
                await OmeWriter.WriteBioformats2RawAsync(location, [new SeriesImage("0", Small.Image, Small.Sources(4))], null, Small.Options);
                break;
            default:
                await OmeWriter.WriteBioformats2RawAsync(location, [new SeriesImage("0", Small.Image, Small.Sources(4)), new SeriesImage("1", Small.Image, Small.Sources(5))], null, Small.Options);
                break;
        }
    }

    private static async Task<SortedDictionary<string, byte[]>> ContentAsync(IStore store)
    {
        var content = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var key in await store.KeysAsync())
        {
            content[key] = (await store.ReadAsync(key))!;
        }

        return content;
    }

    private sealed class Reporting(Action action) : IProgress<WriteProgress>
    {
        public void Report(WriteProgress value) => action();
    }
}
