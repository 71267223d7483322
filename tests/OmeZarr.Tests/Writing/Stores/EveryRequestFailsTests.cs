using WriterContract;
using Xunit;
using Zarr.Stores;

namespace OmeZarr.Tests.Writing.Stores;

/// <summary>Each request of a whole write fails once, or its answer is lost.</summary>
public sealed class EveryRequestFailsTests
{
    private static readonly StorePrefix Path = new("lab/cells.ome.zarr");

    private static readonly Dictionary<string, (Func<StoreLocation, Task> Before, Func<StoreLocation, Task> Write, Func<StoreLocation, Task> Require)> Writes = new()
    {
        ["image"] = (_ => Task.CompletedTask, location => Small.WriteAsync(location, 5), location => RequireImageAsync(location, 5)),
        ["overwritten image"] = (location => Small.WriteAsync(location, 1), location => Small.WriteAsync(location, 5, Small.Options with { Overwrite = true }), location => RequireImageAsync(location, 5)),
        ["plate"] = (_ => Task.CompletedTask, location => OmeWriter.WritePlateAsync(location, [new WellFields("A", "1", Small.Field(5))], null, Small.Options), RequirePlateAsync),
        ["plate, builder"] = (_ => Task.CompletedTask, WriteWellAsync, RequirePlateAsync),
        ["further well"] = (location => OmeWriter.WritePlateAsync(location, [new WellFields("B", "2", Small.Field(1))], null, Small.Options), WriteWellAsync, RequirePlateAsync),
        ["further field"] = (location => OmeWriter.WritePlateAsync(location, [new WellFields("A", "1", Small.Field(1, "1"))], null, Small.Options), WriteWellAsync, RequirePlateAsync),
        ["collection, builder"] = (location => OmeWriter.WriteBioformats2RawAsync(location, [new SeriesImage("a", Small.Image, Small.Sources(1))], null, Small.Options), WriteSeriesAsync, RequireSeriesAsync),
        ["label"] = (location => Small.WriteAsync(location, 1), location => OmeWriter.WriteLabelAsync(location, "cells", Small.Sources(5), Small.Options), RequireLabelAsync),
    };

    public static TheoryData<string, int> Cases => new(Writes.Keys.SelectMany(write => new[] { Trouble.Fails, Trouble.AnswerLost, Trouble.MeetsItself }.Select(trouble => (write, (int)trouble))));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_write_completes_or_reports_and_leaves_no_part_of_itself(string write, int kind)
    {
        var trouble = (Trouble)kind;
        for (var number = 1; ; number++)
        {
            var (before, way, require) = Writes[write];
            var memory = new MemoryStore();
            await before(StoreLocation.In(memory, Path));
            var old = await Small.KeysAsync(StoreLocation.In(memory, Path));
            var store = new TroubledStore(memory, (request, _) => request == number ? trouble : Trouble.None);
            var error = await Record.ExceptionAsync(() => way(StoreLocation.In(store, Path)));
            var place = StoreLocation.In(memory, Path);
            if (error is null)
            {
                await require(place);
            }
            else
            {
                Assert.NotEqual(Trouble.MeetsItself, trouble);
                Assert.Contains("as the test wanted", error.Message, StringComparison.Ordinal);
                await RequireNothingNewAsync(place, old, isReplaced: write.StartsWith("overwritten", StringComparison.Ordinal));
            }

            if (store.Requests < number)
            {
                Assert.Null(error);
                return;
            }
        }
    }

    private static async Task RequireNothingNewAsync(StoreLocation place, IReadOnlyList<string> old, bool isReplaced)
    {
        var keys = await Small.KeysAsync(place);
        if (isReplaced && !keys.Contains("zarr.json"))
        {
            Assert.Empty(keys); // the old image is gone from the moment at which the new one was begun
            return;
        }

        Assert.Equal(old.Where(key => !key.EndsWith("zarr.json", StringComparison.Ordinal)), keys.Where(key => !key.EndsWith("zarr.json", StringComparison.Ordinal)));
        if (old.Count > 0)
        {
            await Small.RequireValidAsync(place);
        }
        else
        {
            Assert.Empty(keys);
        }
    }

    private static async Task WriteWellAsync(StoreLocation location)
    {
        await using var plate = new PlateBuilder(location, null, Small.Options with { Existing = ExistingHierarchy.Append });
        await plate.WriteWellAsync("A", "1", Small.Field(5));
    }

    private static async Task WriteSeriesAsync(StoreLocation location)
    {
        await using var collection = new Bioformats2RawBuilder(location, null, Small.Options with { Existing = ExistingHierarchy.Append });
        await collection.WriteImageAsync("b", Small.Image, Small.Sources(5));
    }

    private static async Task RequireImageAsync(StoreLocation location, int first)
    {
        Assert.Equal(first, await Small.FirstValueAsync(location));
        await Small.RequireValidAsync(location);
    }

    private static async Task RequirePlateAsync(StoreLocation location)
    {
        Assert.Equal(5, await Small.FirstValueAsync(location.Below("A/1/0")));
        Assert.Contains((await OmePlate.OpenAsync(location)).Wells, well => well.Path == "A/1");
        await Small.RequireValidAsync(location);
    }

    private static async Task RequireSeriesAsync(StoreLocation location)
    {
        Assert.Equal(["a", "b"], (await OmeCollection.OpenAsync(location)).Paths);
        Assert.Equal(5, await Small.FirstValueAsync(location.Below("b")));
        await Small.RequireValidAsync(location);
    }

    private static async Task RequireLabelAsync(StoreLocation location)
    {
        Assert.Equal(["cells"], await (await OmeImage.OpenAsync(location)).ListLabelsAsync());
        Assert.Equal(5, await Small.FirstValueAsync(location.Below("labels/cells")));
        await Small.RequireValidAsync(location);
    }
}
