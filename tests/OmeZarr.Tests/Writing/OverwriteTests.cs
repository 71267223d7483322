using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Writing;

public sealed class OverwriteTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_existing_image_stays_byte_for_byte_without_overwrite()
    {
        await SmallImage.WriteAsync(folder["image µ.ome.zarr"]);
        await RequireRefusedAsync("image µ.ome.zarr", SmallImage.Chunked, "exists. Set Overwrite to replace it; nothing was changed.");
    }

    [Fact]
    public async Task An_existing_image_is_replaced_whole_when_asked()
    {
        await SmallImage.WriteAsync(folder["image.zarr"]);
        folder.Put("image.zarr/1/c/9/9/9");
        await SmallImage.WriteAsync(folder["image.zarr"], 100, SmallImage.Overwriting);
        Assert.Equal(100, await SmallImage.FirstValueAsync(folder["image.zarr"]));
        Assert.DoesNotContain("image.zarr/1/c/9/9/9", folder.Files());
        Assert.Equal(["image.zarr"], folder.Names());
    }

    [Fact]
    public async Task A_document_that_is_too_long_to_be_one_is_not_read_and_its_folder_not_replaced()
    {
        Directory.CreateDirectory(folder["image.zarr/labels"]);
        using (var file = File.Create(folder["image.zarr/zarr.json"]))
        {
            file.SetLength(3L << 30);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<IOException>(() => OmeZarr.Writing.Places.Destination.RequireReplaceable(folder["image.zarr"], overwrite: true));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains("has 3,221,225,472 bytes, which no metadata has (268,435,456 at most). Delete it yourself", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => SmallImage.WriteAsync(folder["image.zarr"], 100, SmallImage.Overwriting));
        Assert.Equal(3L << 30, new FileInfo(folder["image.zarr/zarr.json"]).Length);
    }

    [Theory]
    [InlineData("notes.txt")]
    [InlineData("cells.tif")]
    [InlineData("originals/a.tif")]
    [InlineData("originals/deep/er/a.tif")]
    [InlineData("labels/notes.txt")]
    [InlineData("0/notes.txt")]
    [InlineData("0/c/notes.txt")]
    [InlineData("0/c/0/9/1/raw.tif")]
    [InlineData("0/c/.git/config")]
    [InlineData("METADATA.ome.xml")]
    [InlineData("OME/METADATA.ome.xml")]
    [InlineData(".labels.old.replaced/a.tif")]
    [InlineData("labels.0123456789abcdef.replaced/a.tif")]
    public async Task A_file_that_is_no_part_of_the_hierarchy_forbids_to_replace_it(string file)
    {
        await SmallImage.WriteAsync(folder["image.zarr"]);
        await ZarrGroup.CreateAsync(new Zarr.Stores.FileSystemStore(folder["image.zarr"]), new("labels"));
        folder.Put($"image.zarr/{file}");
        await RequireRefusedAsync("image.zarr", SmallImage.Overwriting, $"holds {file.Replace('/', Path.DirectorySeparatorChar)}, which is no part");
    }

    [Theory]
    [InlineData(".DS_Store")]
    [InlineData("0/Thumbs.db")]
    [InlineData("desktop.ini")]
    [InlineData(".zgroup")]
    [InlineData(".zattrs")]
    [InlineData(".zmetadata")]
    [InlineData("0/.zarray")]
    [InlineData("._zarr.json")]
    [InlineData(".zarr.json.0123456789abcdef.partial")]
    [InlineData(".labels.3061839170de30f2.replaced/0/c/1/1/0")]
    [InlineData(".labels.0123456789abcdef.partial/cells/0/c/0")]
    [InlineData(".0123456789abcdef.partial/0/c/0")]
    public async Task A_file_that_nobody_misses_does_not(string file)
    {
        await SmallImage.WriteAsync(folder["image.zarr"]);
        folder.Put($"image.zarr/{file}");
        Directory.CreateDirectory(folder["image.zarr/empty"]);
        await SmallImage.WriteAsync(folder["image.zarr"], 100, SmallImage.Overwriting);
        Assert.Equal(100, await SmallImage.FirstValueAsync(folder["image.zarr"]));
    }

    [Theory]
    [InlineData("/")]
    [InlineData(".")]
    public async Task An_array_is_replaced_with_all_its_chunks(string separator)
    {
        var store = new Zarr.Stores.FileSystemStore(folder["array.zarr"]);
        var array = ImageArray() with { ChunkKeyEncoding = new Zarr.Metadata.ChunkKeyEncoding("v2", separator[0]) };
        var written = await ZarrArray.CreateAsync(store, default, array);
        await written.WriteAsync(SmallImage.Sources()[0]);
        await SmallImage.WriteAsync(folder["array.zarr"], 7, SmallImage.Overwriting);
        Assert.Equal(7, await SmallImage.FirstValueAsync(folder["array.zarr"]));
    }

    [Fact]
    public async Task A_note_among_the_chunks_of_an_array_is_seen()
    {
        await ZarrArray.CreateAsync(new Zarr.Stores.FileSystemStore(folder["array.zarr"]), default, ImageArray());
        folder.Put("array.zarr/comments");
        await RequireRefusedAsync("array.zarr", SmallImage.Overwriting, "holds comments, which is no part");
    }

    [Theory]
    [InlineData("notes.txt")]
    [InlineData("place/notes.txt")]
    [InlineData("place/.zgroup")]
    [InlineData("place/zarr.json")]
    public async Task What_is_no_hierarchy_is_never_replaced(string file)
    {
        folder.Put(file);
        await RequireRefusedAsync(file.Split('/')[0], SmallImage.Overwriting, "exists and is not a Zarr v3 hierarchy, so it is not replaced");
        await RequireRefusedAsync(file.Split('/')[0], SmallImage.Chunked, "exists and is not a Zarr v3 hierarchy, so it is not replaced");
    }

    [Fact]
    public async Task An_empty_folder_is_not_replaced()
    {
        Directory.CreateDirectory(folder["empty"]);
        await RequireRefusedAsync("empty", SmallImage.Overwriting, "is not a Zarr v3 hierarchy");
    }

    [Fact]
    public async Task An_image_can_be_made_from_itself()
    {
        await SmallImage.WriteAsync(folder["image.zarr"], 50);
        var old = await OmeImage.OpenAsync(folder["image.zarr"]);
        await OmeWriter.WriteImageAsync(
            folder["image.zarr"], SmallImage.Metadata, [.. old.Levels.Select(level => level.ZarrArray)], new WriteOptions { Overwrite = true });
        Assert.Equal(50, await SmallImage.FirstValueAsync(folder["image.zarr"]));
    }

    [Fact]
    public async Task A_link_stays_and_what_it_leads_to_is_replaced()
    {
        await SmallImage.WriteAsync(folder["real/image.zarr"]);
        File.CreateSymbolicLink(folder["link"], folder["real/image.zarr"]);
        await SmallImage.WriteAsync(folder["link"], 100, SmallImage.Overwriting);
        Assert.Equal(folder["real/image.zarr"], new FileInfo(folder["link"]).LinkTarget);
        Assert.Equal(100, await SmallImage.FirstValueAsync(folder["real/image.zarr"]));
        Assert.Equal(["link", "real"], folder.Names());
    }

    [Fact]
    public async Task Links_inside_are_removed_but_not_followed()
    {
        await SmallImage.WriteAsync(folder["image.zarr"]);
        folder.Put("elsewhere/notes.txt");
        Directory.CreateSymbolicLink(folder["image.zarr/linked"], folder["elsewhere"]);
        await SmallImage.WriteAsync(folder["image.zarr"], 100, SmallImage.Overwriting);
        Assert.Equal("precious", File.ReadAllText(folder["elsewhere/notes.txt"]));
        Assert.False(Path.Exists(folder["image.zarr/linked"]));
    }

    private static Zarr.Metadata.ArrayMetadata ImageArray() => new()
    {
        Shape = SmallImage.Shapes[0],
        DataType = DataType.UInt16,
        ChunkShape = [1, 2, 2],
        Codecs = [new("bytes", new System.Text.Json.Nodes.JsonObject { ["endian"] = "little" })],
    };

    private async Task RequireRefusedAsync(string path, WriteOptions options, string expected)
    {
        var before = folder.Snapshot();
        var error = await Assert.ThrowsAsync<DestinationExistsException>(() => SmallImage.WriteAsync(folder[path], 100, options));
        Assert.StartsWith(folder[path], error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DestinationExistsException>(() => OmeWriter.PrepareImageAsync(folder[path], SmallImage.Metadata, SmallImage.Specs, options));
        Assert.Equal(before, folder.Snapshot());
    }
}
