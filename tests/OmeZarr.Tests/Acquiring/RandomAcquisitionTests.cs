using OmeZarr.Tests.Writing;
using TestKit;
using Xunit;
using Zarr.Stores;

namespace OmeZarr.Tests.Acquiring;

/// <summary>Random settings: orders, open axes, chunks, shards, levels, positions, frames left out, and an end at any frame. Every pixel must be where it belongs.</summary>
public sealed class RandomAcquisitionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    [InlineData(100)]
    [InlineData(150)]
    public async Task Every_frame_is_where_it_belongs(int first)
    {
        for (var seed = first; seed < first + Rounds.Of(50); seed++)
        {
            using var folder = new TemporaryFolder();
            try
            {
                var acquisition = new RandomAcquisition(seed);
                await acquisition.RunAsync(folder["a.ome.zarr"]).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
                await acquisition.CheckAsync(folder["a.ome.zarr"]);
                Assert.Equal(["a.ome.zarr"], folder.Names());
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}: {e.Message}", e);
            }
        }
    }

    [Fact]
    public async Task Stores_get_the_same_as_folders()
    {
        for (var seed = 1000; seed < 1025; seed++)
        {
            var location = StoreLocation.In(new MemoryStore(), new StorePrefix("a.ome.zarr"));
            var acquisition = new RandomAcquisition(seed);
            await acquisition.RunAsync(location).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            await acquisition.CheckAsync(location);
        }
    }
}
