using TestKit;
using Xunit;

namespace OmeZarr.Tests.Writing;

/// <summary>Whichever write of a plate fails: what was there stays, nothing half-written is listed or left, and the same builder can try again.</summary>
public sealed class EveryPlateWriteFailsTests : IDisposable
{
    // Of a well of one field: its own document and that of its row.
    private const int WritesOfWell = SmallPlate.WritesOfField + 2;

    private readonly TemporaryFolder folder = new();

    private string Root => folder["plate.zarr"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_plate_in_one_call_appears_whole_or_not_at_all()
    {
        var failures = await FailingFolders.FailEachWriteAsync(
            SmallImage.Chunked,
            options => OmeWriter.WritePlateAsync(Root, [SmallPlate.Well("A/1", 1), SmallPlate.Well("B/2", 2)], null, options),
            async _ => Assert.Empty(folder.Snapshot()));
        Assert.Equal((2 * WritesOfWell) + 1, failures);
        Assert.Equal(["A/1", "B/2"], await SmallPlate.WellsAsync(Root));
    }

    [Fact]
    public async Task A_plate_that_is_replaced_stays_until_then()
    {
        await OmeWriter.WritePlateAsync(Root, [SmallPlate.Well("H/12", 1)], null, SmallImage.Chunked);
        var before = folder.Snapshot();
        await FailingFolders.FailEachWriteAsync(
            SmallImage.Overwriting,
            options => OmeWriter.WritePlateAsync(Root, [SmallPlate.Well("A/1", 1), SmallPlate.Well("B/2", 2)], null, options),
            async _ => Assert.Equal(before, folder.Snapshot()));
        Assert.Equal(["A/1", "B/2"], await SmallPlate.WellsAsync(Root));
    }

    [Fact]
    public async Task The_first_well_of_a_builder_appears_with_the_plate_or_not_at_all()
    {
        await OmeWriter.WritePlateAsync(Root, [SmallPlate.Well("H/12", 1)], null, SmallImage.Chunked);
        var before = folder.Snapshot();
        var failures = await FailingFolders.FailEachWriteAsync(SmallImage.Overwriting, WriteAsync, _ => ResetAsync());
        Assert.Equal(WritesOfWell + 1, failures);

        async Task WriteAsync(WriteOptions options)
        {
            await using var plate = new PlateBuilder(Root, null, options);
            await RetryAsync(() => plate.WriteAsync("A/1", 5), () => Assert.Equal(before, folder.Snapshot()));
            Assert.Equal(["A/1"], await SmallPlate.WellsAsync(Root));
        }

        Task ResetAsync() => OmeWriter.WritePlateAsync(Root, [SmallPlate.Well("H/12", 1)], null, SmallImage.Overwriting);
    }

    [Fact]
    public async Task The_second_well_of_a_builder_appears_or_not_and_the_first_stays()
    {
        var failures = await FailingFolders.FailEachWriteAsync(SmallImage.Overwriting, WriteAsync, _ => Task.CompletedTask);
        Assert.Equal((2 * WritesOfWell) + 2, failures);
        Assert.Equal(["A/1", "B/2"], await SmallPlate.WellsAsync(Root));

        async Task WriteAsync(WriteOptions options)
        {
            await using var plate = new PlateBuilder(Root, null, options);
            await plate.WriteAsync("A/1", 5);
            var before = folder.Snapshot();
            await RetryAsync(() => plate.WriteAsync("B/2", 6), () => Assert.Equal(before, folder.Snapshot()));
            Assert.Equal(["A/1", "B/2"], await SmallPlate.WellsAsync(Root));
        }
    }

    [Fact]
    public async Task Prepared_wells_appear_all_together_or_not_at_all()
    {
        var failures = await FailingFolders.FailEachWriteAsync(SmallImage.Overwriting, WriteAsync, _ => Task.CompletedTask);
        Assert.Equal(WritesOfWell + 1 + (3 * (2 + 1 + 1)) + 2 + 1, failures); // the first well; arrays, images and wells of three more, in two new rows

        async Task WriteAsync(WriteOptions options)
        {
            await using var plate = new PlateBuilder(Root, null, options);
            await plate.WriteAsync("A/1", 5);
            var before = folder.Snapshot();
            plate.Add("A/2").Add("B/1").Add("C/1");
            await RetryAsync(() => plate.PrepareAsync(), () => Assert.Equal(before, folder.Snapshot()));
            Assert.Equal(["A/1", "A/2", "B/1", "C/1"], await SmallPlate.ListedAsync(Root));
        }
    }

    /// <summary>If it fails, checks what is left and does it again, which must succeed; then throws what it threw.</summary>
    private static async Task RetryAsync(Func<Task> write, Action check)
    {
        try
        {
            await write();
        }
        catch (IOException)
        {
            check();
            await write();
            throw;
        }
    }
}
