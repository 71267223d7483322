using System.Text.Json.Nodes;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Acquiring;

/// <summary>Frames without an index that come from many callers at the same time. They carry their numbers in their pixels and in their metadata.</summary>
public sealed class ConcurrentAppendTests : IDisposable
{
    private const int Height = 3;
    private const int Width = 4;
    private const int Threads = 8;
    private const int FramesOfThread = 25;

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Root => folder["a.ome.zarr"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 1)]
    [InlineData(4, 3)]
    public async Task Calls_that_nobody_awaits_keep_their_order(int chunk, int memory)
    {
        await using (var acquisition = await BeginAsync(chunk, memory))
        {
            var calls = Enumerable.Range(1, 100).Select(number => AppendAsync(acquisition, number)).ToList();
            Assert.All(await Task.WhenAll(calls), Assert.True);
        }

        Assert.Equal(Enumerable.Range(1, 100), await NumbersAsync());
        await RequireMetadataAsync();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 2)]
    public async Task Frames_of_many_threads_are_there_once_and_in_the_order_of_their_thread(int chunk, int memory)
    {
        await using (var acquisition = await BeginAsync(chunk, memory))
        {
            await OnThreadsAsync(async number => Assert.True(await AppendAsync(acquisition, number)));
            Assert.Equal((Threads * FramesOfThread, 0), (acquisition.Progress.FramesAppended, acquisition.Progress.FramesDropped));
        }

        var numbers = await NumbersAsync();
        Assert.Equal(Enumerable.Range(1, Threads * FramesOfThread), numbers.Order());
        Assert.All(Enumerable.Range(0, Threads), thread => Assert.Equal(NumbersOf(thread), numbers.Where(number => NumbersOf(thread).Contains(number))));
        await RequireMetadataAsync();
    }

    [Fact]
    public async Task Each_dropped_frame_leaves_one_empty_place()
    {
        var (accepted, dropped) = (new List<int>(), 0);
        await using (var acquisition = await BeginAsync(1, 1, Backpressure.Drop))
        {
            await OnThreadsAsync(async number =>
            {
                if (await AppendAsync(acquisition, number))
                {
                    lock (accepted)
                    {
                        accepted.Add(number);
                    }

                    return;
                }

                Interlocked.Increment(ref dropped);
            });
        }

        var numbers = await NumbersAsync();
        Assert.Equal(Threads * FramesOfThread, numbers.Count);
        Assert.Equal(accepted.Order(), numbers.Where(number => number > 0).Order());
        Assert.Equal(dropped, numbers.Count(number => number == 0));
    }

    private static IEnumerable<int> NumbersOf(int thread) => Enumerable.Range((thread * FramesOfThread) + 1, FramesOfThread);

    private static Task OnThreadsAsync(Func<int, Task> append) => Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(
        async () =>
        {
            foreach (var number in NumbersOf(thread))
            {
                await append(number);
            }
        },
        Cancel)));

    private static Task<bool> AppendAsync(OmeAcquisition acquisition, int number)
    {
        var frame = new ushort[Height * Width];
        Array.Fill(frame, (ushort)number);
        return acquisition.AppendAsync(frame, new FrameMetadata { DeltaT = number }, Cancel).AsTask();
    }

    /// <param name="chunk">Frames of a chunk.</param>
    /// <param name="memory">How often the memory holds what is needed at least.</param>
    /// <param name="backpressure">What happens when it is full.</param>
    private Task<OmeAcquisition> BeginAsync(int chunk, int memory, Backpressure backpressure = Backpressure.Wait)
    {
        var settings = new AcquisitionSettings
        {
            Dimensions = [AcquisitionDimension.Time() with { Chunk = chunk }, AcquisitionDimension.Y(Height), AcquisitionDimension.X(Width)],
            DataType = DataType.UInt16,
            Compression = Compression.None,
            Backpressure = backpressure,
            DurableInterval = null,
        };
        return OmeAcquisition.BeginAsync(Root, settings with { MemoryLimit = memory * OmeAcquisition.EstimateMemory(settings).MinimumBytes }, Cancel);
    }

    /// <summary>The numbers of the stored frames, all of whose pixels are alike.</summary>
    private async Task<IReadOnlyList<int>> NumbersAsync()
    {
        var pixels = await (await OmeImage.OpenAsync(Root, cancellationToken: Cancel)).Levels[0].ReadAsync<ushort>(Cancel);
        return [.. pixels.Chunk(Height * Width).Select(frame => (int)Assert.Single(frame.Distinct()))];
    }

    /// <summary>The metadata of each frame are at its place.</summary>
    private async Task RequireMetadataAsync()
    {
        var numbers = await NumbersAsync();
        var metadata = (await ZarrGroup.OpenAsync(Root, cancellationToken: Cancel)).Attributes["ome_writers"]!["frame_metadata"]!.AsArray();
        Assert.Equal(numbers.Count, metadata.Count);
        Assert.All(metadata, frame => Assert.Equal(numbers[(int)Integer(frame!["storage_index"]![0])], (int)frame["delta_t"]!.GetValue<double>()));
    }

    private static long Integer(JsonNode? node) => node!.GetValue<long>();
}
