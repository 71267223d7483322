using OmeZarr.Tests.Writing;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Tests;

/// <summary>Levels that are added to what is stored already.</summary>
public sealed class OmePyramidTests : IDisposable
{
    private static readonly Shape Lengths = [2, 21, 30];
    private static readonly WriteOptions Chunked = new() { Chunks = ChunkShape.Of(1, 8, 8), MaxDegreeOfParallelism = 2 };
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_image_with_labels_becomes_what_writing_it_with_levels_makes()
    {
        await WriteAsync("later.zarr", Chunked);
        await WriteAsync("at-once.zarr", Chunked with { Pyramid = Pyramid.Of(3) });
        Assert.Equal(["labels/a", "labels/b", string.Empty], await AddAsync("later.zarr", Pyramid.Of(3)));
        Assert.Equal(Tree("at-once.zarr"), Tree("later.zarr"));
        Assert.Equal(["at-once.zarr", "later.zarr"], folder.Names());
        var image = await OmeImage.OpenAsync(folder["later.zarr"], cancellationToken: Cancel);
        Assert.Equal<Shape>([[2, 21, 30], [2, 11, 15], [2, 6, 8]], image.Levels.Select(level => level.Shape));
        Assert.Empty(image.Document!.Validate());
    }

    [Fact]
    public async Task Metadata_is_completed_as_it_was_given_and_gets_the_levels()
    {
        var (image, omero) = (Metadata(), Omero.FromChannels(["a", "b"], [Images.Window, Images.Window]));
        await OmeWriter.WriteImageAsync(folder["image.zarr"], image, Pixels(), Chunked with
        {
            Pyramid = Pyramid.Of(3),
            CompleteMetadata = given =>
            {
                Assert.Same(image, given);
                return given with { Omero = omero };
            },
        }, cancellationToken: Cancel);
        var written = await OmeImage.OpenAsync(folder["image.zarr"], cancellationToken: Cancel);
        Assert.Equal((3, omero), (written.Levels.Count, written.Metadata.Omero));
    }

    [Fact]
    public async Task Running_again_changes_nothing()
    {
        await WriteAsync("image.zarr", Chunked);
        await AddAsync("image.zarr", Pyramid.Of(3));
        var before = folder.Snapshot();
        Assert.Empty(await AddAsync("image.zarr", Pyramid.Of(3)));
        Assert.Equal(before, folder.Snapshot());
    }

    [Fact]
    public async Task A_small_image_needs_no_levels()
    {
        await WriteAsync("image.zarr", Chunked);
        var before = folder.Snapshot();
        Assert.Empty(await AddAsync("image.zarr", Pyramid.Auto));
        Assert.Equal(before, folder.Snapshot());
    }

    [Fact]
    public async Task Other_levels_are_replaced_only_with_Overwrite_and_none_is_left_over()
    {
        await WriteAsync("image.zarr", Chunked with { Pyramid = Pyramid.Of(4) });
        await WriteAsync("expected.zarr", Chunked with { Pyramid = Pyramid.Of(2, ("x", 3)).WithMethod(Downsampling.Max) });
        var before = folder.Snapshot();
        var error = await Assert.ThrowsAsync<DestinationExistsException>(() => AddAsync("image.zarr", Pyramid.Of(2, ("x", 3)).WithMethod(Downsampling.Max)));
        Assert.EndsWith("has 4 levels. Set Overwrite to replace all but the first; nothing was changed.", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, folder.Snapshot());
        await AddAsync("image.zarr", Pyramid.Of(2, ("x", 3)).WithMethod(Downsampling.Max), Chunked with { Overwrite = true });
        Assert.Equal(Tree("expected.zarr"), Tree("image.zarr"));
    }

    [Fact]
    public async Task Every_write_that_fails_leaves_everything_as_it_was()
    {
        await WriteAsync("image.zarr", Chunked);
        var before = folder.Snapshot();
        var failures = await FailingFolders.FailEachWriteAsync(Chunked, options => AddAsync("image.zarr", Pyramid.Of(2), options), _ =>
        {
            Assert.Equal(before, folder.Snapshot());
            return Task.CompletedTask;
        });
        Assert.True(failures > 10, $"{failures} writes");
    }

    [Fact]
    public async Task What_was_killed_at_any_document_is_completed_by_running_it_again()
    {
        await WriteAsync("image.zarr", Chunked);
        var states = new List<TemporaryFolder>();
        await AddAsync("image.zarr", Pyramid.Of(3), Chunked with
        {
            OpenDurableStore = path => new FaultyStore(new FileSystemStore(path), _ =>
            {
                states.Add(StoppedAppends.Copy(folder));
                return null;
            }),
        });
        Assert.Equal(3, states.Count); // two labels, then the image
        foreach (var state in states)
        {
            using (state)
            {
                await OmePyramid.AddLevelsAsync(state["image.zarr"], Pyramid.Of(3), Chunked, Cancel);
                Assert.Equal(folder.Snapshot(), state.Snapshot());
            }
        }
    }

