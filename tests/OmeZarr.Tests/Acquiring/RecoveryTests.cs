using System.Text.Json.Nodes;
using OmeZarr.Acquiring.Journal;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;
using static OmeZarr.Tests.Acquiring.AbandonedAcquisition;

namespace OmeZarr.Tests.Acquiring;

/// <summary>After a recovery, all frames before the last durable point are there, and the others are right or zero.</summary>
public sealed class RecoveryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Frames_of_incomplete_chunks_come_back_with_their_levels_and_metadata()
    {
        var settings = Settings(AcquisitionDimension.Time() with { Chunk = 4 }) with { Pyramid = Pyramid.Of(2, ("y", 2), ("x", 2)) };
        await using var acquisition = new AbandonedAcquisition(folder, settings);
        await acquisition.AppendAsync(1, 2, 3, 4, 5, 6);
        await acquisition.FlushAsync();
        await acquisition.AppendAsync(7);
        var recovery = await (await acquisition.DieAsync()).RecoverAsync();
        Assert.Equal((true, 6, 2, 0, 0), (recovery.WasNeeded, recovery.FramesDurable, recovery.FramesRestored, recovery.FramesUnreadable, recovery.ValuesRemoved));
        Assert.Equal([string.Empty], recovery.Images);
        Assert.NotNull(recovery.LastDurablePoint);
        Assert.Equal(Frames(1, 2, 3, 4, 5, 6), await acquisition.PixelsAsync());
        Assert.Equal(6 * 12, (await acquisition.PixelsAsync(level: 1)).Count(pixel => pixel > 0));
        var metadata = (await ZarrGroup.OpenAsync(acquisition.Root, cancellationToken: Cancel)).Attributes["ome_writers"]!["frame_metadata"]!.AsArray();
        Assert.Equal([1, 2, 3, 4, 5, 6], metadata.Select(frame => frame!["delta_t"]!.GetValue<double>()));
        await acquisition.RequireCleanAsync();
    }

    [Fact]
    public async Task Frames_that_were_stored_after_the_last_point_are_kept()
    {
        await using var acquisition = new AbandonedAcquisition(folder, Settings(AcquisitionDimension.Time()));
        await acquisition.AppendAsync(1);
        await acquisition.FlushAsync();
        await acquisition.AppendAsync(2, 3);
        var recovery = await (await acquisition.DieAsync()).RecoverAsync();
        Assert.Equal(1, recovery.FramesDurable);
        Assert.Equal(Frames(1, 2, 3), await acquisition.PixelsAsync());
        await acquisition.RequireCleanAsync();
    }

    [Fact]
    public async Task Without_a_durable_point_what_was_stored_is_kept()
    {
        await using var acquisition = new AbandonedAcquisition(folder, Settings(AcquisitionDimension.Time(20) with { Chunk = 2 }));
        await acquisition.AppendAsync(1, 2, 3);
        var recovery = await (await acquisition.DieAsync()).RecoverAsync();
        Assert.Equal((0, null), (recovery.FramesDurable, recovery.LastDurablePoint));
        Assert.Equal(Frames(1, 2), await acquisition.PixelsAsync());
        await acquisition.RequireCleanAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Images_whose_frames_are_only_in_the_journal_are_created(bool isPlate)
    {
        AcquisitionPosition[] positions = isPlate ? [new("0", "A", "1"), new("1", "A", "1"), new("0", "B", "2") { X = 7 }] : [new("a"), new("b"), new("c") { X = 7 }];
        string[] paths = isPlate ? ["A/1/0", "A/1/1", "B/2/0"] : ["a", "b", "c"];
        var settings = Settings(AcquisitionDimension.Time() with { Chunk = 2 }, AcquisitionDimension.Position([.. positions]), AcquisitionDimension.Channel(new AcquisitionChannel("DAPI", "0000FF")));
        await using var acquisition = new AbandonedAcquisition(folder, settings);
        await acquisition.AppendAsync(1, 2, 3);
        await acquisition.FlushAsync();
        await acquisition.DieAsync();
        Assert.False(Directory.Exists(Path.Join(acquisition.Root, paths[2])));
        var recovery = await acquisition.RecoverAsync();
        Assert.Equal((3, 3), (recovery.FramesDurable, recovery.FramesRestored));
        Assert.Equal(paths, recovery.Images);
        for (var i = 0; i < paths.Length; i++)
        {
            Assert.Equal(Frames(i + 1), await acquisition.PixelsAsync(paths[i]));
        }

        var image = (await OmeImage.OpenAsync(Path.Join(acquisition.Root, paths[2]), cancellationToken: Cancel)).Metadata;
        Assert.Equal("DAPI", image.Omero!.Channels[0].Label);
        await acquisition.RequireCleanAsync();
    }

    [Fact]
    public async Task An_archive_is_packed()
    {
        await using var acquisition = new AbandonedAcquisition(folder, Settings(AcquisitionDimension.Time() with { Chunk = 2 }), "a.ozx");
        await acquisition.AppendAsync(1, 2, 3);
        await acquisition.FlushAsync();
        var recovery = await (await acquisition.DieAsync()).RecoverAsync();
        Assert.Equal((acquisition.Root, 1), (recovery.Location, recovery.FramesRestored));
        Assert.Equal(Frames(1, 2, 3), await acquisition.PixelsAsync());
        await acquisition.RequireCleanAsync();
        Assert.False((await acquisition.RecoverAsync()).WasNeeded);
    }

    [Fact]
    public async Task An_archive_whose_folder_was_packed_but_not_deleted_stays()
    {
        await using var acquisition = new AbandonedAcquisition(folder, Settings(AcquisitionDimension.Time()), "a.ozx");
        await acquisition.AppendAsync(1);
        await acquisition.FlushAsync();
        await (await acquisition.DieAsync()).RecoverAsync();
        Directory.CreateDirectory(Path.Join(acquisition.Root + ".acquiring", "0", "c"));
        Assert.True((await acquisition.RecoverAsync()).WasNeeded);
        Assert.Equal(Frames(1), await acquisition.PixelsAsync());
        await acquisition.RequireCleanAsync();
    }

    [Fact]
    public async Task What_was_packed_in_part_is_removed()
    {
        await using var acquisition = new AbandonedAcquisition(folder, Settings(AcquisitionDimension.Time()), "a.ozx");
        await acquisition.AppendAsync(1);
        await acquisition.FlushAsync();
        await acquisition.DieAsync();
        await File.WriteAllBytesAsync(Path.Join(Path.GetDirectoryName(acquisition.Root), ".a.ozx.0123456789abcdef.partial"), [1], Cancel);
        Assert.True((await acquisition.RecoverAsync()).WasNeeded);
        Assert.Equal(Frames(1), await acquisition.PixelsAsync());
        await acquisition.RequireCleanAsync();
    }

    [Fact]
    public async Task The_journal_of_an_acquisition_that_died_before_it_wrote_its_plan_is_removed()
    {
        var journal = Directory.CreateDirectory(folder[".a.ome.zarr.0123456789abcdef.acquiring"]);
        Assert.Equal(AcquisitionState.Abandoned, OmeAcquisition.StateOf(folder["a.ome.zarr"]));
        Assert.False((await OmeAcquisition.RecoverAsync(folder["a.ome.zarr"], Cancel)).WasNeeded);
        journal.Refresh();
        Assert.False(journal.Exists);
        Assert.Equal(AcquisitionState.Complete, OmeAcquisition.StateOf(folder["a.ome.zarr"]));
    }

    [Fact]
    public async Task Attributes_that_were_set_before_the_point_are_kept()
    {
        await using var acquisition = new AbandonedAcquisition(folder, Settings(AcquisitionDimension.Time()));
        await acquisition.AppendAsync(1);
        acquisition.SetMetadata("operator", "A");
        await acquisition.FlushAsync();
        acquisition.SetMetadata("operator", "B");
        acquisition.SetMetadata("gain", 3);
        await acquisition.FlushAsync();
        await acquisition.AppendAsync(2);
        await acquisition.FlushAsync();
        acquisition.SetMetadata("gain", 4);
        await (await acquisition.DieAsync()).RecoverAsync();
        var attributes = (await ZarrGroup.OpenAsync(acquisition.Root, cancellationToken: Cancel)).Attributes;
        Assert.Equal(("B", 3), (attributes["operator"]!.GetValue<string>(), attributes["gain"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_frame_that_came_again_and_was_stored_is_not_replaced_by_the_one_in_the_journal()
    {
        await using var acquisition = new AbandonedAcquisition(folder, Settings(AcquisitionDimension.Time(8) with { Chunk = 2 }));
        await acquisition.AppendAsync(1);
        await acquisition.AppendAtAsync(5, 4);
        await acquisition.FlushAsync();
        await acquisition.AppendAtAsync(9, 0);
        await acquisition.AppendAtAsync(2, 1);
        await acquisition.DieAsync(); // the slab with 9 and 2 is stored
        await acquisition.FlushAsync();
        await (await acquisition.DieAsync()).RecoverAsync();
        Assert.Equal(Frames(9, 2, -1, -1, 5), await acquisition.PixelsAsync());
        await acquisition.RequireCleanAsync();
    }

    [Fact]
    public async Task Chunks_damaged_by_a_power_failure_are_removed_and_what_a_killed_writer_left_too()
    {
        await using var acquisition = new AbandonedAcquisition(folder, Settings(AcquisitionDimension.Time()));
        await acquisition.AppendAsync(1);
        await acquisition.FlushAsync();
        await acquisition.AppendAsync(2, 3);
        await acquisition.DieAsync();
        File.WriteAllBytes(Path.Join(acquisition.Root, "0", "c", "1", "0", "0"), []);
        File.WriteAllBytes(Path.Join(acquisition.Root, "0", "c", "2", "0", ".0.0123456789abcdef.partial"), [1]);
        var recovery = await acquisition.RecoverAsync();
        Assert.Equal(1, recovery.ValuesRemoved);
        Assert.Equal(Frames(1, -1, 3), await acquisition.PixelsAsync());
    }

    [Fact]
    public async Task A_running_acquisition_is_not_touched()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("folders cannot be locked");
        }

        await using var acquisition = await OmeAcquisition.BeginAsync(folder["a.ome.zarr"], Settings(AcquisitionDimension.Time()), Cancel);
        var error = await Assert.ThrowsAsync<IOException>(() => OmeAcquisition.RecoverAsync(folder["a.ome.zarr"], Cancel));
        Assert.Contains("is in use", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => OmeAcquisition.BeginAsync(folder["a.ome.zarr"], Settings(AcquisitionDimension.Time()) with { Overwrite = true }, Cancel));
    }

    [Fact]
    public async Task Nothing_to_recover_is_no_error_but_nothing_at_all_is()
    {
        await (await OmeAcquisition.BeginAsync(folder["a.ome.zarr"], Settings(AcquisitionDimension.Time()), Cancel)).DisposeAsync();
        Assert.False((await OmeAcquisition.RecoverAsync(folder["a.ome.zarr"], Cancel)).WasNeeded);
        await Assert.ThrowsAsync<NodeNotFoundException>(() => OmeAcquisition.RecoverAsync(folder["b.ome.zarr"], Cancel));
        Assert.False((await OmeAcquisition.RecoverAsync(StoreLocation.In(new MemoryStore(), new StorePrefix("a")), Cancel)).WasNeeded);
    }

    [Fact]
    public async Task A_new_acquisition_at_the_place_deletes_the_journal_of_the_old_one()
    {
        await using var acquisition = new AbandonedAcquisition(folder, Settings(AcquisitionDimension.Time() with { Chunk = 4 }));
        await acquisition.AppendAsync(1, 2);
        await acquisition.FlushAsync();
        await acquisition.DieAsync();
        await (await OmeAcquisition.BeginAsync(acquisition.Root, Settings(AcquisitionDimension.Time()) with { Overwrite = true }, Cancel)).DisposeAsync();
        Assert.False((await acquisition.RecoverAsync()).WasNeeded);
        await acquisition.RequireCleanAsync();
    }

    [Fact]
    public async Task Another_image_at_the_place_is_not_touched()
    {
        await using var acquisition = new AbandonedAcquisition(folder, Settings(AcquisitionDimension.Time()));
        await acquisition.AppendAsync(1);
        await acquisition.FlushAsync();
        await acquisition.DieAsync();
        await OmeWriter.WriteImageAsync(acquisition.Root, OmeZarr.V05.Image.FromDimensions([Dimension.Y(1), Dimension.X(1)]), new byte[3, 4].AsSource(), new WriteOptions { Overwrite = true }, cancellationToken: Cancel);
        await Assert.ThrowsAnyAsync<Exception>(acquisition.RecoverAsync);
        Assert.Equal(new byte[12], await (await OmeImage.OpenAsync(acquisition.Root, cancellationToken: Cancel)).Levels[0].ReadAsync<byte>(Cancel));
    }

    [Fact]
    public async Task A_recovery_that_was_killed_can_be_run_again()
    {
        var settings = Settings(AcquisitionDimension.Time() with { Chunk = 4 }) with { Pyramid = Pyramid.Of(2, ("t", 2), ("y", 2), ("x", 2)) };
        await using var acquisition = new AbandonedAcquisition(folder, settings);
        await acquisition.AppendAsync(1, 2, 3, 4, 5, 6);
        await acquisition.FlushAsync();
        await acquisition.DieAsync();
        var kept = folder["kept"];
        Directory.Move(acquisition.Journal, kept);
        var journal = Path.Join(Path.GetDirectoryName(acquisition.Root), $".a.ome.zarr.{1:x16}.acquiring");
        for (var run = 0; run < 3; run++)
        {
            // The journal is deleted last: with it, everything before looks as after a kill.
            Directory.CreateDirectory(journal);
            foreach (var file in Directory.EnumerateFiles(kept))
            {
                File.Copy(file, Path.Join(journal, Path.GetFileName(file)));
            }

            if (run == 1)
            {
                File.WriteAllText(Path.Join(journal, "recovery.json"), JournalLine.Write(new JsonObject { ["extents"] = new JsonArray(6) }));
            }

            await acquisition.RecoverAsync();
            Assert.Equal(Frames(1, 2, 3, 4, 5, 6), await acquisition.PixelsAsync());
            await acquisition.RequireCleanAsync();
        }
    }

    [Fact]
    public async Task A_recovery_that_was_cancelled_leaves_nothing_running()
    {
        const int Positions = 8;
        var settings = Settings(
            AcquisitionDimension.Time() with { Chunk = 2 }, AcquisitionDimension.Position([.. Enumerable.Range(0, Positions).Select(i => new AcquisitionPosition($"p{i}"))]));
        for (var milliseconds = 0; milliseconds < 60; milliseconds += 6)
        {
            using var place = new TemporaryFolder();
            await using var acquisition = new AbandonedAcquisition(place, settings);
            await acquisition.AppendAsync(Enumerable.Range(0, Positions));
            await acquisition.FlushAsync();
            await acquisition.DieAsync();
            using var stop = new CancellationTokenSource(milliseconds);
            try
            {
                await OmeAcquisition.RecoverAsync(acquisition.Root, stop.Token);
            }
            catch (OperationCanceledException)
            {
                var left = Files(acquisition.Root);
                await Task.Delay(20, Cancel);
                Assert.Equal(left, Files(acquisition.Root));
            }

            await OmeAcquisition.RecoverAsync(acquisition.Root, Cancel);
            for (var i = 0; i < Positions; i++)
            {
                Assert.Equal(Frames(i), await acquisition.PixelsAsync($"p{i}"));
            }
        }
    }

    private static string[] Files(string root) => [.. Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
