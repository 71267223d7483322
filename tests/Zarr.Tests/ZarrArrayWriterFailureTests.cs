using TestKit;
using Xunit;
using Zarr.Stores;

namespace Zarr.Tests;

public sealed class ZarrArrayWriterFailureTests
{
    private static readonly Shape Stack = [2, 5, 6, 4];
    private static readonly Shape Chunk = [1, 2, 4, 3];
    private static readonly Shape Plane = [1, 1, 6, 4];

    private readonly MemoryStore memory = new();

    public static TheoryData<int> Budgets => [0, 1, 3, 100];

    [Theory]
    [MemberData(nameof(Budgets))]
    public async Task Whichever_write_fails_nothing_that_was_reported_written_is_lost(int chunks)
    {
        var attempts = await WithFault(chunks, write => false);
        for (var n = 1; n <= attempts; n++)
        {
            await WithFault(chunks, write => write.Number == n);
        }
    }

    [Theory]
    [MemberData(nameof(Budgets))]
    public async Task Whenever_the_disk_is_full_nothing_that_was_reported_written_is_lost(int chunks)
    {
        var capacity = 2L * Stack.ElementCount;
        for (var full = 0L; full < capacity; full += 37)
        {
            await WithFault(chunks, write => write.TotalLength > full);
        }
    }

    [Fact]
    public async Task An_error_surfaces_at_the_write_that_completes_the_chunk_and_the_flush_tries_again()
    {
        var fails = true;
        var array = await CreateAsync(new FaultyStore(memory, write => fails && write.Key.Value == "a/c/0" ? new IOException("full") : null), [2], [2]);
        await using var writer = array.OpenWriter();
        await writer.WriteAsync<ushort>(new ushort[] { 1 }, new Region([0], [1]));
        Assert.Equal("full", (await Assert.ThrowsAsync<IOException>(() => writer.WriteAsync<ushort>(new ushort[] { 2 }, new Region([1], [1])))).Message);
        await Assert.ThrowsAsync<IOException>(() => writer.FlushAsync());
        Assert.Equal(Pieces.Cost([2]), writer.Buffer.UsedBytes);
        fails = false;
        await writer.FlushAsync();
        Assert.Equal([1, 2], await array.ReadAsync<ushort>());
        Assert.Equal(0, writer.Buffer.UsedBytes);
    }

    [Fact]
    public async Task A_whole_chunk_that_cannot_be_stored_leaves_what_was_kept_before()
    {
        var fails = true;
        var array = await CreateAsync(new FaultyStore(memory, write => fails && write.Key.Value == "a/c/0" ? new IOException("full") : null), [2], [2]);
        await using var writer = array.OpenWriter();
        await writer.WriteAsync<ushort>(new ushort[] { 1 }, new Region([0], [1]));
        await Assert.ThrowsAsync<IOException>(() => writer.WriteAsync<ushort>(new ushort[] { 7, 8 }, Region.Whole([2])));
        fails = false;
        await writer.FlushAsync();
        Assert.Equal([1, 0], await array.ReadAsync<ushort>());
    }

    [Fact]
    public async Task Flushing_tries_every_chunk_and_throws_the_first_error()
    {
        var broken = "a/c/1";
        var array = await CreateAsync(FaultyStore.AtKey(memory, key => key == broken), [6], [2]);
        await using var writer = array.OpenWriter();
        foreach (var i in new[] { 0, 2, 4 })
        {
            await writer.WriteAsync<ushort>(new[] { (ushort)(i + 1) }, new Region([i], [1]));
        }

        Assert.Contains(broken, (await Assert.ThrowsAsync<IOException>(() => writer.FlushAsync())).Message, StringComparison.Ordinal);
        Assert.Equal([1, 0, 0, 0, 5, 0], await array.ReadAsync<ushort>());
        broken = string.Empty;
    }

