using System.Buffers;
using System.Runtime.InteropServices;
using OmeZarr.Acquiring.Frames;
using OmeZarr.Acquiring.Journal;
using OmeZarr.Tests.Writing;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Tests.Acquiring;

/// <summary>Frames in memory that the caller lends.</summary>
public sealed class LendingTests : IDisposable
{
    private const int Height = 6;
    private const int Width = 8;

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Root => folder["a.ome.zarr"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_lent_frame_is_given_back_once_when_it_is_stored(int chunk)
    {
        LentFrame[] frames = [new(Frame(1)), new(Frame(2), further: 100), new(Frame(3))];
        await using (var acquisition = await OmeAcquisition.BeginAsync(Root, Settings(chunk), Cancel))
        {
            Assert.True(await acquisition.AppendAsync(frames[1], [1], cancellationToken: Cancel));
            Assert.True(await acquisition.AppendAsync(frames[0], cancellationToken: Cancel));
            Assert.True(await acquisition.AppendAsync(frames[2], [2], cancellationToken: Cancel));
        }

        Assert.All(frames, frame => Assert.Equal(1, frame.Returns));
        Assert.Equal(Enumerable.Range(1, 3).SelectMany(Frame), await PixelsAsync());
    }

    [Fact]
    public async Task Memory_of_a_pool_is_longer_than_a_frame()
    {
        await using (var acquisition = await OmeAcquisition.BeginAsync(Root, Settings(chunk: 1), Cancel))
        {
            var memory = MemoryPool<byte>.Shared.Rent(Height * Width * 2);
            Assert.NotEqual(Height * Width * 2, memory.Memory.Length);
            MemoryMarshal.AsBytes(Frame(1).AsSpan()).CopyTo(memory.Memory.Span);
            Assert.True(await acquisition.AppendAsync(memory, cancellationToken: Cancel));
        }

        Assert.Equal(Frame(1), await PixelsAsync());
    }

    [Fact]
    public async Task Views_and_durable_points_read_lent_frames()
    {
        LentFrame[] frames = [.. Enumerable.Range(1, 3).Select(number => new LentFrame(Frame(number)))];
        await using (var acquisition = await OmeAcquisition.BeginAsync(Root, Settings(chunk: 4) with { DurableInterval = null }, Cancel))
        {
            foreach (var frame in frames)
            {
                await acquisition.AppendAsync(frame, cancellationToken: Cancel);
            }

            var (all, latest) = (new byte[3 * Height * Width * 2], new ushort[Height * Width]);
            await acquisition.View().ReadAsync(Region.Whole(acquisition.View().Shape), all, Cancel);
            Assert.Equal(Enumerable.Range(1, 3).SelectMany(Frame), MemoryMarshal.Cast<byte, ushort>(all).ToArray());
            Assert.Equal([2], acquisition.CopyLatest(latest.AsSpan())!.Value);
            Assert.Equal(Frame(3), latest);
            await acquisition.FlushAsync(Cancel);
            var segment = Assert.Single(JournalReader.Open(Assert.Single(JournalFolder.Find(Root))).Segments);
            Assert.Equal(Enumerable.Range(1, 3).SelectMany(Frame), JournalReader.FramesOf(segment, Height * Width * 2).SelectMany(frame => MemoryMarshal.Cast<byte, ushort>(frame.Pixels.Span).ToArray()));
            Assert.All(frames, frame => Assert.Equal(0, frame.Returns));
        }

        Assert.All(frames, frame => Assert.Equal(1, frame.Returns));
    }

    [Fact]
    public async Task A_lent_frame_that_is_replaced_is_given_back()
    {
        LentFrame[] frames = [new(Frame(9)), new(Frame(1)), new(Frame(2))];
        await using (var acquisition = await OmeAcquisition.BeginAsync(Root, Settings(chunk: 2), Cancel))
        {
            await acquisition.AppendAsync(frames[0], [1], cancellationToken: Cancel);
            await acquisition.AppendAsync(frames[2], [1], cancellationToken: Cancel);
            Assert.Equal((1, 0), (frames[0].Returns, frames[2].Returns));
            await acquisition.AppendAsync(frames[1], [0], cancellationToken: Cancel);
        }

        Assert.All(frames, frame => Assert.Equal(1, frame.Returns));
        Assert.Equal(Enumerable.Range(1, 2).SelectMany(Frame), await PixelsAsync());
    }

    [Fact]
    public async Task A_lent_frame_that_comes_while_its_chunk_waits_to_be_stored_is_given_back_too()
    {
        using var open = new ManualResetEventSlim();
        var inner = new MemoryStore();
        LentFrame[] frames = [.. Enumerable.Range(1, 4).Select(number => new LentFrame(Frame(number)))];
        await using (var acquisition = await OmeAcquisition.BeginAsync(StoreLocation.In(Blocked(inner, open), new StorePrefix("a")), Settings(chunk: 1) with { DurableInterval = null }, Cancel))
        {
            foreach (var frame in frames)
            {
                Assert.True(await acquisition.AppendAsync(frame, [0], cancellationToken: Cancel));
            }

            open.Set();
        }

        Assert.All(frames, frame => Assert.Equal(1, frame.Returns));
        Assert.Equal(Frame(4), await (await ZarrArray.OpenAsync(inner, new StorePrefix("a/0"), cancellationToken: Cancel)).ReadAsync<ushort>(Cancel));
    }

    [Theory]
    [InlineData(Backpressure.Wait)]
    [InlineData(Backpressure.Fail)]
    [InlineData(Backpressure.Drop)]
    public async Task A_frame_that_is_not_appended_stays_the_callers(Backpressure backpressure)
    {
        using var open = new ManualResetEventSlim();
        var settings = Settings(chunk: 1) with { Backpressure = backpressure, MemoryLimit = 2 * Height * Width * 2, DurableInterval = null };
        LentFrame[] frames = [.. Enumerable.Range(1, 3).Select(number => new LentFrame(Frame(number)))];
        await using (var acquisition = await OmeAcquisition.BeginAsync(StoreLocation.In(Blocked(new MemoryStore(), open), new StorePrefix("a")), settings, Cancel))
        {
            Assert.True(await acquisition.AppendAsync(frames[0], cancellationToken: Cancel));
            Assert.True(await acquisition.AppendAsync(frames[1], cancellationToken: Cancel));
            using var cancellation = new CancellationTokenSource();
            var third = acquisition.AppendAsync(frames[2], cancellationToken: cancellation.Token).AsTask();
            await cancellation.CancelAsync();
            switch (backpressure)
            {
                case Backpressure.Wait: await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third); break;
                case Backpressure.Fail: await Assert.ThrowsAsync<AcquisitionOverflowException>(() => third); break;
                default: Assert.False(await third); break;
            }

            open.Set();
        }

        Assert.Equal([1, 1, 0], frames.Select(frame => frame.Returns));
    }

