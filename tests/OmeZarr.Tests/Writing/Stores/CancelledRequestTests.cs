using WriterContract;
using Xunit;
using Zarr.Stores;

namespace OmeZarr.Tests.Writing.Stores;

/// <summary>A write is cancelled at each of its requests: what was not there before is not there afterwards, or it is complete.</summary>
public sealed class CancelledRequestTests
{
    private static readonly StorePrefix Path = new("lab/cells.ome.zarr");
    private static readonly WriteOptions Append = Small.Options with { Existing = ExistingHierarchy.Append };

    private static readonly Dictionary<string, (Func<StoreLocation, Task> Before, Func<StoreLocation, CancellationToken, Task> Write, Func<StoreLocation, Task<bool>> IsDone)> Writes = new()
    {
        ["image"] = (_ => Task.CompletedTask, (location, cancel) => Small.WriteAsync(location, 5, cancellationToken: cancel), location => HoldsAsync(location, 5)),
        ["overwritten image"] = (location => Small.WriteAsync(location, 1), (location, cancel) => Small.WriteAsync(location, 5, Small.Options with { Overwrite = true }, null, cancel), location => HoldsAsync(location, 5)),
        ["prepared image"] = (_ => Task.CompletedTask, (location, cancel) => OmeWriter.PrepareImageAsync(location, Small.Image, Small.Specs, Small.Options, null, cancel), async location => (await Small.KeysAsync(location)).Count > 0),
        ["plate"] = (_ => Task.CompletedTask, (location, cancel) => OmeWriter.WritePlateAsync(location, [new WellFields("A", "1", Small.Field(5))], null, Small.Options, cancel), HasWellAsync),
        ["well"] = (location => OmeWriter.WritePlateAsync(location, [new WellFields("B", "2", Small.Field(1))], null, Small.Options), WriteWellAsync, HasWellAsync),
        ["field"] = (location => OmeWriter.WritePlateAsync(location, [new WellFields("A", "1", Small.Field(1, "1"))], null, Small.Options), WriteWellAsync, async location =>
            (await OmeWell.OpenAsync(location.Below("A/1"))).Fields.Any(field => field.Path == "0")),
        ["series"] = (location => OmeWriter.WriteBioformats2RawAsync(location, [new SeriesImage("a", Small.Image, Small.Sources(1))], null, Small.Options), WriteSeriesAsync, async location =>
            (await OmeCollection.OpenAsync(location)).Paths.Contains("b")),
        ["label"] = (location => Small.WriteAsync(location, 1), (location, cancel) => OmeWriter.WriteLabelAsync(location, "cells", Small.Sources(5), Small.Options, cancel), async location =>
            (await (await OmeImage.OpenAsync(location)).ListLabelsAsync()).Contains("cells")),
        ["copy"] = (_ => Task.CompletedTask, CopyAsync, location => HoldsAsync(location, 5)),
        ["levels"] = (location => Small.WriteAsync(location, 1), (location, cancel) => OmePyramid.AddLevelsAsync(location, Pyramid.Of(3), Small.Options with { Overwrite = true }, cancel), async location =>
            (await OmeImage.OpenAsync(location)).Levels.Count == 3),
    };

    public static TheoryData<string> Cases => [.. Writes.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_write_that_is_cancelled_at_any_request_leaves_no_part_of_itself(string write)
    {
        var (before, way, isDone) = Writes[write];
        for (var number = 1; ; number++)
        {
            var memory = new MemoryStore();
            var place = StoreLocation.In(memory, Path);
            await before(place);
            var old = await Small.KeysAsync(place);
            using var cancel = new CancellationTokenSource();
            var store = new TroubledStore(memory, (request, _) =>
            {
                if (request == number)
                {
                    cancel.Cancel();
                }

                return Trouble.None;
            });
            var error = await Record.ExceptionAsync(() => way(StoreLocation.In(store, Path), cancel.Token));
            var keys = await Small.KeysAsync(place);
            Assert.DoesNotContain(keys, key => key.Contains(".partial", StringComparison.Ordinal));
            if (error is null)
            {
                Assert.True(await isDone(place), $"request {number}"); // cancelled too late
                await Small.RequireValidAsync(place);
            }
            else
            {
                Assert.IsAssignableFrom<OperationCanceledException>(error);
                Assert.Equal(write == "overwritten image" && !keys.Contains("zarr.json") ? [] : old, keys.Where(key => write != "well" || key != "A/zarr.json")); // what is overwritten is gone from the beginning; the empty group of a row may stay
                await (keys.Count == 0 ? Task.CompletedTask : Small.RequireValidAsync(place));
                Assert.Empty(keys.Count == 0 ? [] : await OmeWriter.CleanAsync(place));
            }

            if (store.Requests < number)
            {
                Assert.Null(error);
                return;
            }
        }
    }

    private static async Task<bool> HoldsAsync(StoreLocation location, int first) => await Small.FirstValueAsync(location) == first;

    private static async Task<bool> HasWellAsync(StoreLocation location) => (await OmePlate.OpenAsync(location)).Wells.Any(well => well.Path == "A/1") && await HoldsAsync(location.Below("A/1/0"), 5);

    private static async Task WriteWellAsync(StoreLocation location, CancellationToken cancellationToken)
    {
        await using var plate = new PlateBuilder(location, null, Append);
        await plate.WriteWellAsync("A", "1", Small.Field(5), cancellationToken);
    }

    private static async Task WriteSeriesAsync(StoreLocation location, CancellationToken cancellationToken)
    {
        await using var collection = new Bioformats2RawBuilder(location, null, Append);
        await collection.WriteImageAsync("b", Small.Image, Small.Sources(5), cancellationToken);
    }

    private static async Task CopyAsync(StoreLocation location, CancellationToken cancellationToken)
    {
        var source = StoreLocation.In(new MemoryStore(), new StorePrefix("x"));
        await Small.WriteAsync(source, 5, cancellationToken: CancellationToken.None);
        await StoreCopy.CopyAsync(source, location, new StoreCopyOptions { MaxDegreeOfParallelism = 2 }, null, cancellationToken);
    }
}
