using OmeZarr.Tests.Writing;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.InPlace;

/// <summary>Levels that are added to what is stored already. In stores they are added to a copy of the folder, which comes back to it.</summary>
/// <param name="isFolder">Whether they are added to the folder itself.</param>
public abstract class AddedLevelsContract(bool isFolder) : IDisposable
{
    private static readonly Shape Lengths = [2, 21, 30];
    private protected static readonly WriteOptions Chunked = new() { Chunks = ChunkShape.Of(1, 8, 8), MaxDegreeOfParallelism = 2 };
    private protected TemporaryFolder Folder { get; } = new();

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_image_with_labels_becomes_what_writing_it_with_levels_makes()
    {
        await WriteAsync("later.zarr", Chunked);
        await WriteAsync("at-once.zarr", Chunked with { Pyramid = Pyramid.Of(3) });
        Assert.Equal(["labels/a", "labels/b", string.Empty], await AddAsync("later.zarr", Pyramid.Of(3)));
        Assert.Equal(Tree("at-once.zarr"), Tree("later.zarr"));
        Assert.Equal(["at-once.zarr", "later.zarr"], Folder.Names());
        var image = await OmeImage.OpenAsync(Folder["later.zarr"], cancellationToken: Cancel);
        Assert.Equal<Shape>([[2, 21, 30], [2, 11, 15], [2, 6, 8]], image.Levels.Select(level => level.Shape));
        Assert.Empty(image.Document!.Validate());
    }

    [Fact]
    public async Task Metadata_is_completed_as_it_was_given_and_gets_the_levels()
    {
        var (image, omero) = (Metadata(), Omero.FromChannels(["a", "b"], [Images.Window, Images.Window]));
        await OmeWriter.WriteImageAsync(Folder["image.zarr"], image, Pixels(), Chunked with
        {
            Pyramid = Pyramid.Of(3),
            CompleteMetadata = given =>
            {
                Assert.Same(image, given);
                return given with { Omero = omero };
            },
        }, cancellationToken: Cancel);
        var written = await OmeImage.OpenAsync(Folder["image.zarr"], cancellationToken: Cancel);
        Assert.Equal((3, omero), (written.Levels.Count, written.Metadata.Omero));
    }

    [Fact]
    public async Task Running_again_changes_nothing()
    {
        await WriteAsync("image.zarr", Chunked);
        await AddAsync("image.zarr", Pyramid.Of(3));
        var before = Folder.Snapshot();
        Assert.Empty(await AddAsync("image.zarr", Pyramid.Of(3)));
        Assert.Equal(before, Folder.Snapshot());
    }

    [Fact]
    public async Task A_small_image_needs_no_levels()
    {
        await WriteAsync("image.zarr", Chunked);
        var before = Folder.Snapshot();
        Assert.Empty(await AddAsync("image.zarr", Pyramid.Auto));
        Assert.Equal(before, Folder.Snapshot());
    }

    [Fact]
    public async Task Other_levels_are_replaced_only_with_Overwrite_and_none_is_left_over()
    {
        await WriteAsync("image.zarr", Chunked with { Pyramid = Pyramid.Of(4) });
        await WriteAsync("expected.zarr", Chunked with { Pyramid = Pyramid.Of(2, ("x", 3)).WithMethod(Downsampling.Max) });
        var before = Folder.Snapshot();
        var error = await Assert.ThrowsAsync<DestinationExistsException>(() => AddAsync("image.zarr", Pyramid.Of(2, ("x", 3)).WithMethod(Downsampling.Max)));
        Assert.EndsWith("has 4 levels. Set Overwrite to replace all but the first; nothing was changed.", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Folder.Snapshot());
        await AddAsync("image.zarr", Pyramid.Of(2, ("x", 3)).WithMethod(Downsampling.Max), Chunked with { Overwrite = true });

        // In a store the new level lies beside the old one.
        Assert.Equal(Tree("expected.zarr").Select(line => isFolder ? line : Moved(line)).Order(StringComparer.Ordinal), Tree("image.zarr").Select(WithoutDocuments).Order(StringComparer.Ordinal));
        var (actual, expected) = (await OmeImage.OpenAsync(Folder["image.zarr"], cancellationToken: Cancel), await OmeImage.OpenAsync(Folder["expected.zarr"], cancellationToken: Cancel));
        Assert.Equal(expected.Multiscale.Datasets.Select(dataset => dataset.CoordinateTransformations), actual.Multiscale.Datasets.Select(dataset => dataset.CoordinateTransformations));
        Assert.Equal(isFolder ? ["0", "1"] : ["0", "1-2"], actual.Multiscale.Datasets.Select(dataset => dataset.Path));
        Assert.Empty(await AddAsync("image.zarr", Pyramid.Of(2, ("x", 3)).WithMethod(Downsampling.Max), Chunked with { Overwrite = true }));
        await AddAsync("image.zarr", Pyramid.Of(3), Chunked with { Overwrite = true });
        Assert.Equal(["0", "1", "2"], (await OmeImage.OpenAsync(Folder["image.zarr"], cancellationToken: Cancel)).Multiscale.Datasets.Select(dataset => dataset.Path));

        string Moved(string line) => System.Text.RegularExpressions.Regex.Replace(WithoutDocuments(line), "^((/labels/\\w+)?)/1([/ ])", "$1/1-2$3");

        // The documents of the groups name the levels.
        string WithoutDocuments(string line) => isFolder || !line.Contains("zarr.json", StringComparison.Ordinal) ? line : line[..(line.IndexOf("zarr.json", StringComparison.Ordinal) + 9)];
    }

