using System.Text;
using OmeZarr.Writing.Publication;
using TestKit;
using Xunit;

namespace OmeZarr.Tests.Writing.Publication;

/// <summary>Old and new change places by one call of the system.</summary>
public sealed class StagedHierarchyTests() : StagedHierarchyContract(avoidsExchange: false);

/// <summary>The old hierarchy is set aside, as on systems that have no such call.</summary>
public sealed class StagedHierarchyWithoutExchangeTests() : StagedHierarchyContract(avoidsExchange: true);

public abstract class StagedHierarchyContract(bool avoidsExchange) : IDisposable
{
    private readonly PublicationOptions options = new(IsFlushed: false, avoidsExchange);

    private const string Group = """{"zarr_format":3,"node_type":"group"}""";

    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void What_is_not_published_leaves_no_trace()
    {
        using (var staged = StagedHierarchy.Begin(folder["a/b/c.zarr"], overwrite: false, options))
        {
            Fill(staged, "x");
            Assert.True(Directory.Exists(folder["a/b"]));
        }

        Assert.Empty(folder.Snapshot());
    }

    [Fact]
    public void Folders_that_somebody_else_uses_by_now_stay()
    {
        using (StagedHierarchy.Begin(folder["a/b/c.zarr"], overwrite: false, options))
        {
            folder.Put("a/notes.txt");
        }

        Assert.Equal(["a/notes.txt"], folder.Files());
    }

    [Fact]
    public void A_clean_up_that_fails_does_not_hide_the_error_before_it()
    {
        Assert.Throws<InvalidOperationException>(FailWithoutStaging);

        void FailWithoutStaging()
        {
            using var staged = StagedHierarchy.Begin(folder["c.zarr"], overwrite: false, options);
            Directory.Delete(staged.Staging);
            throw new InvalidOperationException("the error that counts");
        }
    }

    [Fact]
    public void What_was_published_is_not_cleaned_up()
    {
        Publish("a/c.zarr", "x", overwrite: false);
        Assert.Equal(["a/c.zarr/.zattrs", "a/c.zarr/zarr.json"], folder.Files());
        Assert.Equal(["c.zarr"], Directory.GetFileSystemEntries(folder["a"]).Select(Path.GetFileName));
    }

    [Fact]
    public void What_appeared_meanwhile_is_not_replaced_unasked()
    {
        using var staged = StagedHierarchy.Begin(folder["c.zarr"], overwrite: false, options);
        Fill(staged, "ours");
        Publish("c.zarr", "theirs", overwrite: false);
        Assert.Throws<DestinationExistsException>(staged.Publish);
        staged.Dispose();
        Assert.Equal(["c.zarr/theirs", "c.zarr/zarr.json"], folder.Files());
    }

    [Fact]
    public void What_appeared_meanwhile_and_is_foreign_is_never_replaced()
    {
        using var staged = StagedHierarchy.Begin(folder["c.zarr"], overwrite: true, options);
        Fill(staged, "ours");
        folder.Put("c.zarr/notes.txt");
        Assert.Throws<DestinationExistsException>(staged.Publish);
        staged.Dispose();
        Assert.Equal(["c.zarr/notes.txt"], folder.Files());
    }

    [Fact]
    public async Task Of_many_writers_at_once_exactly_one_wins()
    {
        var results = await PublishManyAsync(overwrite: false);
        Assert.Single(results, result => result is null);
        Assert.All(results.OfType<Exception>(), error => Assert.Contains("exists. Set Overwrite", Assert.IsType<DestinationExistsException>(error).Message, StringComparison.Ordinal));
        Assert.Single(folder.Files(), file => file != "c.zarr/zarr.json");
        Assert.Equal(["c.zarr"], folder.Names());
    }