    [Fact]
    public async Task Levels_are_sharded_as_level_0_is()
    {
        await WriteAsync("image.zarr", Chunked with { Shards = ShardShape.OfChunks(1, 2, 2), Checksums = true });
        await WriteAsync("expected.zarr", Chunked with { Pyramid = Pyramid.Of(3) });
        await AddAsync("image.zarr", Pyramid.Of(3), WriteOptions.Default);
        var (actual, expected) = (await OmeImage.OpenAsync(folder["image.zarr"], cancellationToken: Cancel), await OmeImage.OpenAsync(folder["expected.zarr"], cancellationToken: Cancel));
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
        await OmeWriter.WritePlateAsync(folder["plate.zarr"], [new WellFields("A", "1", [Field("0"), Field("1")]), new WellFields("B", "2", [Field("0")])], options: Chunked, cancellationToken: Cancel);
        Assert.Equal(["A/1/0", "A/1/1", "B/2/0"], await AddAsync("plate.zarr", Pyramid.Of(2)));
        foreach (var path in new[] { "A/1/0", "A/1/1", "B/2/0" })
        {
            var image = await OmeImage.OpenAsync(folder[$"plate.zarr/{path}"], cancellationToken: Cancel);
            Assert.Equal(2, image.Levels.Count);
            Assert.Empty(image.Document!.Validate());
        }

        Assert.Equal(["plate.zarr"], folder.Names());
        Assert.Empty(await AddAsync("plate.zarr/A/1", Pyramid.Of(2)));
    }

    [Fact]
    public async Task Every_image_of_a_collection_gets_levels()
    {
        await OmeWriter.WriteBioformats2RawAsync(folder["all.zarr"], [new SeriesImage("a", Metadata(), Pixels()), new SeriesImage("b", Metadata(), Pixels())], options: Chunked, cancellationToken: Cancel);
        Assert.Equal(2, (await AddAsync("all.zarr", Pyramid.Of(2))).Count);
        var collection = await OmeCollection.OpenAsync(folder["all.zarr"], cancellationToken: Cancel);
        Assert.Equal(2, (await collection.OpenImageAsync(1, Cancel)).Levels.Count);
    }

    [Fact]
    public async Task What_has_no_levels_or_is_in_the_way_is_refused()
    {
        await WriteAsync("image.zarr", Chunked);
        folder.Put("image.zarr/1/note.txt");
        var before = folder.Snapshot();
        Assert.Contains("is no level of the image", (await Assert.ThrowsAsync<DestinationExistsException>(() => AddAsync("image.zarr", Pyramid.Of(2)))).Message, StringComparison.Ordinal);
        Assert.Contains("is a label image", (await Assert.ThrowsAsync<ArgumentException>(() => AddAsync("image.zarr/labels/a", Pyramid.Of(2)))).Message, StringComparison.Ordinal);
        Assert.Contains("is not an image", (await Assert.ThrowsAsync<ArgumentException>(() => AddAsync("image.zarr/labels", Pyramid.Of(2)))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => AddAsync("image.zarr", Pyramid.None));
        await Assert.ThrowsAsync<ArgumentException>(() => AddAsync("image.zarr", Pyramid.Of(2, ("q", 2))));
        await Assert.ThrowsAsync<NodeNotFoundException>(() => AddAsync("nothing.zarr", Pyramid.Of(2)));
        Assert.Equal(before, folder.Snapshot());
    }

    private static Image Metadata() => Image.FromDimensions([Dimension.Channel(), Dimension.Y(0.5, "micrometer"), Dimension.X(0.5, "micrometer")], "cells");

    private static IArraySource Pixels() => ArraySource.FromBytes(Generators.Elements(DataType.UInt16, Lengths.ElementCount, 5), Lengths, DataType.UInt16);

    private static Field Field(string name) => new(name, Metadata(), Pixels());

    private static Label Label(string name)
    {
        var metadata = new LabelImage(Image.FromDimensions([Dimension.Y(0.5, "micrometer"), Dimension.X(0.5, "micrometer")], name), new ImageLabel());
        return new Label(name, metadata, ArraySource.FromMemory<byte>(Generators.Elements(DataType.Bool, 21 * 30, 7), [21, 30])) { Chunks = ChunkShape.Of(8, 8), Shards = ShardShape.None };
    }

    private Task WriteAsync(string name, WriteOptions options) => OmeWriter.WriteImageAsync(folder[name], Metadata(), Pixels(), options, [Label("a"), Label("b")], Cancel);

    private Task<IReadOnlyList<string>> AddAsync(string name, Pyramid pyramid, WriteOptions? options = null) => OmePyramid.AddLevelsAsync(folder[name], pyramid, options ?? Chunked, Cancel);

    /// <summary>The files of a hierarchy with their bytes.</summary>
    private IEnumerable<string> Tree(string name) => folder.Snapshot().Where(line => line.StartsWith($"{name}/", StringComparison.Ordinal)).Select(line => line[name.Length..]);
}
