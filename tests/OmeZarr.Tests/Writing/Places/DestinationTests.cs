using OmeZarr.Writing.Places;
using TestKit;
using Xunit;

namespace OmeZarr.Tests.Writing;

public sealed class DestinationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a b/日本語 µ.zarr")]
    [InlineData("a/b/c/d/e.zarr")]
    [InlineData("trailing.zarr/")]
    [InlineData("a/../up.zarr")]
    [InlineData(".hidden")]
    public async Task Any_path_will_do(string path)
    {
        await SmallImage.WriteAsync(folder[path]);
        Assert.Equal(1, await SmallImage.FirstValueAsync(folder[path]));
        await SmallImage.WriteAsync(folder[path], 2, SmallImage.Overwriting);
        Assert.Equal(2, await SmallImage.FirstValueAsync(folder[path]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\0b")]
    public async Task What_is_no_path_is_a_wrong_argument(string? path) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() => SmallImage.WriteAsync(path!));

    [Fact]
    public async Task The_root_of_a_file_system_is_refused()
    {
        var root = Path.GetPathRoot(folder.Path)!;
        var error = await Assert.ThrowsAsync<IOException>(() => SmallImage.WriteAsync(root, options: SmallImage.Overwriting));
        Assert.StartsWith($"{root} is the root of a file system", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("./")]
    public async Task The_current_directory_is_a_folder_like_any_other(string path)
    {
        var error = await Assert.ThrowsAsync<DestinationExistsException>(() => SmallImage.WriteAsync(path));
        Assert.StartsWith($"{Directory.GetCurrentDirectory()} exists and is not a Zarr v3 hierarchy", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_process_left_beside_it_is_not_touched()
    {
        folder.Put(".image.zarr.0123456789abcdef.partial/zarr.json");
        folder.Put(".image.zarr.0123456789abcdef.replaced/zarr.json");
        var before = folder.Snapshot();
        await SmallImage.WriteAsync(folder["image.zarr"]);
        Assert.Equal(before, folder.Snapshot().Where(entry => !entry.StartsWith("image.zarr", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_name_may_be_as_long_as_the_file_system_allows()
    {
        await SmallImage.WriteAsync(folder[new string('n', 250)]);
        Assert.Equal(1, await SmallImage.FirstValueAsync(folder[new string('n', 250)]));
        await SmallImage.WriteAsync(folder[new string('µ', 120)]);
    }

    [Fact]
    public async Task A_name_that_is_too_long_is_found_before_a_pixel_is_asked_for()
    {
        var source = Zarr.ArraySource.FromFunction([2, 5, 6], Zarr.DataType.UInt8, (_, _) => Assert.Fail("asked for pixels"));
        var image = Images.WithDatasets(Images.Cyx.Datasets[0]);
        await Assert.ThrowsAsync<PathTooLongException>(() => OmeWriter.WriteImageAsync(folder[new string('n', 300)], image, source));
        await Assert.ThrowsAnyAsync<IOException>(() => OmeWriter.WriteImageAsync(folder[$"a/{new string('n', 300)}/b.zarr"], image, source));
        Assert.Empty(folder.Snapshot());
    }

    [Fact]
    public async Task A_file_above_the_destination_is_named()
    {
        folder.Put("file");
        var error = await Assert.ThrowsAsync<IOException>(() => SmallImage.WriteAsync(folder["file/a/b.zarr"]));
        Assert.Equal($"cannot create {folder["file/a/b.zarr"]}: {folder["file"]} is a file, but a folder is needed there; choose another path.", error.Message);
        Assert.Equal(["file"], folder.Files());
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_is_given_a_target()
    {
        File.CreateSymbolicLink(folder["link"], folder["a/target.zarr"]);
        await SmallImage.WriteAsync(folder["link"]);
        Assert.Equal(1, await SmallImage.FirstValueAsync(folder["a/target.zarr"]));
        Assert.Equal(folder["a/target.zarr"], new FileInfo(folder["link"]).LinkTarget);
    }

    [Fact]
    public async Task Links_in_a_circle_are_an_error()
    {
        File.CreateSymbolicLink(folder["a"], folder["b"]);
        File.CreateSymbolicLink(folder["b"], folder["a"]);
        var before = folder.Snapshot();
        await Assert.ThrowsAsync<IOException>(() => SmallImage.WriteAsync(folder["a"], options: SmallImage.Overwriting));
        await Assert.ThrowsAsync<IOException>(() => SmallImage.WriteAsync(folder["a/image.zarr"]));
        Assert.Equal(before, folder.Snapshot());
    }

    [Theory]
    [InlineData("/data/a.zarr", "/data/a.zarr", true)]
    [InlineData("/data/a.zarr/labels", "/data/a.zarr", true)]
    [InlineData("/data", "/data/a.zarr", false)]
    [InlineData("/data/a.zarr.old", "/data/a.zarr", false)]
    public void A_path_is_within_a_folder_or_not(string path, string of, bool expected) => Assert.Equal(expected, Destination.IsWithin(path, of));

    [Theory]
    [InlineData("~/a", "~/a", true)]
    [InlineData("~/a/b", "~/a", true)]
    [InlineData("~/ab", "~/a", false)]
    [InlineData("~/a", "~/a/b", false)]
    public void What_is_within_a_folder_is_told_with_the_separators_of_the_system(string path, string folder, bool expected)
    {
        string Of(string text) => Path.Join(Path.GetTempPath(), text[2..].Replace('/', Path.DirectorySeparatorChar));
        Assert.Equal(expected, Destination.IsWithin(Of(path), Of(folder)));
        Assert.True(Destination.IsWithin(Of(path), Path.GetPathRoot(Of(path))!));
    }
}