    [Fact]
    public async Task A_disposal_that_failed_can_be_repeated()
    {
        var fails = true;
        var array = await CreateAsync(new FaultyStore(memory, write => fails && write.Key.Value == "a/c/0" ? new IOException("full") : null), [2], [2]);
        var writer = array.OpenWriter();
        await writer.WriteAsync<ushort>(new ushort[] { 1 }, new Region([0], [1]));
        await Assert.ThrowsAsync<IOException>(() => writer.DisposeAsync().AsTask());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => writer.WriteAsync<ushort>(new ushort[] { 1 }, new Region([0], [1])));
        fails = false;
        await writer.DisposeAsync();
        Assert.Equal([1, 0], await array.ReadAsync<ushort>());
    }

    [Fact]
    public async Task A_damaged_chunk_is_not_overwritten_by_a_part_of_it()
    {
        var array = await CreateAsync(memory, [2], [2]);
        await memory.WriteAsync("a/c/0", 1);
        var writer = array.OpenWriter();
        await writer.WriteAsync<ushort>(new ushort[] { 1 }, new Region([0], [1]));
        await Assert.ThrowsAsync<CorruptDataException>(() => writer.FlushAsync());
        Assert.Equal([1], await memory.ReadAsync("a/c/0"));
        await memory.DeleteAsync(new StoreKey("a/c/0"));
        await writer.DisposeAsync();
        Assert.Equal([1, 0], await array.ReadAsync<ushort>());
    }

    [Fact]
    public async Task A_write_whose_source_fails_changes_nothing_in_the_chunk()
    {
        var array = await CreateAsync(memory, [3], [3]);
        await using var writer = array.OpenWriter();
        await writer.WriteAsync<ushort>(new ushort[] { 1, 2 }, new Region([0], [2]));
        foreach (var region in new[] { new Region([1], [2]), new Region([0], [3]) })
        {
            await Assert.ThrowsAsync<InvalidDataException>(() => writer.WriteAsync(Broken(region.Shape), region));
        }

        await writer.FlushAsync();
        Assert.Equal([1, 2, 0], await array.ReadAsync<ushort>());
    }

    [Fact]
    public async Task A_write_that_is_cancelled_before_it_begins_changes_nothing()
    {
        var array = await CreateAsync(memory, [4], [3]);
        await using var writer = array.OpenWriter();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => writer.WriteAsync<ushort>(new ushort[] { 1, 2, 3 }, new Region([1], [3]), new CancellationToken(canceled: true)));
        Assert.Equal((0, null), (writer.Buffer.UsedBytes, await memory.ReadAsync("a/c/1")));
    }

    [Fact]
    public async Task A_write_that_is_cancelled_while_it_stores_leaves_the_chunk_whole_to_be_flushed()
    {
        var array = await CreateAsync(memory, [2], [2]);
        await using var writer = array.OpenWriter();
        await writer.WriteAsync<ushort>(new ushort[] { 1 }, new Region([0], [1]));
        using var stop = new CancellationTokenSource();
        var last = ArraySource.FromFunction<ushort>([1], (_, destination) =>
        {
            destination[0] = 2;
            stop.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writer.WriteAsync(last, new Region([1], [1]), stop.Token));
        Assert.Null(await memory.ReadAsync("a/c/0"));
        await writer.WriteAsync<ushort>(new ushort[] { 2 }, new Region([1], [1]));
        Assert.Equal([1, 2], await array.ReadAsync<ushort>());
    }

    [Fact]
    public async Task A_cancelled_flush_keeps_what_it_did_not_store()
    {
        var array = await CreateAsync(memory, [2], [2]);
        await using var writer = array.OpenWriter();
        await writer.WriteAsync<ushort>(new ushort[] { 1 }, new Region([0], [1]));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writer.FlushAsync(new CancellationToken(canceled: true)));
        Assert.Equal(Pieces.Cost([2]), writer.Buffer.UsedBytes);
    }

    private static IArraySource Broken(Shape shape) => ArraySource.FromFunction<ushort>(shape, (_, destination) =>
    {
        destination.Fill(77);
        throw new InvalidDataException("the source is broken");
    });

    private static Task<ZarrArray> CreateAsync(IWritableStore store, Shape shape, Shape chunk) => Pieces.CreateAsync(store, shape, chunk);

    /// <summary>Writes planes over older data while some writes of the store fail, ends the fault, flushes, and looks for every plane. Returns the number of writes.</summary>
    private static async Task<int> WithFault(int chunks, Func<WriteAttempt, bool> isFault)
    {
        var old = new MemoryStore();
        await (await CreateAsync(old, Stack, Chunk)).WriteAsync<ushort>(Enumerable.Repeat((ushort)9999, (int)Stack.ElementCount).ToArray(), Region.Whole(Stack));
        var repaired = false;
        var store = new FaultyStore(old, write => !repaired && isFault(write) ? new IOException("a fault") : null);
        var array = await ZarrArray.OpenAsync(store, new StorePrefix("a"));
        var writer = array.OpenWriter(new WriteBuffer(chunks * Pieces.Cost(Chunk)));
        var (planes, pixels) = (Pieces.Cut(Stack, Plane, 3)[..^1], Pieces.Ramp(Stack)); // one plane never comes
        var written = new HashSet<Region>();
        foreach (var plane in planes)
        {
            if (await Succeeds(() => writer.WriteAsync<ushort>(Pieces.Part(pixels, Stack, plane), plane)))
            {
                written.Add(plane);
            }
        }

        await Succeeds(() => writer.FlushAsync());
        repaired = true;
        await writer.FlushAsync();
        await RequireAsync(array, pixels, written);
        await Pieces.WriteAsync(writer, pixels, planes.Where(plane => !written.Contains(plane)), tasks: 2);
        await writer.DisposeAsync();
        await RequireAsync(array, pixels, planes);
        return store.WriteAttempts;
    }

    private static async Task RequireAsync(ZarrArray array, ushort[] pixels, IEnumerable<Region> planes)
    {
        foreach (var plane in planes)
        {
            Assert.Equal(Pieces.Part(pixels, Stack, plane), await array.ReadAsync<ushort>(plane));
        }
    }

    private static async Task<bool> Succeeds(Func<Task> action)
    {
        try
        {
            await action();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
