using TestKit;
using WriterContract;
using Xunit;
using Zarr.Stores;

namespace OmeZarr.Tests.Writing.Stores;

public sealed class StoreWritingTests
{
    private static readonly WriteOptions Append = Small.Options with { Existing = ExistingHierarchy.Append };

    private readonly MemoryStore store = new();

    private StoreLocation Place => StoreLocation.In(store, new StorePrefix("lab/cells.ome.zarr"));

    [Fact]
    public async Task Eight_builders_add_two_hundred_wells_to_one_plate()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(row => Task.Run(async () =>
        {
            await using var plate = new PlateBuilder(Place, null, Append);
            for (var column = 1; column <= 25; column++)
            {
                await plate.WriteWellAsync($"{(char)('A' + row)}", $"{column}", Small.Field(row + 1));
            }
        })));
        var wells = (await OmePlate.OpenAsync(Place)).Wells.Select(well => well.Path).ToHashSet();
        Assert.Equal(200, wells.Count);
        Assert.Equal(3, await Small.FirstValueAsync(Place.Below("C/25/0")));
        Assert.DoesNotContain(await Small.KeysAsync(Place), key => key.EndsWith(".partial", StringComparison.Ordinal));
    }

    // 2 lists, the document and two old ones directly above, the document of the root of the store, the mark (made, looked at, removed), and the document of the image.
    [Fact]
    public async Task An_image_takes_a_request_for_each_chunk_and_array_and_ten_more()
    {
        var counting = new TroubledStore(store, (_, _) => Trouble.None);
        await Small.WriteAsync(StoreLocation.In(counting, new StorePrefix("lab/cells.ome.zarr")));
        Assert.Equal(Small.Chunks + Small.Shapes.Length + 10, counting.Requests);
    }

    [Fact]
    public async Task A_further_well_takes_few_requests()
    {
        var counting = new TroubledStore(store, (_, _) => Trouble.None);
        await using var plate = new PlateBuilder(StoreLocation.In(counting, new StorePrefix("plate")), null, Small.Options);
        await plate.WriteWellAsync("A", "1", Small.Field());
        await plate.WriteWellAsync("A", "2", Small.Field());
        var before = counting.Requests;
        await plate.WriteWellAsync("A", "3", Small.Field());
        Assert.Equal(Small.Chunks + Small.Shapes.Length + 10, counting.Requests - before);
    }

    [Fact]
    public async Task What_a_killed_writer_left_is_found_and_removed()
    {
        await Assert.ThrowsAsync<IOException>(() => Small.WriteAsync(StoreLocation.In(Killed(8), new StorePrefix("lab/cells.ome.zarr"))));
        Assert.Contains(".writing.partial", await Small.KeysAsync(Place));
        Assert.DoesNotContain("zarr.json", await Small.KeysAsync(Place));
        var found = Assert.Single(await OmeWriter.CleanAsync(Place, dryRun: true));
        Assert.Equal(("lab/cells.ome.zarr", LeftoverState.Removed), (found.Path, found.State));
        Assert.Single(await OmeWriter.CleanAsync(StoreLocation.In(store, StorePrefix.Root)));
        Assert.Empty(await Small.KeysAsync(Place));
    }

    [Fact]
    public async Task The_next_writer_removes_what_a_killed_one_left()
    {
        await Assert.ThrowsAsync<IOException>(() => Small.WriteAsync(StoreLocation.In(Killed(8), new StorePrefix("lab/cells.ome.zarr")), 1));
        await Small.WriteAsync(Place, 2);
        Assert.Equal(2, await Small.FirstValueAsync(Place));
        await Small.RequireValidAsync(Place);
    }

    [Fact]
    public async Task Leftovers_of_another_machine_are_removed_by_force_only()
    {
        await store.SetAsync(new StoreKey("lab/cells.ome.zarr/.writing.partial"), "{\"writer\":\"00\",\"machine\":\"other\",\"session\":\"12345678\",\"since\":\"2026-01-01T00:00:00Z\"}"u8.ToArray(), TestContext.Current.CancellationToken);
        await store.WriteAsync("lab/cells.ome.zarr/0/c/0/0/0", 1);
        var error = await Assert.ThrowsAsync<DestinationExistsException>(() => Small.WriteAsync(Place));
        Assert.Contains("other", error.Message, StringComparison.Ordinal);
        Assert.Equal(LeftoverState.Unknown, Assert.Single(await OmeWriter.CleanAsync(Place)).State);
        Assert.Equal(LeftoverState.Removed, Assert.Single(await OmeWriter.CleanAsync(Place, force: true)).State);
        await Small.WriteAsync(Place);
    }

    [Fact]
    public async Task A_part_that_was_written_and_never_listed_is_removed()
    {
        await OmeWriter.WritePlateAsync(Place, [new WellFields("A", "1", Small.Field(1))], null, Small.Options);
        var isKilled = false;
        var dying = new TroubledStore(store, (_, key) => (isKilled |= key.EndsWith("B/1/zarr.json", StringComparison.Ordinal)) && !key.EndsWith("B/1/zarr.json", StringComparison.Ordinal) ? Trouble.Fails : Trouble.None);
        await using (var plate = new PlateBuilder(StoreLocation.In(dying, new StorePrefix("lab/cells.ome.zarr")), null, Append))
        {
            isKilled = false;
            await Assert.ThrowsAnyAsync<IOException>(() => plate.WriteWellAsync("B", "1", Small.Field(2)));
        }

        await using (var plate = new PlateBuilder(Place, null, Append))
        {
            await plate.WriteWellAsync("B", "1", Small.Field(3));
        }

        Assert.Equal(3, await Small.FirstValueAsync(Place.Below("B/1/0")));
        await Small.RequireValidAsync(Place);
    }

    [Fact]
    public async Task Values_of_other_kinds_are_not_deleted()
    {
        await Small.WriteAsync(Place, 1);
        await store.WriteAsync("lab/cells.ome.zarr/notes.txt", 1);
        var error = await Assert.ThrowsAsync<DestinationExistsException>(() => Small.WriteAsync(Place, 2, Small.Options with { Overwrite = true }));
        Assert.Contains("notes.txt", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await Small.FirstValueAsync(Place));
    }

    [Fact]
    public async Task A_writer_whose_mark_was_deleted_does_not_publish()
    {
        var options = Small.Options with { Progress = new Deleting(store) };
        var error = await Assert.ThrowsAsync<IOException>(() => Small.WriteAsync(Place, 1, options));
        Assert.Contains("was deleted or taken over", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("zarr.json", await Small.KeysAsync(Place));
    }

    [Fact]
    public async Task Backends_for_folders_refuse_stores()
    {
        var error = await Assert.ThrowsAsync<NotSupportedException>(() => Small.WriteAsync(Place, 1, Small.Options with { Backend = new RecordingBackend() }));
        Assert.Contains("writes arrays to folders only", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A store to which nothing comes through from some request on, as when the process is killed.</summary>
    private TroubledStore Killed(int requests) => new(store, (number, _) => number > requests ? Trouble.Fails : Trouble.None);

    private sealed class Deleting(MemoryStore store) : IProgress<WriteProgress>
    {
        public void Report(WriteProgress value) => store.DeletePrefixAsync(new StorePrefix("lab/cells.ome.zarr")).AsTask().Wait();
    }
}
