using OmeZarr;
using Stores.Integration.Azurite;
using Stores.Integration.Ceph;
using Xunit;
using Zarr;
using Zarr.Azure;
using Zarr.Stores;

namespace Stores.Integration;

/// <summary>Acquisitions whose target is a bucket or a container: durable points in the middle, several positions, levels, a frame left out, and an early end.</summary>
public sealed class AcquisitionTests(AzuriteServer azurite, CephServer ceph)
{
    private const int Height = 40;
    private const int Width = 60;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_a_container() => await AcquireAsync(new AzureBlobStore(await azurite.NewContainerAsync()));

    [Fact]
    public async Task In_a_bucket()
    {
        var bucket = new BucketFixture(ceph);
        await bucket.InitializeAsync();
        await AcquireAsync(bucket.Store);
        await bucket.DisposeAsync();
    }

    private static async Task AcquireAsync(IStore store)
    {
        var location = StoreLocation.In(store, new StorePrefix("acquired/stage.ome.zarr"));
        var settings = new AcquisitionSettings
        {
            Dimensions =
            [
                AcquisitionDimension.Time() with { Chunk = 2, Shard = 4 },
                AcquisitionDimension.Position(new AcquisitionPosition("a"), new AcquisitionPosition("b")),
                AcquisitionDimension.Y(Height), AcquisitionDimension.X(Width),
            ],
            DataType = DataType.UInt16,
            Pyramid = Pyramid.Of(2, ("y", 2), ("x", 2)),
            DurableInterval = null,
        };
        await using (var acquisition = await OmeAcquisition.BeginAsync(location, settings, Cancel))
        {
            for (var frame = 0; frame < 11; frame++)
            {
                await (frame == 5 ? acquisition.SkipAsync(1, Cancel).AsTask() : acquisition.AppendAsync(Frame(frame), cancellationToken: Cancel).AsTask());
                if (frame % 4 == 1)
                {
                    await acquisition.FlushAsync(Cancel);
                    Assert.Equal(acquisition.Progress.FramesAppended, acquisition.Progress.FramesDurable);
                }
            }
        }

        Assert.False((await OmeAcquisition.RecoverAsync(location, Cancel)).WasNeeded);
        await RequireAsync(location.Below("a"), 0, 2, 4, 6, 8, 10);
        await RequireAsync(location.Below("b"), 1, 3, -1, 7, 9);
        var report = await OmeStoreValidator.ValidateAsync(location, new ValidationOptions { Data = DataCheck.All }, cancellationToken: Cancel);
        Assert.True(report.IsValid, string.Join('\n', report.Findings));
    }

    private static async Task RequireAsync(StoreLocation location, params int[] frames)
    {
        var image = await OmeImage.OpenAsync(location, cancellationToken: Cancel);
        Assert.Equal(frames.SelectMany(frame => frame < 0 ? new ushort[Height * Width] : Frame(frame)), await image.Levels[0].ReadAsync<ushort>(Cancel));
        Assert.Equal([frames.Length, Height / 2, Width / 2], image.Levels[1].ZarrArray.Shape);
    }

    private static ushort[] Frame(int number) => [.. Enumerable.Range(0, Height * Width).Select(i => (ushort)((number * 5000) + i + 1))];
}
