using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Tests.Dividing;

/// <summary>Plans for stores, and plans of a terabyte.</summary>
public sealed class PlanInStoreTests
{
    private static readonly WriteOptions Options = new() { Chunks = ChunkShape.Of(8, 16, 16), Pyramid = Pyramid.Of(4, ("z", 2), ("y", 2), ("x", 2)) };
    private static readonly ConversionPlanOptions Division = new() { Tasks = 4, PartBytes = 100_000 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_values_are_those_of_one_call()
    {
        var store = new MemoryStore();
        await WriteTo(StoreLocation.In(store, new StorePrefix("whole")))(Options, Cancellation);
        var location = StoreLocation.In(store, new StorePrefix("parts"));
        var plan = await DividedWrites.InPartsAsync(WriteTo(location), Options, Division, location);
        Assert.True(plan.Waves.Count > 1);
        Assert.Equal(await ContentAsync(store, "whole"), await ContentAsync(store, "parts"));
        Assert.False(await plan.FinishAsync(WriteTo(location), Options, Cancellation));
    }

    [Fact]
    public async Task Other_writers_are_kept_away_until_it_is_finished()
    {
        var location = StoreLocation.In(new MemoryStore(), new StorePrefix("parts"));
        var plan = await ConversionPlan.CreateAsync(WriteTo(location), Options, Division, Cancellation);
        await plan.RunAsync(WriteTo(location), 0, 0, Options, null, Cancellation);
        await Assert.ThrowsAsync<DestinationExistsException>(() => WriteTo(location)(Options, Cancellation));
        await Assert.ThrowsAsync<UnfinishedPlanException>(() => plan.FinishAsync(WriteTo(location), Options, Cancellation));
        await plan.DiscardAsync(Cancellation);
        await WriteTo(location)(Options, Cancellation);
        await Assert.ThrowsAsync<DestinationExistsException>(() => ConversionPlan.CreateAsync(WriteTo(location), Options, Division, Cancellation));
    }

    [Fact]
    public async Task An_archive_cannot_be_written_in_parts() =>
        await Assert.ThrowsAsync<NotSupportedException>(() => ConversionPlan.CreateAsync(WriteTo("parts.ozx"), Options, Division, Cancellation));

    [Fact]
    public async Task A_plan_divides_only_calls_that_write_one_whole_hierarchy()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => ConversionPlan.CreateAsync((_, _) => Task.CompletedTask, cancellationToken: Cancellation));
        var twice = StoreLocation.In(new MemoryStore(), StorePrefix.Root);
        await Assert.ThrowsAsync<InvalidOperationException>(() => ConversionPlan.CreateAsync(
            async (options, token) =>
            {
                await WriteTo(twice)(options, token);
                await WriteTo(twice)(options, token);
            },
            Options,
            cancellationToken: Cancellation));
        Assert.Throws<NotSupportedException>(() => new PlateBuilder(twice, null, Options with { Division = new OmeZarr.Writing.Dividing.PlanningDivision() }));
    }

    [Theory]
    [InlineData(new long[] { 8192, 8192, 8192 }, 100, true)]
    [InlineData(new long[] { 500, 4, 100, 2048, 1400 }, 100, false)]
    public async Task A_terabyte_is_divided_evenly(long[] shape, int tasks, bool isIsotropic)
    {
        using var folder = new TemporaryFolder();
        var image = Image.FromDimensions([.. "tczyx"[^shape.Length..].Select(axis => new Dimension(axis.ToString()))], "terabyte");
        var options = new WriteOptions { Shards = ShardShape.Auto, Pyramid = isIsotropic ? Pyramid.Isotropic : Pyramid.Auto };
        var plan = await ConversionPlan.CreateAsync(
            (given, token) => OmeWriter.WriteImageAsync(folder["x.zarr"], image, new Endless(Shape.Create(shape)), given, cancellationToken: token), options, new ConversionPlanOptions { Tasks = tasks }, Cancellation);
        var first = plan.Waves[0];
        Assert.Equal(tasks, first.Tasks);
        Assert.True(first.LargestTask <= 1.1 * first.Bytes / first.Tasks, $"{first}");
        Assert.InRange(plan.Waves.Skip(1).Sum(wave => wave.Bytes), 0, first.Bytes / 7);
        Assert.InRange(plan.ToJson().Length, 1, 100_000);
        TestContext.Current.SendDiagnosticMessage(string.Join('\n', plan.Waves));
    }

    private static Func<WriteOptions, CancellationToken, Task> WriteTo(StoreLocation location)
    {
        var (image, pixels) = DividedWrites.Volume(40, 100, 90);
        return (options, token) => OmeWriter.WriteImageAsync(location, image, pixels, options, cancellationToken: token);
    }

    private static async Task<Dictionary<string, string>> ContentAsync(MemoryStore store, string path)
    {
        var content = new Dictionary<string, string>();
        await foreach (var key in store.ListAsync(new StorePrefix(path), Cancellation))
        {
            using var value = await store.GetAsync(key, Cancellation);
            content[key.Value[path.Length..]] = Convert.ToHexString(value!.Memory.Span);
        }

        return content;
    }

    /// <summary>Pixels that nobody reads.</summary>
    private sealed class Endless(Shape shape) : IArraySource
    {
        public Shape Shape => shape;

        public DataType DataType => DataType.UInt16;

        public ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken) => throw new InvalidOperationException("a plan reads no pixels");
    }
}
