using System.Collections.Concurrent;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Tests.Writing.Pyramids;

/// <summary>Writers of whole images compute the levels after the first.</summary>
public sealed class PyramidWritingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<int> EveryChunkOfLevelZero => [.. Enumerable.Range(1, PyramidImage.Chunks[0])];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_metadata_has_a_dataset_for_each_level()
    {
        await WriteAsync(PyramidImage.Options);
        var image = (await OmeImage.OpenAsync(folder["image.zarr"])).Metadata.Multiscales[0];
        Assert.Equal(["0", "1", "2"], image.Datasets.Select(dataset => dataset.Path));
        Assert.Equal([1, 2, 2], image.PixelSize(2));
        Assert.Equal([0, 0.75, 0.75], image.Origin(2));
        Assert.Equal("mean", image.Type);
    }

    [Fact]
    public async Task An_image_and_its_label_have_the_same_levels_the_label_without_new_values()
    {
        await OmeWriter.WriteImageAsync(folder["image.zarr"], PyramidImage.Metadata, PyramidImage.Source, PyramidImage.Options, [PyramidImage.Label]);
        await PyramidImage.RequireLevelsAsync(folder["image.zarr"], PyramidImage.Source, Downsampling.Mean);
        await PyramidImage.RequireLevelsAsync(folder["image.zarr/labels/cells"], PyramidImage.MaskSource, Downsampling.Mode);
    }

    [Fact]
    public async Task A_label_that_is_added_later_gets_the_levels_of_its_image()
    {
        await WriteAsync(PyramidImage.Options);
        await OmeWriter.WriteLabelAsync(folder["image.zarr"], "cells", PyramidImage.MaskSource, PyramidImage.Options with { Chunks = ChunkShape.Of(6, 5), Pyramid = Pyramid.Auto });
        await PyramidImage.RequireLevelsAsync(folder["image.zarr/labels/cells"], PyramidImage.MaskSource, Downsampling.Mode);
    }

    [Fact]
    public async Task Each_chunk_of_each_level_is_stored_once_and_nothing_is_read()
    {
        var stores = new ConcurrentBag<CountingStore>();
        var backend = new ZarrBackend(path =>
        {
            var store = new CountingStore(new FileSystemStore(path));
            stores.Add(store);
            return store;
        });
        await WriteAsync(PyramidImage.Options with { Backend = backend });
        Assert.Equal(PyramidImage.LevelCount, stores.Count);
        var log = stores.SelectMany(store => store.Log.Where(request => request.Key.StartsWith("c/", StringComparison.Ordinal)).Select(request => (store, request))).ToList();
        Assert.All(log, one => Assert.Equal(StoreOperation.Set, one.request.Operation));
        Assert.Equal(log.Count, log.Select(one => (one.store, one.request.Key)).Distinct().Count());
        Assert.Equal(PyramidImage.Chunks.Sum(), log.Count);
    }

    [Fact]
    public async Task Chunks_of_zeros_are_not_stored()
    {
        await OmeWriter.WriteImageAsync(folder["image.zarr"], PyramidImage.Metadata, ArraySource.FromMemory<ushort>(new ushort[PyramidImage.Shape.ElementCount], PyramidImage.Shape), PyramidImage.Options);
        Assert.Equal(["0/zarr.json", "1/zarr.json", "2/zarr.json", "zarr.json"], folder.Files().Select(file => file["image.zarr/".Length..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Progress_counts_the_chunks_and_bytes_of_all_levels()
    {
        var reports = new List<WriteProgress>();
        await WriteAsync(PyramidImage.Options with { Progress = new Listener(reports.Add) });
        var total = PyramidImage.Chunks.Sum();
        Assert.Equal(Enumerable.Range(1, total).Select(n => (long)n), reports.Select(report => report.ChunksWritten));
        Assert.All(reports, report => Assert.Equal((total, 2 * 2 * ((21 * 19) + (11 * 10) + (6 * 5))), (report.ChunksTotal, report.BytesTotal)));
        Assert.Equal(reports[^1].BytesTotal, reports[^1].BytesWritten);
        Assert.Equal(PyramidImage.Chunks, reports.GroupBy(report => report.ArrayPath).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Count()));
    }

    [Fact]
    public async Task Metadata_can_be_completed()
    {
        await WriteAsync(PyramidImage.Options with
        {
            CompleteMetadata = image => image with { Omero = new Omero { Channels = [.. Enumerable.Range(0, image.Multiscales[0].Datasets.Count + 1).Select(i => OmeroChannel.Default($"{i}", "FF0000", Images.Window))] } },
        });
        Assert.Equal(2, (await OmeImage.OpenAsync(folder["image.zarr"])).Metadata.Omero!.Channels.Count);
    }

    [Fact]
    public async Task Levels_that_are_given_and_computed_are_refused()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => OmeWriter.WriteImageAsync(
            folder["image.zarr"], SmallImage.Metadata, SmallImage.Sources(), SmallImage.Chunked with { Pyramid = Pyramid.Auto }));
        Assert.Contains("Pyramid.None", error.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Snapshot());
    }

    [Fact]
    public async Task Invalid_metadata_is_refused_as_without_a_pyramid()
    {
        var image = PyramidImage.Metadata with { Multiscales = [PyramidImage.Metadata.Multiscales[0] with { Datasets = [new Dataset("0", new ScaleTransformation(1, -1, 1))] }] };
        await Assert.ThrowsAsync<OmeZarrException>(() => OmeWriter.WriteImageAsync(folder["image.zarr"], image, PyramidImage.Source, PyramidImage.Options));
    }

    [Theory]
    [MemberData(nameof(EveryChunkOfLevelZero))]
    public async Task A_source_that_fails_leaves_nothing(int request)
    {
        var requests = 0;
        var source = ArraySource.FromFunction(PyramidImage.Shape, DataType.UInt16, (region, destination, token) =>
            Interlocked.Increment(ref requests) == request ? throw new TimeoutException() : PyramidImage.Source.ReadAsync(region, destination, token));
        await Assert.ThrowsAsync<TimeoutException>(() => OmeWriter.WriteImageAsync(folder["image.zarr"], PyramidImage.Metadata, source, PyramidImage.Options));
        Assert.Empty(folder.Snapshot());
    }

    [Fact]
    public async Task Whichever_write_fails_nothing_is_left()
    {
        var failures = await FailingFolders.FailEachWriteAsync(PyramidImage.Options, WriteAsync, async _ => Assert.Empty(folder.Snapshot()));
        Assert.Equal(PyramidImage.Chunks.Sum() + PyramidImage.LevelCount + 1, failures);
    }

    [Fact]
    public async Task Cancelling_leaves_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        var options = PyramidImage.Options with { Progress = new Listener(report => CancelAt(report, cancellation)) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            OmeWriter.WriteImageAsync(folder["image.zarr"], PyramidImage.Metadata, PyramidImage.Source, options, cancellationToken: cancellation.Token));
        Assert.Empty(folder.Snapshot());
    }

    [Fact]
    public async Task Automatic_chunks_are_multiples_of_the_factors()
    {
        var backend = new RecordingBackend();
        var source = ArraySource.FromFunction(Shape.Create([6000, 4500]), DataType.UInt8, (_, destination) => destination.Clear());
        await OmeWriter.WriteImageAsync(folder["image.zarr"], Image.FromDimensions([Dimension.Y(), Dimension.X()]), source, new WriteOptions { Backend = backend, Pyramid = Pyramid.Of(3, ("y", 2), ("x", 4)) });
        Assert.Equal([[1500, 2252], [1500, 1125], [1500, 282]], backend.Created.OrderByDescending(request => request.Shape[1]).Select(request => request.Chunks.ToArray()));
    }

    private Task WriteAsync(WriteOptions options) => OmeWriter.WriteImageAsync(folder["image.zarr"], PyramidImage.Metadata, PyramidImage.Source, options);

    private static void CancelAt(WriteProgress report, CancellationTokenSource cancellation)
    {
        if (report.ChunksWritten == 20)
        {
            cancellation.Cancel();
        }
    }
}
