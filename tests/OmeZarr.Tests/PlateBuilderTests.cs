using OmeZarr.Tests.Writing;
using TestKit;
using Xunit;

namespace OmeZarr.Tests;

/// <summary>Plates that are written well by well.</summary>
public sealed class PlateBuilderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Root => folder["my plate.zarr"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_well_is_on_the_plate_and_listed_when_the_call_returns()
    {
        await using var plate = Builder();
        Assert.False(Path.Exists(Root));
        await plate.WriteAsync("B/2", 10);
        Assert.Equal(["B/2"], await SmallPlate.WellsAsync(Root));
        await plate.WriteAsync("A/10", 20);
        Assert.Equal(["A/10", "B/2"], await SmallPlate.WellsAsync(Root));
        Assert.Equal(20, await SmallImage.FirstValueAsync(Path.Join(Root, "A/10/0")));
        Assert.Equal(["my plate.zarr"], folder.Names());
    }

    [Fact]
    public async Task A_builder_writes_the_same_files_as_one_call()
    {
        WellFields[] wells = [SmallPlate.Well("C/2", 1), SmallPlate.Well("A/10", SmallPlate.Field("0"), SmallPlate.Field("1")), SmallPlate.Well("A/1", 3)];
        var named = new PlateOptions { Name = "screen 7" };
        await OmeWriter.WritePlateAsync(Root, wells, named, SmallImage.Chunked);
        var expected = folder.Snapshot();
        await using (var plate = Builder(named, SmallImage.Overwriting))
        {
            foreach (var well in wells)
            {
                await plate.WriteAsync(well);
            }
        }

        Assert.Equal(expected, folder.Snapshot());
    }

    [Fact]
    public async Task Wells_can_be_written_by_many_tasks_in_any_order()
    {
        string[] paths = [.. from row in "ABCDEFGH" from column in Enumerable.Range(1, 6) select $"{row}/{column}"];
        var shuffled = paths.Index().ToArray();
        new Random(7).Shuffle(shuffled);
        await using var plate = Builder();
        await Parallel.ForEachAsync(shuffled, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (well, token) => await plate.WriteAsync(well.Item, well.Index, token));
        Assert.Equal(paths, await SmallPlate.WellsAsync(Root));
        foreach (var (index, path) in paths.Index())
        {
            Assert.Equal(index, await SmallImage.FirstValueAsync(Path.Join(Root, path, "0")));
        }
    }

    [Fact]
    public async Task Prepared_wells_are_filled_by_the_caller()
    {
        await using var plate = Builder();
        plate.Add("A/1").Add("B/2", SmallPlate.Spec("0", 0), SmallPlate.Spec("1", 0));
        Assert.False(Path.Exists(Root));
    }

    private PlateBuilder Builder(PlateOptions? plate = null, WriteOptions? options = null) => new(Root, plate, options ?? SmallImage.Chunked);
}
