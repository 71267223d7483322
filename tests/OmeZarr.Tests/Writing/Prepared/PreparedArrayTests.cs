using OmeZarr.Tests.Writing;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests;

/// <summary>One array that is filled: when it is opened and closed, and what it accepts.</summary>
public sealed class PreparedArrayTests : IDisposable
{
    private static readonly Shape Shape = [2, 4, 4];
    private static readonly ushort[] Plane = SmallImage.Pixels([4, 4]);

    private readonly TemporaryFolder folder = new();
    private readonly OpeningBackend backend = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_is_opened_once_at_the_first_write()
    {
        await using var prepared = await PrepareAsync();
        await prepared.FlushAsync();
        Assert.Equal(0, backend.Opened);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => prepared["0"][n % 2, .., ..].WriteAsync<ushort>(Plane))));
        Assert.Equal(1, backend.Opened);
    }

    [Fact]
    public async Task An_opening_that_fails_is_told_to_the_writer_and_tried_again()
    {
        await using var prepared = await PrepareAsync();
        backend.Failing = true;
        await Assert.ThrowsAsync<TimeoutException>(() => prepared["0"][0, .., ..].WriteAsync<ushort>(Plane));
        await prepared.FlushAsync(); // nothing was written, so nothing can be missing
        backend.Failing = false;
        await prepared["0"][0, .., ..].WriteAsync<ushort>(Plane);
        await prepared.FlushAsync();
        Assert.Equal(With(plane: 0), await StoredAsync());
    }

    [Fact]
    public async Task An_array_that_could_not_be_opened_is_disposed_without_error()
    {
        var prepared = await PrepareAsync();
        backend.Failing = true;
        await Assert.ThrowsAsync<TimeoutException>(() => prepared["0"][0, .., ..].WriteAsync<ushort>(Plane));
        await prepared.DisposeAsync();
        Assert.All(await StoredAsync(), pixel => Assert.Equal(0, pixel));
    }

    [Fact]
    public async Task Cancelling_one_write_while_the_array_is_opened_does_not_cancel_others()
    {
        await using var prepared = await PrepareAsync();
        using var cancellation = new CancellationTokenSource();
        backend.Gate = new TaskCompletionSource();
        var cancelled = prepared["0"][0, .., ..].WriteAsync<ushort>(Plane, cancellation.Token);
        var other = prepared["0"][1, .., ..].WriteAsync<ushort>(Plane);
        await cancellation.CancelAsync();
        backend.Gate.SetResult();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await other;
        await prepared.FlushAsync();
        Assert.Equal(With(plane: 1), await StoredAsync());
    }

    [Fact]
    public async Task Disposing_while_it_is_opened_waits_and_the_write_is_stored_or_refused()
    {
        var prepared = await PrepareAsync();
        backend.Gate = new TaskCompletionSource();
        var write = prepared["0"][0, .., ..].WriteAsync<ushort>(Plane);
        var disposal = prepared.DisposeAsync().AsTask();
        Assert.False(disposal.IsCompleted);
        backend.Gate.SetResult();
        await disposal;
        var error = await Record.ExceptionAsync(() => write);
        Assert.True(error is null or ObjectDisposedException, $"{error}");
        Assert.Equal(error is null ? With(plane: 0) : new ushort[32], await StoredAsync());
    }

    [Fact]
    public async Task Writes_that_race_with_the_disposal_are_stored_or_refused()
    {
        for (var round = 0; round < 20; round++)
        {
            var prepared = await PrepareAsync();
            var writes = Enumerable.Range(0, 2).Select(z => Task.Run(() => prepared["0"][z, .., ..].WriteAsync<ushort>(Plane))).ToArray();
            await prepared.DisposeAsync();
            var stored = new List<ushort>();
            foreach (var write in writes)
            {
                stored.AddRange(await Record.ExceptionAsync(() => write) is null ? Plane : new ushort[16]);
            }

            Assert.Equal(stored, await StoredAsync());
        }
    }

    [Fact]
    public async Task A_disposed_array_takes_nothing_and_stays_as_it_is()
    {
        var prepared = await PrepareAsync();
        await prepared["0"][1, .., ..].WriteAsync<ushort>(Plane);
        await prepared.DisposeAsync();
        await prepared.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => prepared["0"][0, .., ..].WriteAsync<ushort>(Plane));
        await prepared.FlushAsync();
        Assert.Equal(With(plane: 1), await StoredAsync());
    }

    [Fact]
    public async Task Sources_regions_and_slices_say_the_same()
    {
        await using var prepared = await PrepareAsync();
        await prepared["0"].WriteAsync(ArraySource.FromMemory<ushort>(SmallImage.Pixels(Shape), Shape));
        await prepared["0"].WriteAsync(new ushort[] { 100, 101, 102, 103 }, new Region([0, 1, 0], [1, 1, 4]));
        await prepared["0"][^1, 3, 1..3].WriteAsync(new ushort[] { 200, 201 });
        var expected = SmallImage.Pixels(Shape);
        new ushort[] { 100, 101, 102, 103 }.CopyTo(expected, 4);
        new ushort[] { 200, 201 }.CopyTo(expected, 29);
        await prepared["0"].WriteAsync<ushort>(new ushort[] { 0, 300, 0 }.AsMemory(1, 1), new Region([0, 0, 2], [1, 1, 1]));
        await prepared["0"][0, 0, 3].WriteAsync<ushort>(new ushort[] { 0, 301, 0 }.AsMemory(1, 1));
        new ushort[] { 300, 301 }.CopyTo(expected, 2);
        await prepared.FlushAsync();
        Assert.Equal(expected, await StoredAsync());
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_and_opens_nothing()
    {
        await using var prepared = await PrepareAsync();
        var array = prepared["0"];
        await Assert.ThrowsAnyAsync<ArgumentException>(() => array.WriteAsync<ushort>(Plane, new Region([2, 0, 0], [1, 4, 4])));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => array.WriteAsync<ushort>(Plane, new Region([0, 0], [4, 4])));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => array.WriteAsync<ushort>(Plane.AsMemory(1), new Region([0, 0, 0], [1, 4, 4])));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => array.WriteAsync<short>(new short[16], new Region([0, 0, 0], [1, 4, 4])));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => array.WriteAsync(ArraySource.FromMemory<ushort>(Plane, [4, 4])));
        await Assert.ThrowsAsync<ArgumentNullException>(() => array.WriteAsync((IArraySource)null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => array.WriteAsync((ushort[])null!, new Region([0, 0, 0], [1, 4, 4])));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await array[0, ..].WriteAsync(Plane));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await array[2, .., ..].WriteAsync(Plane));
        Assert.Equal(0, backend.Opened);
    }

    [Fact]
    public async Task It_says_what_it_is()
    {
        await using var prepared = await PrepareAsync();
        Assert.Equal($"{folder["image.zarr/0"]}: 2 x 4 x 4 uint16, chunks 1 x 2 x 4, shards 2 x 4 x 4", prepared["0"].ToString());
        Assert.Equal((Shape, DataType.UInt16), (prepared["0"].Shape, prepared["0"].DataType));
    }

    /// <summary>What is stored when one plane was written.</summary>
    private static ushort[] With(int plane) => plane == 0 ? [.. Plane, .. new ushort[16]] : [.. new ushort[16], .. Plane];

    private Task<PreparedArrays> PrepareAsync() => OmeWriter.PrepareImageAsync(
        folder["image.zarr"],
        Image.FromDimensions([Dimension.Z(), Dimension.Y(), Dimension.X()]),
        [new ArraySpec(Shape, DataType.UInt16)],
        new WriteOptions { Backend = backend, Chunks = ChunkShape.Of(1, 2, 4), Shards = ShardShape.OfChunks(2, 2, 1), Overwrite = true });

    private async Task<ushort[]> StoredAsync() => await (await ZarrArray.OpenAsync(folder["image.zarr/0"])).ReadAsync<ushort>();

    /// <summary>The engine of the library, whose opening can be counted, held up and made to fail.</summary>
    private sealed class OpeningBackend : IArrayBackend
    {
        private int opened;

        public int Opened => opened;

        public bool Failing { get; set; }

        public TaskCompletionSource? Gate { get; set; }

        public ValueTask<IWritableArray> CreateAsync(ArrayRequest request, CancellationToken cancellationToken) => IArrayBackend.BuiltIn.CreateAsync(request, cancellationToken);

        public async ValueTask<IWritableArray> OpenAsync(ArrayRequest request, WriteBuffer buffer, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref opened);
            await (Gate?.Task ?? Task.CompletedTask);
            return Failing ? throw new TimeoutException() : await IArrayBackend.BuiltIn.OpenAsync(request, buffer, cancellationToken);
        }
    }
}
