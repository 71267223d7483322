using System.Collections.Concurrent;
using OmeZarr.Writing.Filling;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Writing;

/// <summary>How arrays of other backends than our own are filled.</summary>
public sealed class ArrayFillingTests
{
    private static readonly ArrayRequest Request = new()
    {
        Path = "/nowhere",
        Shape = [5, 7],
        DataType = DataType.UInt16,
        Chunks = [2, 3],
        Shards = null,
        Compression = Compression.None,
        DimensionNames = ["y", "x"],
        MaxDegreeOfParallelism = 2,
    };

    [Fact]
    public async Task Each_chunk_is_written_once_with_its_elements()
    {
        var array = new MemoryArray();
        await FillAsync(array, Request, Region.Whole(Request.Shape));
        Assert.Equal(9, array.Writes.Count);
        Assert.Equal(9, array.Writes.Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 35).Select(i => (ushort)i), array.Elements);
    }

    [Fact]
    public async Task A_region_is_written_in_the_parts_that_chunks_cut_it_into()
    {
        var array = new MemoryArray();
        await FillAsync(array, Request, new Region([1, 2], [2, 3]));
        Assert.Equal([new([1, 2], [1, 1]), new([1, 3], [1, 2]), new([2, 2], [1, 1]), new([2, 3], [1, 2])], array.Writes.OrderBy(region => (region.Offset[0] * 7) + region.Offset[1]));
        Assert.Equal<ushort>([0, 1, 2, 3, 4, 5], [array.Elements[9], array.Elements[10], array.Elements[11], array.Elements[16], array.Elements[17], array.Elements[18]]);
    }

    [Fact]
    public async Task Shards_are_written_whole()
    {
        var array = new MemoryArray();
        await FillAsync(array, Request with { Shards = [4, 6] }, Region.Whole(Request.Shape));
        Assert.Equal(4, array.Writes.Count);
    }

    [Fact]
    public async Task No_more_chunks_are_worked_on_than_allowed_and_as_many_as_allowed()
    {
        var (now, most) = (0, 0);
        using var two = new SemaphoreSlim(0);
        var array = new MemoryArray
        {
            OnWrite = async _ =>
            {
                var count = Interlocked.Increment(ref now);
                InterlockedMax(ref most, count);
                if (count == 2)
                {
                    two.Release(9); // so that the first one waits until the second has come
                }

                await two.WaitAsync();
                Interlocked.Decrement(ref now);
            },
        };
        await FillAsync(array, Request, Region.Whole(Request.Shape));
        Assert.Equal(2, most);
    }

    [Fact]
    public async Task Progress_counts_chunks_and_bytes()
    {
        var reports = new List<ChunkProgress>();
        await FillAsync(new MemoryArray(), Request, Region.Whole(Request.Shape), new Told(reports.Add));
        Assert.Equal(Enumerable.Range(1, 9).Select(n => (long)n), reports.Select(report => report.ChunksDone));
        Assert.All(reports, report => Assert.Equal(9, report.ChunksTotal));
        Assert.Equal(70, reports[^1].BytesDone);
    }

    [Fact]
    public async Task An_array_that_fails_stops_the_rest()
    {
        var writes = 0;
        var array = new MemoryArray { OnWrite = _ => Interlocked.Increment(ref writes) == 3 ? throw new IOException("full") : ValueTask.CompletedTask };
        var error = await Assert.ThrowsAsync<IOException>(() => FillAsync(array, Request with { MaxDegreeOfParallelism = 1 }, Region.Whole(Request.Shape)));
        Assert.Equal("full", error.Message);
        Assert.Equal(3, writes);
    }

    [Fact]
    public async Task Cancelling_stops_before_the_next_chunk()
    {
        using var cancellation = new CancellationTokenSource();
        var array = new MemoryArray
        {
            OnWrite = _ =>
            {
                cancellation.Cancel();
                return ValueTask.CompletedTask;
            },
        };
        var request = Request with { MaxDegreeOfParallelism = 1 };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ArrayFilling.WriteAsync(array, request, Counting(request.Shape), Region.Whole(request.Shape), null, cancellation.Token));
        Assert.Single(array.Writes);
    }

    [Fact]
    public async Task Of_nothing_nothing_is_written()
    {
        var array = new MemoryArray();
        await FillAsync(array, Request, new Region([1, 2], [0, 3]));
        Assert.Empty(array.Writes);
    }

    private static Task FillAsync(IWritableArray array, ArrayRequest request, Region region, IProgress<ChunkProgress>? progress = null) =>
        ArrayFilling.WriteAsync(array, request, Counting(region.Shape), region, progress, CancellationToken.None);

    private static IArraySource Counting(Shape shape) =>
        ArraySource.FromMemory<ushort>(Enumerable.Range(0, (int)shape.ElementCount).Select(i => (ushort)i).ToArray(), shape);

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; value > seen; seen = target)
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }

    private sealed class Told(Action<ChunkProgress> action) : IProgress<ChunkProgress>
    {
        public void Report(ChunkProgress value) => action(value);
    }

    /// <summary>An array of 5 x 7 elements in memory.</summary>
    private sealed class MemoryArray : IWritableArray
    {
        public ushort[] Elements { get; } = new ushort[35];

        public ConcurrentQueue<Region> Writes { get; } = new();

        public Func<Region, ValueTask> OnWrite { get; init; } = _ => ValueTask.CompletedTask;

        public async ValueTask WriteAsync(Region region, ReadOnlyMemory<byte> elements, CancellationToken cancellationToken)
        {
            Writes.Enqueue(region);
            await OnWrite(region);
            for (var i = 0; i < region.Shape.ElementCount; i++)
            {
                var (y, x) = (region.Offset[0] + (i / region.Shape[1]), region.Offset[1] + (i % region.Shape[1]));
                Elements[(y * 7) + x] = BitConverter.ToUInt16(elements.Span[(2 * i)..]);
            }
        }

        public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
