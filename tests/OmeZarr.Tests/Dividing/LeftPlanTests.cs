using System.Text;
using OmeZarr.Tests.Writing;
using OmeZarr.Writing.Publication;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Tests.Dividing;

/// <summary>Plans whose end was killed, and plans that nobody has finished.</summary>
public sealed class LeftPlanTests : IDisposable
{
    private static readonly WriteOptions Options = new() { Chunks = ChunkShape.Of(4, 32, 32) };
    private static readonly ConversionPlanOptions Division = new() { Tasks = 2, PartBytes = 50_000 };

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Parts => folder[".cells.zarr.parts"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_end_that_is_killed_while_it_publishes_loses_no_part(bool overwrite)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "nobody can tell there whether a writer runs");
        var options = Options with { Overwrite = overwrite };
        if (overwrite)
        {
            await Write("cells.zarr", seed: 1)(options, Cancellation);
        }

        var plan = await RunAllAsync(options);
        KillWhilePublishing(overwrite);
        var status = await plan.StatusAsync(Cancellation);
        Assert.Equal((false, status.Parts), (status.IsFinished, status.PartsDone));
        Assert.True(await plan.FinishAsync(Write("cells.zarr", seed: 2), options, Cancellation));
        await Write("whole.zarr", seed: 2)(Options, Cancellation);
        DividedWrites.Equal(folder["whole.zarr"], folder["cells.zarr"]);
        Assert.Equal(["cells.zarr", "whole.zarr"], folder.Names());
    }

    [Fact]
    public async Task Cleaning_puts_the_hierarchy_back_that_was_about_to_be_published()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "nobody can tell there whether a writer runs");
        var plan = await RunAllAsync(Options);
        KillWhilePublishing(isReplacing: false);
        var left = await OmeWriter.CleanAsync(folder["cells.zarr"], cancellationToken: Cancellation);
        Assert.Contains(left, one => one.State == LeftoverState.Restored && one.Destination == Path.Join(Parts, "hierarchy"));
        Assert.Equal(0, await plan.RunAsync(Write("cells.zarr", seed: 2), 0, 0, Options, null, Cancellation));
    }

    [Fact]
    public async Task Cleaning_names_the_parts_of_a_plan_and_keeps_them()
    {
        await RunAllAsync(Options);
        foreach (var path in (string[])["", "cells.zarr"])
        {
            var left = Assert.Single(await OmeWriter.CleanAsync(folder[path], draftAge: TimeSpan.Zero, cancellationToken: Cancellation));
            Assert.Equal(new Leftover(Parts, LeftoverState.Unknown) { IsPlan = true }, left);
        }

        Assert.True(Directory.Exists(Path.Join(Parts, "hierarchy")));
    }

    [Fact]
    public async Task Parts_are_removed_by_force_when_no_task_wrote_there_for_a_day()
    {
        await RunAllAsync(Options);
        Assert.Equal(LeftoverState.InUse, Assert.Single(await OmeWriter.CleanAsync(folder.Path, force: true, cancellationToken: Cancellation)).State);
        foreach (var name in (string[])["", "receipts", "hierarchy"])
        {
            Directory.SetLastWriteTimeUtc(Path.Join(Parts, name), DateTime.UtcNow.AddHours(-25));
        }

        Assert.Equal(LeftoverState.Removed, Assert.Single(await OmeWriter.CleanAsync(folder.Path, dryRun: true, force: true, cancellationToken: Cancellation)).State);
        Assert.True(Directory.Exists(Parts));
        Assert.Equal(LeftoverState.Removed, Assert.Single(await OmeWriter.CleanAsync(folder.Path, force: true, cancellationToken: Cancellation)).State);
        Assert.Empty(folder.Names());
    }

    [Theory]
    [InlineData(".cells.zarr.parts/other")]
    [InlineData("cells.zarr.parts/plan")]
    public async Task Folders_that_only_look_similar_stay(string file)
    {
        folder.Put(file);
        Assert.Empty(await OmeWriter.CleanAsync(folder.Path, force: true, draftAge: TimeSpan.Zero, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task In_a_store_parts_are_removed_by_force_when_no_task_wrote_there_for_a_day()
    {
        var store = new MemoryStore();
        var location = StoreLocation.In(store, new StorePrefix("cells"));
        var (image, pixels) = DividedWrites.Volume(20, 60, 50);
        Task WriteThere(WriteOptions options, CancellationToken token) => OmeWriter.WriteImageAsync(location, image, pixels, options, cancellationToken: token);
        var plan = await ConversionPlan.CreateAsync(WriteThere, Options, Division, Cancellation);
        await plan.RunAsync(WriteThere, 0, 0, Options, null, Cancellation);
        Assert.Equal((LeftoverState.Unknown, true), await CleanAsync(draftAge: TimeSpan.Zero));
        Assert.Equal((LeftoverState.InUse, true), await CleanAsync(force: true));
        Assert.Single((await plan.StatusAsync(Cancellation)).Missing);
        await store.SetAsync(new StoreKey("cells/.parts/used"), Encoding.UTF8.GetBytes($"{DateTimeOffset.UtcNow.AddHours(-25):O}"), Cancellation);
        Assert.Equal((LeftoverState.Unknown, true), await CleanAsync());
        Assert.Equal((LeftoverState.Removed, true), await CleanAsync(force: true));
        Assert.Empty(await store.ListChildrenAsync(StorePrefix.Root, Cancellation));

        async Task<(LeftoverState State, bool IsPlan)> CleanAsync(bool force = false, TimeSpan? draftAge = null)
        {
            var left = Assert.Single(await OmeWriter.CleanAsync(location, force: force, draftAge: draftAge, cancellationToken: Cancellation));
            return (left.State, left.IsPlan);
        }
    }

    /// <summary>What is there when the process ends between the two renames by which the hierarchy gets to its destination.</summary>
    private void KillWhilePublishing(bool isReplacing)
    {
        if (isReplacing)
        {
            File.Copy(folder["cells.zarr/zarr.json"], Path.Join(Parts, "zarr.json"));
        }

        using var staging = StagingFolder.Create(StagingPlace.Of(folder["cells.zarr"]));
        var hierarchy = Path.Join(Parts, "hierarchy");
        staging.NoteOrigin(hierarchy);
        Directory.Move(hierarchy, staging.Content);
    }

    private async Task<ConversionPlan> RunAllAsync(WriteOptions options)
    {
        var write = Write("cells.zarr", seed: 2);
        var plan = await ConversionPlan.CreateAsync(write, options, Division, Cancellation);
        for (var task = 0; task < plan.Waves[0].Tasks; task++)
        {
            await plan.RunAsync(write, 0, task, options, null, Cancellation);
        }

        Assert.Single(plan.Waves);
        return plan;
    }

    private Func<WriteOptions, CancellationToken, Task> Write(string name, int seed)
    {
        var (image, _) = DividedWrites.Volume(20, 60, 50);
        var bytes = new byte[2 * 20 * 60 * 50];
        new Random(seed).NextBytes(bytes);
        var pixels = ArraySource.FromBytes(bytes, Shape.Create([20, 60, 50]), DataType.UInt16);
        return (options, token) => OmeWriter.WriteImageAsync(folder[name], image, pixels, options, cancellationToken: token);
    }
}