    [Fact]
    public async Task Many_writers_that_replace_each_other_all_succeed_and_one_remains()
    {
        for (var round = 0; round < 10; round++)
        {
            Assert.All(await PublishManyAsync(overwrite: true), Assert.Null);
            Assert.Equal(2, Directory.GetFiles(folder["c.zarr"]).Length);
            Assert.Equal(["c.zarr"], folder.Names());
        }
    }

    [Fact]
    public async Task Writers_that_begin_and_publish_all_the_time_do_not_disturb_each_other()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 50; i++)
            {
                Publish("c.zarr", "x", overwrite: true);
            }
        })));
        Assert.Equal(["c.zarr/.zattrs", "c.zarr/zarr.json"], folder.Files());
        Assert.Equal(["c.zarr"], folder.Names());
    }

    [Fact]
    public void What_cannot_be_deleted_is_named_and_the_new_hierarchy_stays()
    {
        PutLongestPath(".0123456789abcdef.partial"); // not looked through
        var error = Assert.Throws<IOException>(() => Publish("c.zarr", "x", overwrite: true));
        Assert.StartsWith($"{folder["c.zarr"]} is written, but what it replaced could not be deleted: ", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["c.zarr/.zattrs"]));
        var aside = Assert.Single(Directory.GetDirectories(folder.Path, ".*.partial"));
        Assert.EndsWith($"Delete {aside} yourself.", error.Message, StringComparison.Ordinal);
        Directory.Move(aside, folder["d"]);
    }

    [Fact]
    public void What_cannot_be_looked_through_is_not_replaced()
    {
        PutLongestPath("c");
        var error = Assert.Throws<IOException>(() => Publish("c.zarr", "x", overwrite: true));
        Assert.StartsWith("cannot tell what would be lost", error.Message, StringComparison.Ordinal);
        Assert.Equal(["c.zarr"], folder.Names());
        Assert.True(Directory.Exists(folder["c.zarr/c"]));
    }

    [Fact]
    public void When_the_new_hierarchy_is_gone_the_old_one_is_put_back()
    {
        Publish("c.zarr", "x", overwrite: false);
        using var staged = StagedHierarchy.Begin(folder["c.zarr"], overwrite: true, options);
        Directory.Delete(staged.Staging);
        Assert.Contains("cannot rename", Assert.Throws<IOException>(staged.Publish).Message, StringComparison.Ordinal);
        staged.Dispose();
        Assert.Equal(["c.zarr/.zattrs", "c.zarr/zarr.json"], folder.Files());
    }

    /// <summary>The name for what is replaced is longer than that of the destination, so that the innermost folder gets out of reach there.</summary>
    private void PutLongestPath(string first)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a limit of 4096 bytes for paths");
        folder.Put("c.zarr/zarr.json", Group);
        var path = folder[$"c.zarr/{first}"];
        while (path.Length < 3900)
        {
            path = Path.Join(path, new string('0', 100));
        }

        Directory.CreateDirectory(Path.Join(path, new string('0', 4085 - Encoding.UTF8.GetByteCount(path))));
    }

    private async Task<IReadOnlyList<Exception?>> PublishManyAsync(bool overwrite)
    {
        using var together = new Barrier(8);
        return await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Factory.StartNew(
            () =>
            {
                using var staged = StagedHierarchy.Begin(folder["c.zarr"], overwrite, options);
                Fill(staged, "x");
                together.SignalAndWait();
                return Record.Exception(staged.Publish);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
    }

    private void Publish(string path, string content, bool overwrite)
    {
        using var staged = StagedHierarchy.Begin(folder[path], overwrite, options);
        Fill(staged, content);
        staged.Publish();
    }

    /// <summary>A group and one more file: x stands for one that may be replaced.</summary>
    private static void Fill(StagedHierarchy staged, string name)
    {
        File.WriteAllText(Path.Join(staged.Staging, "zarr.json"), Group);
        File.WriteAllText(Path.Join(staged.Staging, name == "x" ? ".zattrs" : name), name);
    }
}
