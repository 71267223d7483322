using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;
using Zarr.Stores.Files;

namespace Zarr.Tests;

/// <summary>Stores whose folder is a part of a larger hierarchy.</summary>
public sealed class FoldersAroundTests : IDisposable
{
    private const string Consolidated =
        """{"zarr_format":3,"node_type":"group","attributes":{"ome":{"version":"0.5"}},"consolidated_metadata":{"kind":"inline","must_understand":false,"metadata":{"0":{"shape":[1]}}}}""";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("create the root")]
    [InlineData("create below")]
    [InlineData("resize")]
    [InlineData("attributes")]
    [InlineData("attributes of a group")]
    [InlineData("delete")]
    [InlineData("delete below")]
    public async Task A_change_drops_consolidated_metadata_of_the_groups_above_the_store(string change)
    {
        await PrepareAsync();
        await ChangeAsync(change, folder["plate.zarr/A/0"]);
        Assert.All(["plate.zarr/zarr.json", "plate.zarr/A/zarr.json"], RequireDropped);
    }

    [Fact]
    public async Task A_change_behind_a_link_drops_those_of_both_ways()
    {
        await PrepareAsync();
        Put("links.zarr/zarr.json", Consolidated);
        Directory.CreateSymbolicLink(folder["links.zarr/0"], folder["plate.zarr/A/0"]);
        await ChangeAsync("resize", folder["links.zarr/0"]);
        Assert.All(["links.zarr/zarr.json", "plate.zarr/zarr.json", "plate.zarr/A/zarr.json"], RequireDropped);
    }

    [Theory]
    [InlineData("plate.zarr")]
    [InlineData("plate.zarr/A")]
    public async Task They_are_dropped_while_nobody_else_changes_the_documents_and_from_what_those_say_then(string locked)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs locks of folders");
        await PrepareAsync();
        Task change;
        using (await FolderLock.AcquireAsync(folder[locked], TestContext.Current.CancellationToken))
        {
            change = Task.Run(() => ChangeAsync("resize", folder["plate.zarr/A/0"]));
            await Task.Delay(200, TestContext.Current.CancellationToken);
            Assert.False(change.IsCompleted);
            Put("plate.zarr/A/zarr.json", Consolidated.Replace("\"0.5\"", "\"0.5\",\"more\":1", StringComparison.Ordinal));
        }

        await change.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.All(["plate.zarr/zarr.json", "plate.zarr/A/zarr.json"], RequireDropped);
        Assert.Contains("\"more\"", File.ReadAllText(folder["plate.zarr/A/zarr.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_above_on_two_ways_is_locked_once()
    {
        await PrepareAsync();
        Directory.CreateSymbolicLink(folder["other.zarr"], folder["plate.zarr"]);
        Directory.CreateSymbolicLink(folder["plate.zarr/link"], folder["plate.zarr/A/0"]);
        await ChangeAsync("resize", folder["other.zarr/link"]).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.All(["plate.zarr/zarr.json", "plate.zarr/A/zarr.json"], RequireDropped);
    }

    [Fact]
    public async Task A_document_above_that_is_too_long_is_not_read_and_named()
    {
        Put("root.zarr/zarr.json", Consolidated);
        var options = new ZarrOptions { MaxDocumentLength = Consolidated.Length - 1 };
        var store = new FileSystemStore(folder["root.zarr/plain/group"]);
        var error = await Assert.ThrowsAsync<InvalidMetadataException>(() => ZarrGroup.CreateAsync(store, StorePrefix.Root, options: options));
        Assert.StartsWith($"{folder["root.zarr"]}: zarr.json: larger than ", error.Message, StringComparison.Ordinal);
        await ZarrGroup.CreateAsync(store, StorePrefix.Root, options: options with { MaxDocumentLength = Consolidated.Length });
    }

    [Fact]
    public async Task Above_a_folder_that_is_no_group_nothing_is_touched()
    {
        await PrepareAsync();
        File.Delete(folder["plate.zarr/A/zarr.json"]);
        await ChangeAsync("resize", folder["plate.zarr/A/0"]);
        Assert.Equal(Consolidated, File.ReadAllText(folder["plate.zarr/zarr.json"]));
    }

    [Fact]
    public async Task Documents_without_copies_are_not_rewritten()
    {
        await PrepareAsync();
        const string Odd = """{ "zarr_format": 3, "node_type": "group", "attributes": {"µ": [1.50]} }""";
        Put("plate.zarr/zarr.json", Odd);
        await ChangeAsync("resize", folder["plate.zarr/A/0"]);
        Assert.Equal(Odd, File.ReadAllText(folder["plate.zarr/zarr.json"]));
    }

    [Fact]
    public async Task A_copy_that_cannot_be_dropped_is_named_and_nothing_is_changed_because_copies_go_first()
    {
        await PrepareAsync();
        Put("plate.zarr/zarr.json", Consolidated.Replace("\"attributes\"", "\"strange\":1,\"attributes\"", StringComparison.Ordinal));
        var before = File.ReadAllText(folder["plate.zarr/A/0/zarr.json"]);
        var error = await Assert.ThrowsAsync<UnsupportedFeatureException>(() => ChangeAsync("resize", folder["plate.zarr/A/0"]));
        Assert.StartsWith(folder["plate.zarr"], error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(folder["plate.zarr/A/0/zarr.json"]));
    }

    [Theory]
    [InlineData("a.zarr/x", "")]
    [InlineData("a.zarr/c/0", "")]
    [InlineData("a.zarr/c/0", "deep/er")]
    public async Task Nothing_is_created_or_deleted_in_a_folder_inside_an_array(string root, string path)
    {
        var store = new FileSystemStore(folder[root]);
        await ZarrGroup.CreateAsync(store, new StorePrefix(path));
        await ZarrArray.CreateAsync(new FileSystemStore(folder["a.zarr"]), StorePrefix.Root, OneByte with { ChunkKeyEncoding = new("v2", '.') });
        var files = folder.Files();
        Func<Task>[] changes =
        [
            () => ZarrGroup.CreateAsync(store, new StorePrefix("new")),
            () => ZarrArray.CreateAsync(store, new StorePrefix("new"), OneByte),
            () => ZarrArray.CreateAsync(new FileSystemStore(folder[$"{root}.zarr"]), StorePrefix.Root, OneByte),
            () => ZarrGroup.DeleteAsync(store, new StorePrefix("new")),
        ];
        foreach (var change in changes)
        {
            var error = await Assert.ThrowsAsync<InvalidMetadataException>(change);
            Assert.StartsWith($"{folder["a.zarr"]} is an array", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(files, folder.Files());
    }

    [Theory]
    [InlineData(".zgroup", "image.zarr")]
    [InlineData(".zarray", "image.zarr")]
    [InlineData(".zarray", "0/image.zarr")]
    public async Task Nothing_is_created_in_a_folder_of_a_hierarchy_of_Zarr_v2(string document, string root)
    {
        Put($"old.zarr/{document}", """{"zarr_format":2}""");
        var store = new FileSystemStore(folder[$"old.zarr/{root}"]);
        var error = await Assert.ThrowsAsync<NotSupportedException>(() => ZarrGroup.CreateAsync(store, StorePrefix.Root));
        Assert.Contains(folder["old.zarr"], error.Message, StringComparison.Ordinal);
        Assert.Equal([$"old.zarr/{document}"], folder.Files());
    }

    [Fact]
    public async Task A_folder_that_is_no_group_inside_a_group_of_Zarr_v2_has_nothing_to_do_with_it()
    {
        Put("old/.zgroup", """{"zarr_format":2}""");
        await ZarrGroup.CreateAsync(new FileSystemStore(folder["old/2026/new.zarr"]), StorePrefix.Root);
    }

    private static ArrayMetadata OneByte { get; } = new() { Shape = [1], ChunkShape = [1], DataType = DataType.UInt8, Codecs = [new BytesCodec().ToMetadata()] };

    private static async Task ChangeAsync(string change, string at)
    {
        var store = new FileSystemStore(at);
        await (change switch
        {
            "create the root" => ZarrGroup.CreateAsync(new FileSystemStore(Path.Join(Path.GetDirectoryName(at), "new")), StorePrefix.Root),
            "create below" => ZarrGroup.CreateAsync(new FileSystemStore(Path.Join(at, "..", "group")), new StorePrefix("a/b")),
            "resize" => (await ZarrArray.OpenAsync(at)).ResizeAsync([2]),
            "attributes" => (await ZarrArray.OpenAsync(at)).ReplaceAttributesAsync([]),
            "attributes of a group" => (await ZarrGroup.OpenAsync(Path.Join(at, "..", "group"))).ReplaceAttributesAsync([]),
            "delete" => (Task)ZarrArray.DeleteAsync(store, StorePrefix.Root),
            _ => ZarrGroup.DeleteAsync(new FileSystemStore(Path.Join(at, "..", "group")), new StorePrefix("a")),
        });
    }

    /// <summary>A plate with consolidated metadata in two groups, an array <c>A/0</c> and a group <c>A/group</c>.</summary>
    private async Task PrepareAsync()
    {
        var store = new FileSystemStore(folder["plate.zarr"]);
        await ZarrArray.CreateAsync(store, new StorePrefix("A/0"), OneByte);
        await ZarrGroup.CreateAsync(store, new StorePrefix("A/group"));
        Put("plate.zarr/zarr.json", Consolidated);
        Put("plate.zarr/A/zarr.json", Consolidated);
    }

    private void Put(string file, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[file])!);
        File.WriteAllText(folder[file], content);
    }

    private void RequireDropped(string document)
    {
        var json = File.ReadAllText(folder[document]);
        Assert.DoesNotContain("consolidated", json, StringComparison.Ordinal);
        Assert.Equal("0.5", GroupMetadata.Parse(File.ReadAllBytes(folder[document])).Attributes["ome"]!["version"]!.GetValue<string>());
    }
}