    [Fact]
    public async Task Levels_are_sharded_as_level_0_is()
    {
        await WriteAsync("image.zarr", Chunked with { Shards = ShardShape.OfChunks(1, 2, 2), Checksums = true });
        await WriteAsync("expected.zarr", Chunked with { Pyramid = Pyramid.Of(3) });
        await AddAsync("image.zarr", Pyramid.Of(3), WriteOptions.Default);
        var (actual, expected) = (await OmeImage.OpenAsync(Folder["image.zarr"], cancellationToken: Cancel), await OmeImage.OpenAsync(Folder["expected.zarr"], cancellationToken: Cancel));
        Assert.Equal(3, actual.Levels.Count);
        foreach (var (one, other) in actual.Levels.Zip(expected.Levels))
        {
            Assert.Equal(await other.ReadAsync<ushort>(cancellationToken: Cancel), await one.ReadAsync<ushort>(cancellationToken: Cancel));
            Assert.Equal<Shape?>([1, 8, 8], one.ZarrArray.InnerChunkShape);
        }
    }

    [Fact]
    public async Task Every_image_of_a_plate_gets_levels()
    {
        await OmeWriter.WritePlateAsync(Folder["plate.zarr"], [new WellFields("A", "1", [Field("0"), Field("1")]), new WellFields("B", "2", [Field("0")])], options: Chunked, cancellationToken: Cancel);
        Assert.Equal(["A/1/0", "A/1/1", "B/2/0"], await AddAsync("plate.zarr", Pyramid.Of(2)));
        foreach (var path in new[] { "A/1/0", "A/1/1", "B/2/0" })
        {
            var image = await OmeImage.OpenAsync(Folder[$"plate.zarr/{path}"], cancellationToken: Cancel);
            Assert.Equal(2, image.Levels.Count);
            Assert.Empty(image.Document!.Validate());
        }

        Assert.Equal(["plate.zarr"], Folder.Names());
        Assert.Empty(await AddAsync("plate.zarr/A/1", Pyramid.Of(2)));
    }

    [Fact]
    public async Task Every_image_of_a_collection_gets_levels()
    {
        await OmeWriter.WriteBioformats2RawAsync(Folder["all.zarr"], [new SeriesImage("a", Metadata(), Pixels()), new SeriesImage("b", Metadata(), Pixels())], options: Chunked, cancellationToken: Cancel);
        Assert.Equal(2, (await AddAsync("all.zarr", Pyramid.Of(2))).Count);
        var collection = await OmeCollection.OpenAsync(Folder["all.zarr"], cancellationToken: Cancel);
        Assert.Equal(2, (await collection.OpenImageAsync(1, Cancel)).Levels.Count);
    }

    [Fact]
    public async Task What_has_no_levels_or_is_in_the_way_is_refused()
    {
        await WriteAsync("image.zarr", Chunked);
        Folder.Put("image.zarr/1/note.txt");
        var before = Folder.Snapshot();
        Assert.Contains("is no level of the image", (await Assert.ThrowsAsync<DestinationExistsException>(() => AddAsync("image.zarr", Pyramid.Of(2)))).Message, StringComparison.Ordinal);
        Assert.Contains("is a label image", (await Assert.ThrowsAsync<ArgumentException>(() => AddAsync("image.zarr/labels/a", Pyramid.Of(2)))).Message, StringComparison.Ordinal);
        Assert.Contains("is not an image", (await Assert.ThrowsAsync<ArgumentException>(() => AddAsync("image.zarr/labels", Pyramid.Of(2)))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => AddAsync("image.zarr", Pyramid.None));
        await Assert.ThrowsAsync<ArgumentException>(() => AddAsync("image.zarr", Pyramid.Of(2, ("q", 2))));
        await Assert.ThrowsAsync<NodeNotFoundException>(() => AddAsync("nothing.zarr", Pyramid.Of(2)));
        Assert.Equal(before, Folder.Snapshot());
    }

    private protected static Image Metadata() => Image.FromDimensions([Dimension.Channel(), Dimension.Y(0.5, "micrometer"), Dimension.X(0.5, "micrometer")], "cells");

    private protected static IArraySource Pixels() => ArraySource.FromBytes(Generators.Elements(DataType.UInt16, Lengths.ElementCount, 5), Lengths, DataType.UInt16);

    private static Field Field(string name) => new(name, Metadata(), Pixels());

    private static Label Label(string name)
    {
        var metadata = new LabelImage(Image.FromDimensions([Dimension.Y(0.5, "micrometer"), Dimension.X(0.5, "micrometer")], name), new ImageLabel());
        return new Label(name, metadata, ArraySource.FromMemory<byte>(Generators.Elements(DataType.Bool, 21 * 30, 7), [21, 30])) { Chunks = ChunkShape.Of(8, 8), Shards = ShardShape.None };
    }

    private protected Task<string> WriteAsync(string name, WriteOptions options) => OmeWriter.WriteImageAsync(Folder[name], Metadata(), Pixels(), options, [Label("a"), Label("b")], Cancel);

    private protected Task<IReadOnlyList<string>> AddAsync(string name, Pyramid pyramid, WriteOptions? options = null) => isFolder
        ? OmePyramid.AddLevelsAsync(Folder[name], pyramid, options ?? Chunked, Cancel)
        : CopyInStore.RunAsync(Folder[name], location => OmePyramid.AddLevelsAsync(location, pyramid, options ?? Chunked, Cancel));

    /// <summary>The files of a hierarchy with their bytes.</summary>
    private IEnumerable<string> Tree(string name) => Folder.Snapshot().Where(line => line.StartsWith($"{name}/", StringComparison.Ordinal)).Select(line => line[name.Length..]);
}
