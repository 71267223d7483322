using TestKit;
using Xunit;
using Zarr.Stores;

namespace OmeZarr.Tests.Dividing;

/// <summary>What plans ask of a store beside the chunks themselves.</summary>
public sealed class PlanRequestTests
{
    private const int MostOfTask = 16;

    private static readonly WriteOptions Options = new() { Chunks = ChunkShape.Of(2, 32, 32), Pyramid = Pyramid.None };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_for_metadata_grow_with_the_number_of_tasks_and_not_faster()
    {
        var (few, more, many) = (await CountAsync(4), await CountAsync(8), await CountAsync(16));
        Assert.InRange(many - more, 4, (2 * (more - few)) + 4); // tasks that run at the same time may look twice
        Assert.InRange((many - few) / 12.0, 1, MostOfTask);
        TestContext.Current.SendDiagnosticMessage($"4 tasks: {few}, 8 tasks: {more}, 16 tasks: {many} requests");
    }

    /// <summary>Runs and finishes a plan of so many tasks.</summary>
    /// <returns>The number of requests for anything but chunks.</returns>
    private static async Task<int> CountAsync(int tasks)
    {
        var store = new CountingStore();
        var location = StoreLocation.In(store, new StorePrefix("cells"));
        var (image, pixels) = DividedWrites.Volume(32, 64, 64);
        await DividedWrites.InPartsAsync((options, token) => OmeWriter.WriteImageAsync(location, image, pixels, options, cancellationToken: token), Options, new ConversionPlanOptions { Tasks = tasks }, location);
        return store.Log.Count(request => !request.Key.Contains("/c/", StringComparison.Ordinal));
    }
}
