using OmeZarr.Writing.Places;
using OmeZarr.Writing.Publication;
using TestKit;
using Xunit;

namespace OmeZarr.Tests.Writing.Publication;

public sealed class LeftoversTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_next_writer_removes_what_a_killed_one_has_left()
    {
        Leave("image.zarr");
        await SmallImage.WriteAsync(folder["image.zarr"]);
        Assert.Equal(["image.zarr"], folder.Names());
    }

    [Theory]
    [InlineData("other.zarr")]
    [InlineData("image.zarr.zarr")]
    [InlineData("image")]
    public async Task What_was_left_of_others_stays(string other)
    {
        var left = Leave(other);
        await SmallImage.WriteAsync(folder["image.zarr"]);
        Assert.True(Directory.Exists(left));
    }

    [Fact]
    public async Task What_was_left_of_a_long_name_is_told_from_that_of_another_that_begins_the_same()
    {
        var (name, other) = (new string('n', 99) + "a", new string('n', 99) + "b");
        var (left, kept) = (Leave(name), Leave(other));
        await SmallImage.WriteAsync(folder[name]);
        Assert.False(Directory.Exists(left));
        Assert.True(Directory.Exists(kept));
    }

    [Fact]
    public async Task What_a_running_writer_builds_stays()
    {
        using var running = StagedHierarchy.Begin(folder["image.zarr"], overwrite: true);
        await SmallImage.WriteAsync(folder["image.zarr"]);
        Assert.True(Directory.Exists(running.Staging));
        Assert.Equal([LeftoverState.InUse], await CleanAsync("image.zarr", force: true));
        Assert.True(Directory.Exists(running.Staging));
    }

    [Theory]
    [InlineData("0123abcd")]
    [InlineData("00000000")]
    public async Task What_was_made_elsewhere_or_before_the_last_boot_stays_unless_it_is_forced(string session)
    {
        var name = $".image.zarr.0123456789abcdef.{session}.partial";
        folder.Put($"{name}/new/zarr.json");
        await SmallImage.WriteAsync(folder["image.zarr"]);
        Assert.Equal([LeftoverState.Unknown], await CleanAsync("image.zarr"));
        Assert.Equal([name, "image.zarr"], folder.Names());
        Assert.Equal([LeftoverState.Removed], await CleanAsync("image.zarr", force: true));
        Assert.Equal(["image.zarr"], folder.Names());
    }

    [Fact]
    public async Task What_was_set_aside_is_put_back_where_nothing_took_its_place()
    {
        await SmallImage.WriteAsync(folder["image.zarr"], first: 7);
        SetAside("image.zarr");
        var error = await Assert.ThrowsAsync<DestinationExistsException>(() => SmallImage.WriteAsync(folder["image.zarr"]));
        Assert.Equal(folder["image.zarr"], error.Destination);
        Assert.Equal(7, await SmallImage.FirstValueAsync(folder["image.zarr"]));
        Assert.Equal(["image.zarr"], folder.Names());
    }

    [Fact]
    public async Task What_was_set_aside_is_removed_where_something_took_its_place()
    {
        await SmallImage.WriteAsync(folder["image.zarr"], first: 7);
        SetAside("image.zarr");
        Directory.CreateDirectory(folder["image.zarr"]);
        Assert.Equal([LeftoverState.Removed], await CleanAsync("image.zarr"));
        Assert.Equal(["image.zarr"], folder.Names());
        Assert.Empty(folder.Files());
    }

    [Fact]
    public async Task A_part_that_was_set_aside_is_put_back_into_its_hierarchy()
    {
        await SmallImage.WriteAsync(folder["image.zarr"]);
        await SmallLabels.WriteAsync(folder["image.zarr/labels"], "cells");
        var before = folder.Snapshot();
        SetAside("image.zarr/labels/cells");
        var left = Assert.Single(await OmeWriter.CleanAsync(folder["image.zarr"]));
        Assert.Equal((LeftoverState.Restored, folder["image.zarr/labels/cells"]), (left.State, left.Destination));
        Assert.Equal(before, folder.Snapshot());
    }

    [Fact]
    public async Task A_trial_changes_nothing_and_tells_the_same()
    {
        await SmallImage.WriteAsync(folder["image.zarr"]);
        Leave("image.zarr");
        SetAside("image.zarr");
        folder.Put("other/0/.0.0123456789abcdef.partial");
        var before = folder.Snapshot();
        var trial = await OmeWriter.CleanAsync(folder.Path, dryRun: true, draftAge: TimeSpan.Zero);
        Assert.Equal(before, folder.Snapshot());
        Assert.Equal(trial, await OmeWriter.CleanAsync(folder.Path, draftAge: TimeSpan.Zero));
        Assert.Equal(3, trial.Count);
        Assert.Equal(["image.zarr", "other"], folder.Names());
    }

    [Fact]
    public async Task Unfinished_values_are_removed_when_they_are_old_enough()
    {
        await SmallImage.WriteAsync(folder["image.zarr"]);
        var (old, young) = ("image.zarr/0/c/0/0/.0.0123456789abcdef.partial", "image.zarr/0/c/0/0/.1.0123456789abcdef.partial");
        folder.Put(old);
        folder.Put(young);
        File.SetLastWriteTimeUtc(folder[old], DateTime.UtcNow.AddHours(-25));
        Assert.Equal([new Leftover(folder[old], LeftoverState.Removed)], await OmeWriter.CleanAsync(folder["image.zarr"]));
        Assert.False(File.Exists(folder[old]));
        Assert.True(File.Exists(folder[young]));
    }

    [Theory]
    [InlineData(".notes.partial")]
    [InlineData(".x.0123456789ABCDEF.partial")]
    [InlineData("x.0123456789abcdef.partial")]
    public async Task Files_that_only_look_similar_stay(string name)
    {
        folder.Put($"image.zarr/{name}");
        folder.Put("image.zarr/zarr.json");
        Assert.Empty(await OmeWriter.CleanAsync(folder["image.zarr"], force: true, draftAge: TimeSpan.Zero));
    }

    [Fact]
    public async Task A_path_where_nothing_is_and_nothing_was_left_is_an_error() =>
        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => OmeWriter.CleanAsync(folder["image.zarr"]));

    [Theory]
    [InlineData(".a.zarr.0123456789abcdef.00000000.partial", "a.zarr", null)]
    [InlineData(".a.zarr.0123456789abcdef.01234567.partial", "a.zarr", "01234567")]
    [InlineData(".a.zarr.0123456789abcdef.partial", "a.zarr", null)]
    [InlineData(".a.zarr.0123456789abcdef.replaced", "a.zarr", null)]
    public void Names_say_what_they_are_of(string name, string shown, string? session) => Assert.Equal(new StagingName(shown, session), StagingName.Parse(name));

    [Theory]
    [InlineData("a.zarr")]
    [InlineData("a.0123456789abcdef.00000000.partial")]
    [InlineData(".a.0123456789abcdef.0000000.partial")]
    [InlineData(".a.0123456789abcdeF.00000000.partial")]
    [InlineData(".a.zarr.0123456789abcdef.01234567.replaced")]
    public void Other_names_are_not_taken_for_those_of_staging_folders(string name) => Assert.Null(StagingName.Parse(name));

    /// <summary>Leaves what a writer leaves that is killed before it is done.</summary>
    private string Leave(string hierarchy)
    {
        using var staged = StagingFolder.Create(new StagingPlace(folder.Path, hierarchy));
        File.WriteAllText(Path.Join(Directory.CreateDirectory(staged.Content).FullName, "zarr.json"), "{}");
        return staged.Path;
    }

    /// <summary>Leaves what a writer leaves that is killed between its two renames.</summary>
    private void SetAside(string hierarchy)
    {
        using var staged = StagingFolder.Create(StagingPlace.Of(folder[hierarchy]));
        staged.Note(folder[hierarchy]);
        Directory.Move(folder[hierarchy], staged.SetAside(0));
    }

    private async Task<IEnumerable<LeftoverState>> CleanAsync(string path, bool force = false) =>
        (await OmeWriter.CleanAsync(folder[path], force: force)).Select(leftover => leftover.State);
}
