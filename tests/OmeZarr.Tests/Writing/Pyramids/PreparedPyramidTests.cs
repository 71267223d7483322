using System.Collections.Concurrent;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Tests.Writing.Pyramids;

/// <summary>Prepared images compute their levels of the pieces that are written to level 0.</summary>
public sealed class PreparedPyramidTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Planes_in_order_are_stored_once_and_nothing_is_read_again()
    {
        var stores = new ConcurrentBag<CountingStore>();
        var backend = new ZarrBackend(path =>
        {
            var store = new CountingStore(new FileSystemStore(path));
            stores.Add(store);
            return store;
        });
        var arrays = await PrepareAsync(PyramidImage.Options with { Chunks = ChunkShape.Of(2, 6, 6), Backend = backend });
        await using (arrays)
        {
            await arrays["0"][0, .., ..].WriteAsync<ushort>(PyramidImage.Pixels.AsMemory(0, 21 * 19));
            await arrays["0"][1, .., ..].WriteAsync<ushort>(PyramidImage.Pixels.AsMemory(21 * 19));
        }

        Assert.Equal(0, arrays.BytesReadAgain);
        var log = stores.SelectMany(store => store.Log.Where(request => request.Key.StartsWith("c/", StringComparison.Ordinal))).ToList();
        Assert.All(log, request => Assert.Equal(StoreOperation.Set, request.Operation));
        Assert.Equal((4 * 4) + (2 * 2) + 1, log.Count);
        await RequireAsync();
    }

    [Fact]
    public async Task Pieces_that_cut_boxes_are_read_again_and_told()
    {
        var arrays = await PrepareAsync(PyramidImage.Options);
        await using (arrays)
        {
            for (var y = 0; y < 21; y++)
            {
                await arrays["0"][.., y, ..].WriteAsync(Rows(y, 1));
            }
        }

        Assert.InRange(arrays.BytesReadAgain, 1, 2 * PyramidImage.Shape.ElementCount * sizeof(ushort));
        await RequireAsync();
    }

    [Fact]
    public async Task A_level_that_is_computed_is_not_written_by_hand()
    {
        await using var arrays = await PrepareAsync(PyramidImage.Options);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => arrays["1"].WriteAsync(new ushort[2 * 11 * 10]));
        Assert.Contains("Pyramid.None", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_never_written_counts_as_zero()
    {
        var half = (ushort[])PyramidImage.Pixels.Clone();
        Array.Clear(half, 21 * 19, 21 * 19);
        var arrays = await PrepareAsync(PyramidImage.Options);
        await using (arrays)
        {
            await arrays["0"][0, .., ..].WriteAsync<ushort>(half.AsMemory(0, 21 * 19));
        }

        await RequireAsync(half);
    }

    [Fact]
    public async Task A_flush_makes_all_levels_agree_with_what_was_written_before()
    {
        var arrays = await PrepareAsync(PyramidImage.Options);
        await using (arrays)
        {
            await arrays["0"].WriteAsync<ushort>([.. PyramidImage.Pixels.Reverse()]);
            await arrays.FlushAsync();
            await RequireAsync([.. PyramidImage.Pixels.Reverse()]);
            await arrays["0"][.., 3..17, 2..9].WriteAsync(Part(new Region([0, 3, 2], [2, 14, 7])));
            await arrays["0"].FlushAsync();
            var mixed = PyramidImage.Pixels.Reverse().ToArray();
            for (var i = 0; i < mixed.Length; i++)
            {
                var (y, x) = (i / 19 % 21, i % 19);
                mixed[i] = y is >= 3 and < 17 && x is >= 2 and < 9 ? PyramidImage.Pixels[i] : mixed[i];
            }

            await RequireAsync(mixed);
        }
    }

    [Fact]
    public async Task Without_memory_for_levels_they_are_computed_of_what_is_stored()
    {
        var arrays = await PrepareAsync(PyramidImage.Options with { MaxBufferedBytes = 0 });
        await using (arrays)
        {
            await arrays["0"].WriteAsync(PyramidImage.Source);
        }

        Assert.Equal(2 * 2 * ((21 * 19) + (11 * 10)), arrays.BytesReadAgain);
        await RequireAsync();
    }

    [Fact]
    public async Task After_any_failed_write_disposing_again_completes_all_levels()
    {
        for (var failing = 1; ; failing++)
        {
            var failure = new FailingFolders(failing);
            var isCreated = false;
            var backend = new ZarrBackend(path => isCreated ? failure.OpenOther(path) : new FileSystemStore(path));
            var arrays = await OmeWriter.PrepareImageAsync(folder[$"{failing}.zarr"], PyramidImage.Metadata, ArraySpec.Of(PyramidImage.Source), PyramidImage.Options with { Backend = backend });
            isCreated = true;
            await Record.ExceptionAsync(() => arrays["0"].WriteAsync(PyramidImage.Source));
            await Record.ExceptionAsync(async () => await arrays.DisposeAsync());
            await arrays.DisposeAsync();
            var stored = await (await ZarrArray.OpenAsync(arrays["0"].Path)).ReadAsync<ushort>();
            await PyramidImage.RequireLevelsAsync(arrays.RootPath, ArraySource.FromMemory<ushort>(stored, PyramidImage.Shape), Downsampling.Mean);
            if (failure.FailedKey is null)
            {
                Assert.Equal(PyramidImage.Chunks.Sum() + 1, failing);
                return;
            }
        }
    }

    [Fact]
    public async Task Nothing_is_written_after_disposal()
    {
        var arrays = await PrepareAsync(PyramidImage.Options);
        await arrays.DisposeAsync();
        await arrays.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => arrays["0"].WriteAsync(PyramidImage.Source));
    }

    private Task<PreparedArrays> PrepareAsync(WriteOptions options) =>
        OmeWriter.PrepareImageAsync(folder["image.zarr"], PyramidImage.Metadata, ArraySpec.Of(PyramidImage.Source), options);

    private Task RequireAsync(ushort[]? pixels = null) =>
        PyramidImage.RequireLevelsAsync(folder["image.zarr"], ArraySource.FromMemory<ushort>(pixels ?? PyramidImage.Pixels, PyramidImage.Shape), Downsampling.Mean);

    private static IArraySource Rows(int y, int count) => Part(new Region([0, y, 0], [2, count, 19]));

    private static IArraySource Part(Region region) => ArraySource.FromFunction(region.Shape, DataType.UInt16, (inner, destination, token) =>
        PyramidImage.Source.ReadAsync(new Region([.. inner.Offset.ToArray().Zip(region.Offset.ToArray(), (a, b) => a + b)], inner.Shape), destination, token));
}