    [Fact]
    public async Task Memory_that_is_too_short_or_comes_too_late_stays_the_callers()
    {
        using var late = new LentFrame(Frame(1));
        using var few = new LentFrame(Frame(1)[1..]);
        var acquisition = await OmeAcquisition.BeginAsync(Root, Settings(chunk: 1), Cancel);
        var error = await Assert.ThrowsAsync<ArgumentException>(async () => await acquisition.AppendAsync(few, cancellationToken: Cancel));
        Assert.Equal("the memory has 94 bytes, a frame of 6 x 8 uint16 has 96", error.Message);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await acquisition.AppendAsync(late, [-1], cancellationToken: Cancel));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await acquisition.AppendAsync((IMemoryOwner<byte>)null!, cancellationToken: Cancel));
        await acquisition.CompleteAsync(Cancel);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await acquisition.AppendAsync(late, cancellationToken: Cancel));
        Assert.Equal((0, 0), (few.Returns, late.Returns));
    }

    [Fact]
    public async Task A_lender_that_fails_is_a_problem_but_loses_nothing()
    {
        await using (var acquisition = await OmeAcquisition.BeginAsync(Root, Settings(chunk: 1), Cancel))
        {
            await acquisition.AppendAsync(new FailingFrame(Frame(1)), cancellationToken: Cancel);
            await acquisition.AppendAsync(Frame(2), cancellationToken: Cancel);
            await acquisition.CompleteAsync(Cancel);
            Assert.Equal("memory that was lent for a frame could not be given back: the camera is gone", acquisition.Progress.Problem);
            Assert.Equal(0, acquisition.Progress.BytesInMemory);
        }

        Assert.Equal(Enumerable.Range(1, 2).SelectMany(Frame), await PixelsAsync());
    }

    [Fact]
    public void Buffers_are_not_made_ahead_for_lent_frames()
    {
        var memory = new FrameMemory(8, Height * Width * 2, Height * Width * 2);
        Assert.True(memory.TryRent(out var frame));
        frame.Borrow(new LentFrame(Frame(1)), Height * Width * 2);
        var before = GC.GetAllocatedBytesForCurrentThread();
        memory.Prepare(8);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        frame.Release();
        Assert.Equal(0, memory.UsedBytes);
    }

    private static FaultyStore Blocked(IWritableStore inner, ManualResetEventSlim open) => FaultyStore.WaitingAtKey(inner, key => key.Contains("/c/", StringComparison.Ordinal), open, Cancel);

    private static AcquisitionSettings Settings(long chunk) => new()
    {
        Dimensions = [AcquisitionDimension.Time() with { Chunk = chunk }, AcquisitionDimension.Y(Height), AcquisitionDimension.X(Width)],
        DataType = DataType.UInt16,
        Compression = Compression.None,
    };

    private static ushort[] Frame(int number) => [.. Enumerable.Range(0, Height * Width).Select(i => (ushort)((number * 1000) + i))];

    private async Task<ushort[]> PixelsAsync() => await (await OmeImage.OpenAsync(Root, cancellationToken: Cancel)).Levels[0].ReadAsync<ushort>(Cancel);

    private sealed class FailingFrame(ushort[] pixels) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = MemoryMarshal.AsBytes(pixels.AsSpan()).ToArray();

        public void Dispose() => throw new InvalidOperationException("the camera is gone");
    }
}
