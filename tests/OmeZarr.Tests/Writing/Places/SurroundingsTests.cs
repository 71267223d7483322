using OmeZarr.Writing.Places;
using TestKit;
using Xunit;
using Zarr.Metadata;
using Zarr.Stores.Files;

namespace OmeZarr.Tests.Writing;

public sealed class SurroundingsTests : IDisposable
{
    private const string Copy = ""","consolidated_metadata":{"kind":"inline","must_understand":false,"metadata":{}}}""";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Writers => AllWriters.Names;

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task Copies_of_metadata_above_are_dropped_when_something_appears_or_is_replaced(string writer)
    {
        foreach (var options in new[] { Making.FewChunks, Making.Overwriting })
        {
            if (AllWriters.AddsLabels(writer) && !options.Overwrite)
            {
                await SmallImage.WriteAsync(folder["root.zarr/group/new"]);
            }

            Put("root.zarr", "\"attributes\":{\"µ\":[1.5]}");
            Put("root.zarr/group", "\"attributes\":{}");
            await AllWriters.MakeAsync(writer, new Making(folder["root.zarr/group/new"]) { Options = options });
            Assert.All(["root.zarr", "root.zarr/group"], group => Assert.False(HasCopy(group)));
            Assert.Equal("""{"µ":[1.5]}""", Attributes("root.zarr"));
        }
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task Nothing_is_written_into_an_array(string writer)
    {
        await SmallImage.WriteAsync(folder["image.zarr"]);
        foreach (var path in new[] { "image.zarr/0/new", "image.zarr/0/c/0/new", "image.zarr/0/deep/er/new" })
        {
            var error = await RequireMisplacedAsync(() => AllWriters.MakeAsync(writer, new Making(folder[path])));
            Assert.Equal((AllWriters.Root(writer, folder[path]), folder["image.zarr/0"]), (error.Destination, error.Surrounding));
            Assert.Contains("lies inside the array", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task Nothing_is_written_into_a_hierarchy_of_Zarr_v2(string writer)
    {
        folder.Put("old.zarr/.zgroup", """{"zarr_format":2}""");
        folder.Put("old.zarr/0/.zarray", """{"zarr_format":2}""");
        foreach (var path in new[] { "old.zarr/new", "old.zarr/not/yet/there", "old.zarr/0/new", "old.zarr/0/0/1/new" })
        {
            await RequireMisplacedAsync(() => AllWriters.MakeAsync(writer, new Making(folder[path])));
        }

        Directory.CreateDirectory(folder["old.zarr/2026"]); // no node, so not of that hierarchy
        await AllWriters.MakeAsync(writer, new Making(folder["old.zarr/2026/new"]));
    }

    [Theory]
    [InlineData("image.zarr/0", "is the level \"0\" of ~/image.zarr, which would break. Write that image anew")]
    [InlineData("image.zarr/labels", "is the place for label images of ~/image.zarr, which would break. Write them with LabelsBuilder")]
    [InlineData("image.zarr/labels/masks", "is the label image \"masks\" of ~/image.zarr/labels, which would break. Replace it with LabelsBuilder")]
    [InlineData("image.zarr/labels/masks/0", "is the level \"0\" of ~/image.zarr/labels/masks, which")]
    [InlineData("plate.zarr/A", "holds the well \"A/1\" of ~/plate.zarr, which would break. Write wells with PlateBuilder")]
    [InlineData("plate.zarr/A/1", "is the well \"A/1\" of ~/plate.zarr, which")]
    [InlineData("plate.zarr/A/1/0/0", "is the level \"0\" of ~/plate.zarr/A/1/0, which")]
    [InlineData("collection.zarr/OME", "is the list of images of ~/collection.zarr, which")]
    public async Task An_image_does_not_take_the_place_of_what_a_group_above_needs(string path, string message)
    {
        await MakeAllAsync();
        var error = await RequireMisplacedAsync(() => SmallImage.WriteAsync(folder[path], 100, SmallImage.Overwriting));
        Assert.StartsWith($"{folder[path]} {message.Replace("~", folder.Path, StringComparison.Ordinal)}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plate.zarr/A/1/0", "is the field \"0\" of ~/plate.zarr/A/1, which would break. Only an image")]
    [InlineData("collection.zarr/1", "is the image \"1\" of ~/collection.zarr, which would break. Only an image")]
    public async Task A_field_or_series_is_replaced_by_an_image_and_by_nothing_else(string path, string message)
    {
        await MakeAllAsync();
        var making = new Making(folder[path]) { Options = Making.Overwriting };
        foreach (var writer in new[] { "plate", "collection" })
        {
            var error = await RequireMisplacedAsync(() => AllWriters.MakeAsync(writer, making));
            Assert.StartsWith($"{folder[path]} {message.Replace("~", folder.Path, StringComparison.Ordinal)}", error.Message, StringComparison.Ordinal);
        }

        await SmallImage.WriteAsync(folder[path], 100, SmallImage.Overwriting);
        Assert.Equal(100, await SmallImage.FirstValueAsync(folder[path]));
    }

    [Theory]
    [InlineData("image.zarr/more")]
    [InlineData("image.zarr/00")]
    [InlineData("image.zarr/labels/other")]
    [InlineData("plate.zarr/overview")]
    [InlineData("plate.zarr/A/1/1")]
    [InlineData("collection.zarr/2")]
    public async Task What_no_group_above_lists_may_be_written(string path)
    {
        await MakeAllAsync();
        await SmallImage.WriteAsync(folder[path], 100);
        Assert.Equal(100, await SmallImage.FirstValueAsync(folder[path]));
    }

    [Theory]
    [InlineData("""{"multiscales":"?"}""")]
    [InlineData("""{"multiscales":[1,{"datasets":[{"path":7},null,{"path":"../../0"},{"path":""}]}],"labels":{},"plate":[],"well":{"images":3}}""")]
    [InlineData("""{"bioformats2raw.layout":3,"plate":{"wells":[{}]}}""")]
    [InlineData("[]")]
    public async Task Damaged_metadata_above_forbid_nothing(string ome)
    {
        Put("root.zarr", $"\"attributes\":{{\"ome\":{ome}}}");
        await SmallImage.WriteAsync(folder["root.zarr/0"], 100);
        Assert.False(HasCopy("root.zarr"));
    }

    [Fact]
    public async Task Labels_and_wells_fit_where_they_belong()
    {
        await MakeAllAsync();
        Surroundings.RequireFit(folder["image.zarr/labels"], OmeDocumentKind.LabelsGroup);
        Surroundings.RequireFit(folder["image.zarr/labels/masks"], OmeDocumentKind.LabelImage);
        Surroundings.RequireFit(folder["plate.zarr/A/1"], OmeDocumentKind.Well);
        Surroundings.RequireFit(folder["plate.zarr/C/3"], OmeDocumentKind.Well);
        Assert.Throws<MisplacedDestinationException>(() => Surroundings.RequireFit(folder["plate.zarr/A/1"], OmeDocumentKind.LabelsGroup));
    }

    [Fact]
    public async Task A_copy_that_cannot_be_dropped_leaves_everything_as_it_was()
    {
        Put("root.zarr", "\"strange\":1");
        var before = folder.Snapshot();
        var error = await Assert.ThrowsAsync<IOException>(() => SmallImage.WriteAsync(folder["root.zarr/0"]));
        Assert.StartsWith($"{folder["root.zarr"]} keeps consolidated metadata", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, folder.Snapshot());
    }

    [Theory]
    [InlineData("root.zarr/group", "root.zarr/group/image/0")]
    [InlineData("root.zarr", "root.zarr/group/image/0")] // whoever has locked a group may change those in it
    public async Task A_copy_is_dropped_while_nobody_else_changes_the_document_and_from_what_it_says_then(string locked, string destination)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs locks of folders");
        Put("root.zarr", "\"attributes\":{\"a\":1}");
        Put("root.zarr/group", "\"attributes\":{\"a\":1}");
        Put("root.zarr/group/image", "\"attributes\":{\"a\":1}");
        Task dropping;
        using (await FolderLock.AcquireAsync(folder[locked], TestContext.Current.CancellationToken))
        {
            dropping = Surroundings.DropConsolidatedAsync(folder[destination]);
            await Task.Delay(100, TestContext.Current.CancellationToken);
            Assert.True(HasCopy("root.zarr/group"));
            Put("root.zarr/group", "\"attributes\":{\"a\":2}");
        }

        await dropping.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.All(["root.zarr", "root.zarr/group", "root.zarr/group/image"], group => Assert.False(HasCopy(group)));
        Assert.Equal("""{"a":2}""", Attributes("root.zarr/group"));
    }

    [Fact]
    public async Task What_the_caller_has_locked_is_not_locked_again()
    {
        Put("root.zarr", "\"attributes\":{\"a\":1}");
        Put("root.zarr/plate", "\"attributes\":{\"a\":1}");
        Put("root.zarr/plate/A", "\"attributes\":{\"a\":1}");
        using var folderLock = await FolderLock.AcquireAsync(folder["root.zarr/plate"], TestContext.Current.CancellationToken);
        await Surroundings.DropConsolidatedAsync(folder["root.zarr/plate/A/1"], held: folder["root.zarr/plate"]).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.All(["root.zarr", "root.zarr/plate", "root.zarr/plate/A"], group => Assert.False(HasCopy(group)));
    }

    [Fact]
    public async Task Documents_without_a_copy_are_neither_locked_nor_rewritten()
    {
        folder.Put("root.zarr/zarr.json", """{ "zarr_format" : 3, "node_type" : "group", "attributes":{"say":"\"consolidated_metadata\""} }""");
        var before = folder.Snapshot();
        using var folderLock = await FolderLock.AcquireAsync(folder["root.zarr"], TestContext.Current.CancellationToken);
        await Surroundings.DropConsolidatedAsync(folder["root.zarr/0"]).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal(before, folder.Snapshot());
    }

    [Fact]
    public async Task Wells_and_images_that_are_added_at_the_same_time_below_a_group_with_a_copy_lose_none()
    {
        for (var round = 0; round < 10; round++)
        {
            var plate = $"plate{round}.zarr";
            await AllWriters.MakeAsync("plate", new Making(folder[plate]));
            var json = File.ReadAllText(folder[$"{plate}/zarr.json"]).TrimEnd();
            File.WriteAllText(folder[$"{plate}/zarr.json"], json[..^1] + Copy);
            var appending = Making.FewChunks with { Existing = ExistingHierarchy.Append };
            await Task.WhenAll(
            [
                .. Enumerable.Range(0, 4).Select(i => Task.Run(() => SmallImage.WriteAsync(folder[$"{plate}/overview{i}"]))),
                .. Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
                {
                    await using var builder = new PlateBuilder(folder[plate], null, appending);
                    await builder.WriteWellAsync("C", $"{i + 1}", [new Field("0", SmallImage.Metadata, SmallImage.Sources())]);
                })),
            ]);
            Assert.Equal(6, (await OmePlate.OpenAsync(folder[plate])).Wells.Count);
            Assert.False(HasCopy(plate));
        }
    }

    /// <summary>An image with a label, a plate, a collection.</summary>
    private async Task MakeAllAsync()
    {
        foreach (var writer in new[] { "image", "plate", "collection" })
        {
            await AllWriters.MakeAsync(writer, new Making(folder[$"{writer}.zarr"]));
        }
    }

    private async Task<MisplacedDestinationException> RequireMisplacedAsync(Func<Task> write)
    {
        var before = folder.Snapshot();
        var error = await Assert.ThrowsAsync<MisplacedDestinationException>(write);
        Assert.EndsWith("nothing was changed.", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, folder.Snapshot());
        return error;
    }

    private void Put(string group, string members) => folder.Put($"{group}/zarr.json", $$"""{"zarr_format":3,"node_type":"group",{{members}}{{Copy}}""");

    private bool HasCopy(string group) => File.ReadAllText(folder[$"{group}/zarr.json"]).Contains("consolidated", StringComparison.Ordinal);

    private string Attributes(string group) => GroupMetadata.Parse(File.ReadAllBytes(folder[$"{group}/zarr.json"])).Attributes.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
