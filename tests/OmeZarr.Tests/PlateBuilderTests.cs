using OmeZarr.Tests.Writing;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Tests;

/// <summary>Plates that are written well by well.</summary>
public sealed class PlateBuilderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Root => folder["my plate.zarr"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_well_is_on_the_plate_and_listed_when_the_call_returns()
    {
        await using var plate = Builder();
        Assert.False(Path.Exists(Root));
        await plate.WriteAsync("B/2", 10);
        Assert.Equal(["B/2"], await SmallPlate.WellsAsync(Root));
        await plate.WriteAsync("A/10", 20);
        Assert.Equal(["A/10", "B/2"], await SmallPlate.WellsAsync(Root));
        Assert.Equal(20, await SmallImage.FirstValueAsync(Path.Join(Root, "A/10/0")));
        Assert.Equal(["my plate.zarr"], folder.Names());
    }

    [Fact]
    public async Task A_builder_writes_the_same_files_as_one_call()
    {
        WellFields[] wells = [SmallPlate.Well("C/2", 1), SmallPlate.Well("A/10", SmallPlate.Field("0"), SmallPlate.Field("1")), SmallPlate.Well("A/1", 3)];
        var named = new PlateOptions { Name = "screen 7" };
        var options = SmallImage.Overwriting with { ExtraAttributes = new() { ["lab"] = "42" } };
        await OmeWriter.WritePlateAsync(Root, wells, named, options);
        var expected = folder.Snapshot();
        await using (var plate = Builder(named, options))
        {
            foreach (var well in wells)
            {
                await plate.WriteAsync(well);
            }
        }

        Assert.Equal(expected, folder.Snapshot());
    }

    [Fact]
    public async Task Wells_can_be_written_by_many_tasks_in_any_order()
    {
        string[] paths = [.. from row in "ABCDEFGH" from column in Enumerable.Range(1, 6) select $"{row}/{column}"];
        var shuffled = paths.Index().ToArray();
        new Random(7).Shuffle(shuffled);
        await using var plate = Builder();
        await Parallel.ForEachAsync(shuffled, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (well, token) => await plate.WriteAsync(well.Item, well.Index, token));
        Assert.Equal(paths, await SmallPlate.WellsAsync(Root));
        foreach (var (index, path) in paths.Index())
        {
            Assert.Equal(index, await SmallImage.FirstValueAsync(Path.Join(Root, path, "0")));
        }
    }

    [Fact]
    public async Task Prepared_wells_are_filled_by_the_caller()
    {
        await using (var plate = Builder())
        {
            plate.Add("A/1").Add("B/2", SmallPlate.Spec("0", 0), SmallPlate.Spec("1", 0));
            Assert.False(Path.Exists(Root));
            var arrays = await plate.PrepareAsync();
            Assert.Equal(["A/1/0/0", "A/1/0/1", "B/2/0/0", "B/2/0/1", "B/2/1/0", "B/2/1/1"], arrays.Keys);
            Assert.Equal(plate.RootPath, arrays.RootPath);
            Assert.Equal(["A/1", "B/2"], await SmallPlate.ListedAsync(Root));
            Assert.True(File.Exists(Path.Join(Root, "A/zarr.json")));
            await FillAsync(arrays, 3);
        }

        Assert.Equal(["A/1", "B/2"], await SmallPlate.WellsAsync(Root)); // disposing stored everything
        Assert.Equal(3, await SmallImage.FirstValueAsync(Path.Join(Root, "B/2/1")));
    }

    [Fact]
    public async Task Both_ways_can_be_mixed_without_losing_anything()
    {
        await using (var plate = Builder())
        {
            await plate.WriteAsync("B/1", 1);
            plate.Add("A/2");
            await plate.WriteAsync("A/1", 2);
            var first = await plate.PrepareAsync();
            Assert.Equal(["A/2/0/0", "A/2/0/1"], first.Keys);
            await plate.WriteAsync("C/1", 3);
            var second = await plate.Add("A/3").PrepareAsync();
            Assert.Equal(["A/3/0/0", "A/3/0/1"], second.Keys);
            await FillAsync(second, 5);
            await FillAsync(first, 4);
        }

        Assert.Equal(["A/1", "A/2", "A/3", "B/1", "C/1"], await SmallPlate.WellsAsync(Root));
        Assert.Equal(4, await SmallImage.FirstValueAsync(Path.Join(Root, "A/2/0")));
        Assert.Equal(5, await SmallImage.FirstValueAsync(Path.Join(Root, "A/3/0")));
    }

    [Fact]
    public async Task All_prepared_arrays_of_a_builder_share_one_buffer()
    {
        await using var plate = Builder();
        var first = await plate.Add("A/1").PrepareAsync();
        var second = await plate.Add("A/2").PrepareAsync();
        Assert.Same(first["A/1/0/0"].Buffer, second["A/2/0/1"].Buffer);
        Assert.Equal(SmallImage.Chunked.MaxBufferedBytes, first["A/1/0/0"].Buffer.MaxBytes);
    }

    [Fact]
    public async Task Labels_of_prepared_fields_are_prepared_below_them()
    {
        var label = new Label("cells", new LabelImage { Multiscales = SmallImage.Metadata.Multiscales, ImageLabel = new ImageLabel() }, SmallImage.Specs);
        await using var plate = Builder();
        var arrays = await plate.AddWell("A", "1", [new Field("0", SmallImage.Metadata, SmallImage.Specs) { Labels = [label] }]).PrepareAsync();
        Assert.Equal(["A/1/0/0", "A/1/0/1", "A/1/0/labels/cells/0", "A/1/0/labels/cells/1"], arrays.Keys);
        await SmallPlate.ValidAsync<LabelImage>(Path.Join(Root, "A/1/0/labels/cells"));
    }

    [Fact]
    public async Task Only_wells_that_have_landed_are_listed_in_the_order_that_is_given()
    {
        ValueList<PlateWell> wells = [new("B/02", 1, 1) { ExtraMembers = new System.Text.Json.Nodes.JsonObject { ["drug"] = "none" } }, new("A/01", 0, 0), new("A/02", 0, 1)];
        await using var plate = Builder(new PlateOptions { Wells = wells });
        await plate.WriteAsync("A/02");
        Assert.Equal([wells[2]], (await SmallPlate.ReadAsync(Root)).Wells);
        await plate.WriteAsync("B/02");
        var written = await SmallPlate.ReadAsync(Root);
        Assert.Equal([wells[0], wells[2]], written.Wells);
        Assert.Equal(["A", "B"], written.Rows.Select(row => row.Name)); // those of the wells that are given
        Assert.Equal(["01", "02"], written.Columns.Select(column => column.Name));
    }

    [Theory]
    [InlineData("AAA/3", "AAA/3", 703, 3)]
    [InlineData("C/03 A/12", "A/12 C/03", 3, 12)]
    [InlineData("R10/C1 R2/C1", "R2/C1 R10/C1", 2, 1)]
    [InlineData("A/1 A/01", "A/1 A/01", 1, 2)]
    [InlineData("A/2000000000 A/7", "A/7 A/2000000000", 1, 2)]
    public async Task Rows_and_columns_may_have_any_names(string paths, string expected, int rows, int columns)
    {
        await using var plate = Builder();
        foreach (var path in paths.Split(' '))
        {
            await plate.WriteAsync(path);
        }

        var written = await SmallPlate.ReadAsync(Root);
        Assert.Equal(expected.Split(' '), written.Wells.Select(well => well.Path));
        Assert.Equal((rows, columns), (written.Rows.Count, written.Columns.Count));
    }

    [Fact]
    public async Task An_old_plate_stays_until_the_first_new_well_is_complete_and_leaves_nothing_then()
    {
        await OmeWriter.WritePlateAsync(Root, [SmallPlate.Well("H/12", 1), SmallPlate.Well("A/1", 2)], null, SmallImage.Chunked);
        var before = folder.Snapshot();
        await using var plate = Builder(null, SmallImage.Overwriting);
        plate.Add("C/3");
        Assert.Equal(before, folder.Snapshot());
        await plate.WriteAsync("A/1", 9);
        Assert.Equal(["A/1"], await SmallPlate.WellsAsync(Root));
        Assert.Equal(["A", "zarr.json"], Directory.EnumerateFileSystemEntries(Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["my plate.zarr"], folder.Names());
    }

    [Fact]
    public async Task Cancelling_a_well_leaves_the_plate_as_it_was_and_it_can_be_written_again()
    {
        using var cancellation = new CancellationTokenSource();
        var cancelAt = 2 * SmallImage.Chunks;
        var options = SmallImage.Chunked with { Progress = new Listener(_ => CancelAtZero(ref cancelAt, cancellation)) };
        await using var plate = Builder(null, options);
        await plate.WriteAsync("A/1");
        var before = folder.Snapshot();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => plate.WriteAsync("B/1", 1, cancellation.Token));
        Assert.Equal(before, folder.Snapshot());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => plate.Add("C/1").PrepareAsync(cancellation.Token));
        Assert.Equal(before, folder.Snapshot());
        await plate.WriteAsync("B/1");
        await plate.PrepareAsync();
        Assert.Equal(["A/1", "B/1", "C/1"], await SmallPlate.ListedAsync(Root));
    }

    [Fact]
    public async Task A_well_is_there_even_if_what_the_plate_replaced_cannot_be_deleted()
    {
        PutLeftoverOfLongestPath();
        await using var plate = Builder(null, SmallImage.Overwriting);
        var error = await Assert.ThrowsAsync<IOException>(() => plate.WriteAsync("A/1"));
        Directory.Move(Assert.Single(Directory.GetDirectories(folder.Path, ".*.partial")), folder["d"]); // where the test can delete it
        Assert.Contains("is written, but what it replaced could not be deleted", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => plate.WriteAsync("A/1"));
        await plate.WriteAsync("A/2");
        Assert.Equal(["A/1", "A/2"], await SmallPlate.WellsAsync(Root));
    }

    [Fact]
    public async Task Progress_counts_the_arrays_of_one_well_and_tells_their_paths_on_the_plate()
    {
        var reports = new List<WriteProgress>();
        await using var plate = Builder(null, SmallImage.Chunked with { Progress = new Listener(reports.Add) });
        await plate.WriteAsync("A/1");
        await plate.WriteAsync("B/1");
        Assert.All(reports, report => Assert.Equal(SmallImage.Chunks, report.ChunksTotal));
        Assert.Equal(["A/1/0/0", "A/1/0/1", "B/1/0/0", "B/1/0/1"], reports.Select(report => report.ArrayPath).Distinct().Order());
    }

    [Fact]
    public async Task Each_well_takes_as_many_requests_as_the_first_ones()
    {
        var stores = new System.Collections.Concurrent.ConcurrentBag<CountingStore>();
        await using var plate = Builder(null, SmallImage.Chunked with { OpenStore = Open, OpenDurableStore = Open, Backend = new ZarrBackend(Open) });
        var requests = new List<int>();
        foreach (var column in Enumerable.Range(1, 30))
        {
            var before = stores.Sum(store => store.Log.Count);
            await plate.WriteAsync($"A/{column}");
            requests.Add(stores.Sum(store => store.Log.Count) - before);
        }

        Assert.Single(requests.Skip(1).Distinct()); // the first makes the row, too
        Assert.DoesNotContain(stores.SelectMany(store => store.Log), request => request is { Operation: StoreOperation.Get, Key: "zarr.json" });

        IWritableStore Open(string path)
        {
            var store = new CountingStore(new FileSystemStore(path));
            stores.Add(store);
            return store;
        }
    }

    [Fact]
    public async Task Arrays_are_written_by_the_backend_that_is_chosen()
    {
        var backend = new NotingBackend();
        await using (var plate = Builder(null, SmallImage.Chunked with { Backend = backend, Shards = ShardShape.OfChunks(1, 2, 2) }))
        {
            await plate.WriteAsync("A/1", 4);
            var arrays = await plate.Add("A/2").PrepareAsync();
            await FillAsync(arrays, 5);
        }

        Assert.Equal(4, backend.Created);
        Assert.Equal([Path.Join(Root, "A/2/0/0"), Path.Join(Root, "A/2/0/1")], backend.Opened.Order(StringComparer.Ordinal));
        Assert.Equal(4, await SmallImage.FirstValueAsync(Path.Join(Root, "A/1/0")));
        Assert.Equal(5, await SmallImage.FirstValueAsync(Path.Join(Root, "A/2/0")));
    }

    [Fact]
    public async Task Names_of_fields_with_dots_and_lines_are_written_on_request()
    {
        var options = new PlateOptions { RelaxedFieldNames = true };
        await OmeWriter.WritePlateAsync(Root, [SmallPlate.Well("A/1", SmallPlate.Field("fov_1.b-2", 7))], options, SmallImage.Chunked);
        Assert.Equal(7, await SmallImage.FirstValueAsync(Path.Join(Root, "A/1/fov_1.b-2")));
        var well = await OmeDocument.LoadAsync(Path.Join(Root, "A/1"));
        Assert.Equal(["well-image-path-alphanumeric: Warning"], well.Validate().Select(finding => $"{finding.RuleId}: {finding.Severity}"));
        Assert.Equal(["fov_1.b-2"], (await OmeWell.OpenAsync(Path.Join(Root, "A/1"))).Fields.Select(field => field.Path));
        foreach (var name in new[] { "a b", "a/b", "..", "__a", "a.", "con.1", "µ", "" })
        {
            await using var plate = Builder(options, SmallImage.Overwriting);
            await Assert.ThrowsAsync<ArgumentException>(() => plate.WriteAsync(SmallPlate.Well("A/1", SmallPlate.Field(name))));
        }

        await using var strict = Builder(null, SmallImage.Overwriting);
        var error = await Assert.ThrowsAsync<ArgumentException>(() => strict.WriteAsync(SmallPlate.Well("A/1", SmallPlate.Field("fov_1"))));
        Assert.Equal("well A/1: \"fov_1\" cannot be the name of a field of view; choose ASCII letters and digits", error.Message);
    }

    [Fact]
    public async Task The_builder_says_what_it_is_and_where()
    {
        await using var plate = new PlateBuilder(Path.Join(folder.Path, "x", "..", "my plate.zarr"), null, SmallImage.Chunked);
        Assert.Equal(Root, plate.RootPath);
        await plate.WriteAsync("A/1");
        Assert.Equal($"plate {Root}: 1 written, 1 to be prepared", plate.Add("A/2").ToString());
        await plate.PrepareAsync();
        Assert.Equal($"plate {Root}: 2 written", plate.ToString());
    }

    [Fact]
    public async Task A_disposed_builder_takes_no_more_wells()
    {
        var plate = Builder();
        plate.Add("A/1");
        await plate.DisposeAsync();
        await plate.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => plate.WriteAsync("A/2"));
        Assert.Throws<ObjectDisposedException>(() => plate.Add("A/2"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => plate.PrepareAsync());
        Assert.Empty(folder.Snapshot());
    }

    private static async Task FillAsync(PreparedArrays arrays, int first)
    {
        foreach (var key in arrays.Keys)
        {
            await arrays[key].WriteAsync(SmallImage.Sources(first)[key[^1] - '0']);
        }
    }

    private static void CancelAtZero(ref int left, CancellationTokenSource cancellation)
    {
        if (Interlocked.Decrement(ref left) == 0)
        {
            cancellation.Cancel();
        }
    }

    /// <summary>What is replaced gets a longer name, so that the innermost folder gets out of reach.</summary>
    private void PutLeftoverOfLongestPath()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a limit of 4096 bytes for paths");
        folder.Put("my plate.zarr/zarr.json", """{"zarr_format":3,"node_type":"group"}""");
        var path = Path.Join(Root, ".0123456789abcdef.partial"); // what is not looked through
        while (path.Length < 3900)
        {
            path = Path.Join(path, new string('0', 100));
        }

        Directory.CreateDirectory(Path.Join(path, new string('0', 4085 - System.Text.Encoding.UTF8.GetByteCount(path))));
    }

    private PlateBuilder Builder(PlateOptions? plate = null, WriteOptions? options = null) => new(Root, plate, options ?? SmallImage.Chunked);

    private sealed class NotingBackend : IArrayBackend
    {
        private int created;

        public int Created => created;

        public System.Collections.Concurrent.ConcurrentBag<string> Opened { get; } = [];

        public ValueTask<IWritableArray> CreateAsync(ArrayRequest request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref created);
            return IArrayBackend.BuiltIn.CreateAsync(request, cancellationToken);
        }

        public ValueTask<IWritableArray> OpenAsync(ArrayRequest request, WriteBuffer buffer, CancellationToken cancellationToken)
        {
            Opened.Add(request.Path);
            return IArrayBackend.BuiltIn.OpenAsync(request, buffer, cancellationToken);
        }
    }
}
