using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests;

/// <summary>A prepared image keeps incomplete chunks and stores them when it must.</summary>
public sealed class PreparedArraysBufferTests : IDisposable
{
    private static readonly Region Plane0 = new([0, 0, 0], [1, 4, 4]);
    private static readonly Region Plane1 = new([1, 0, 0], [1, 4, 4]);
    private static readonly ushort[] Ones = [.. Enumerable.Repeat((ushort)1, 16)];
    private static readonly ushort[] OnesAndZeros = [.. Ones, .. new ushort[16]];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_chunk_is_stored_when_its_last_plane_comes()
    {
        await using var prepared = await PrepareAsync();
        await prepared["0"].WriteAsync<ushort>(Ones, Plane1);
        Assert.False(File.Exists(folder["image.zarr/0/c/0/0/0"]));
        await prepared["0"].WriteAsync<ushort>(Ones, Plane0);
        Assert.True(File.Exists(folder["image.zarr/0/c/0/0/0"]));
        Assert.All(await (await ZarrArray.OpenAsync(prepared["0"].Path)).ReadAsync<ushort>(), pixel => Assert.Equal(1, pixel));
    }

    [Fact]
    public async Task Flushing_stores_incomplete_chunks_of_all_levels()
    {
        await using var prepared = await PrepareAsync();
        await prepared["0"].WriteAsync<ushort>(Ones, Plane0);
        await prepared["1"].WriteAsync<ushort>(Ones.AsMemory(0, 4), new Region([1, 0, 0], [1, 2, 2]));
        await prepared.FlushAsync();
        Assert.Equal(OnesAndZeros, await (await ZarrArray.OpenAsync(prepared["0"].Path)).ReadAsync<ushort>());
        Assert.Equal(new ushort[] { 0, 0, 0, 0, 1, 1, 1, 1 }, await (await ZarrArray.OpenAsync(prepared["1"].Path)).ReadAsync<ushort>());
    }

    [Fact]
    public async Task Disposing_stores_incomplete_chunks()
    {
        await using (var prepared = await PrepareAsync())
        {
            await prepared["0"].WriteAsync<ushort>(Ones, Plane0);
        }

        var image = await OmeImage.OpenAsync(folder["image.zarr"]);
        Assert.Equal(OnesAndZeros, await image.Levels[0].ReadAsync<ushort>());
    }

    [Fact]
    public async Task An_array_that_cannot_be_stored_fails_the_disposal_and_not_the_other_arrays()
    {
        var prepared = await PrepareAsync();
        await prepared["0"].WriteAsync<ushort>(Ones, Plane0);
        await prepared["1"].WriteAsync<ushort>(Ones.AsMemory(0, 4), new Region([1, 0, 0], [1, 2, 2]));
        File.WriteAllText(folder["image.zarr/0/c"], "in the way of a folder");
        await Assert.ThrowsAnyAsync<IOException>(() => prepared.DisposeAsync().AsTask());
        Assert.Equal(new ushort[] { 0, 0, 0, 0, 1, 1, 1, 1 }, await (await ZarrArray.OpenAsync(prepared["1"].Path)).ReadAsync<ushort>());
        File.Delete(folder["image.zarr/0/c"]);
        await prepared.DisposeAsync();
        Assert.Equal(OnesAndZeros, await (await ZarrArray.OpenAsync(prepared["0"].Path)).ReadAsync<ushort>());
    }

    [Fact]
    public async Task All_levels_share_the_memory_that_the_options_allow()
    {
        await using var prepared = await PrepareAsync(new WriteOptions { MaxBufferedBytes = 1000 });
        Assert.Equal(1000, prepared["0"].Buffer.MaxBytes);
        Assert.Same(prepared["0"].Buffer, prepared["1"].Buffer);
        await using var nothing = await PrepareAsync(new WriteOptions { MaxBufferedBytes = 0, Overwrite = true });
        await nothing["0"].WriteAsync<ushort>(Ones, Plane0);
        Assert.Equal(OnesAndZeros, await (await ZarrArray.OpenAsync(nothing["0"].Path)).ReadAsync<ushort>());
        Assert.Throws<ArgumentOutOfRangeException>(() => new WriteOptions { MaxBufferedBytes = -1 });
    }

    private Task<PreparedArrays> PrepareAsync(WriteOptions? options = null) => OmeWriter.PrepareImageAsync(
        folder["image.zarr"],
        Image.FromDimensions([Dimension.Z(), Dimension.Y(), Dimension.X()], levels: 2),
        [new ArraySpec([2, 4, 4], DataType.UInt16), new ArraySpec([2, 2, 2], DataType.UInt16)],
        options);
}
