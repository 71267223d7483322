using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Writing;

/// <summary>Whatever goes wrong, the destination is as it was and nothing is left beside it.</summary>
public sealed class FailureTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<int> EveryChunk => [.. Enumerable.Range(1, SmallImage.Chunks)];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(EveryChunk))]
    public async Task A_source_that_fails_leaves_nothing(int request)
    {
        await FailAsync(folder["new/folder/image.zarr"], SmallImage.Chunked, request);
        Assert.Empty(folder.Snapshot());
    }

    [Theory]
    [MemberData(nameof(EveryChunk))]
    public async Task A_source_that_fails_leaves_the_old_image(int request)
    {
        await SmallImage.WriteAsync(folder["image.zarr"]);
        var before = folder.Snapshot();
        await FailAsync(folder["image.zarr"], SmallImage.Overwriting, request);
        Assert.Equal(before, folder.Snapshot());
    }

    [Theory]
    [MemberData(nameof(EveryChunk))]
    public async Task Cancelling_leaves_the_old_image(int chunk)
    {
        await SmallImage.WriteAsync(folder["image.zarr"]);
        var before = folder.Snapshot();
        using var cancellation = new CancellationTokenSource();
        var options = SmallImage.Overwriting with { Progress = new Listener(now => CancelAt(now, chunk, cancellation)) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SmallImage.WriteAsync(folder["image.zarr"], 100, options, cancellation.Token));
        Assert.Equal(before, folder.Snapshot());
    }

    [Fact]
    public async Task Nothing_is_made_once_it_is_cancelled()
    {
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SmallImage.WriteAsync(folder["a/image.zarr"], cancellationToken: cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => OmeWriter.PrepareImageAsync(folder["a/image.zarr"], SmallImage.Metadata, SmallImage.Specs, cancellationToken: cancelled));
        Assert.Empty(folder.Snapshot());
    }

    [Fact]
    public async Task A_listener_that_fails_leaves_nothing()
    {
        var options = SmallImage.Chunked with { Progress = new Listener(_ => throw new TimeoutException()) };
        await Assert.ThrowsAsync<TimeoutException>(() => SmallImage.WriteAsync(folder["image.zarr"], options: options));
        Assert.Empty(folder.Snapshot());
    }

    [Fact]
    public async Task A_completion_that_fails_leaves_nothing()
    {
        var options = SmallImage.Chunked with { CompleteMetadata = _ => throw new TimeoutException() };
        await Assert.ThrowsAsync<TimeoutException>(() => SmallImage.WriteAsync(folder["image.zarr"], options: options));
        Assert.Empty(folder.Snapshot());
    }

    private static void CancelAt(WriteProgress now, int chunk, CancellationTokenSource cancellation)
    {
        if (now.ChunksWritten == chunk)
        {
            cancellation.Cancel();
        }
    }

    private static async Task FailAsync(string path, WriteOptions options, int request)
    {
        var requests = 0;
        var sources = SmallImage.Sources(100).Select(source => ArraySource.FromFunction(
            source.Shape,
            source.DataType,
            (region, destination, token) => Interlocked.Increment(ref requests) == request
                ? throw new InvalidDataException($"region {request} cannot be had")
                : source.ReadAsync(region, destination, token))).ToList();
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => OmeWriter.WriteImageAsync(path, SmallImage.Metadata, sources, options));
        Assert.Equal($"region {request} cannot be had", error.Message);
    }
}
