using OmeZarr;
using OmeZarr.V05;
using Xunit;
using Zarr;
using Zarr.Metadata;
using Zarr.Stores;

namespace WriterContract;

/// <summary>What writers of images do at every location: folders, stores, archives. A location gets these tests by a class that inherits this one.</summary>
public abstract class ImageWriterContract
{
    /// <summary>A location where nothing is, below a free place of its own.</summary>
    protected abstract StoreLocation NewLocation();

    /// <summary>Whether a hierarchy appears as a whole and nothing in it can be changed later, as in an archive.</summary>
    protected virtual bool IsWrittenOnce => false;

    [Fact]
    public async Task An_image_is_read_as_it_was_written()
    {
        var location = NewLocation();
        await Small.WriteAsync(location, 7);
        Assert.Equal(7, await Small.FirstValueAsync(location));
        await Small.RequireValidAsync(location);
        Assert.DoesNotContain(await Small.KeysAsync(location), key => key.Contains(".partial", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sharded_image_with_computed_levels_and_labels_is_valid()
    {
        var location = NewLocation();
        var options = Small.Options with { Shards = ShardShape.Auto, Pyramid = Pyramid.Of(2), Checksums = true };
        var one = Small.Image with { Multiscales = [Small.Image.Multiscales[0] with { Datasets = [Small.Image.Multiscales[0].Datasets[0]] }] };
        var label = new Label("cells", new LabelImage(one, new ImageLabel()), [Small.Sources(1)[0]]);
        await OmeWriter.WriteImageAsync(location, one, Small.Sources(3)[0], options, [label]);
        await Small.RequireValidAsync(location);
        var image = await OmeImage.OpenAsync(location);
        Assert.Equal(2, image.Levels.Count);
        Assert.Equal(Small.Pixels(Small.Shapes[0], 3), await image.Levels[0].ReadAsync<ushort>());
        Assert.Equal(["cells"], await image.ListLabelsAsync());
    }

    [Fact]
    public async Task An_existing_hierarchy_stays_without_Overwrite()
    {
        var location = NewLocation();
        await Small.WriteAsync(location, 1);
        var before = await Small.KeysAsync(location);
        await Assert.ThrowsAsync<DestinationExistsException>(() => Small.WriteAsync(location, 2));
        Assert.Equal(1, await Small.FirstValueAsync(location));
        Assert.Equal(before, await Small.KeysAsync(location));
    }

    [Fact]
    public async Task Overwrite_leaves_nothing_of_the_old_hierarchy()
    {
        var location = NewLocation();
        await OmeWriter.WritePlateAsync(location, [new WellFields("A", "1", Small.Field())], null, Small.Options);
        await Small.WriteAsync(location, 2, Small.Options with { Overwrite = true });
        Assert.Equal(2, await Small.FirstValueAsync(location));
        Assert.DoesNotContain(await Small.KeysAsync(location), key => key.StartsWith("A/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fill_values_replace_old_pixels()
    {
        var location = NewLocation();
        await Small.WriteAsync(location, 1);
        var zeros = Small.Shapes.Select(shape => ArraySource.FromMemory<ushort>(new ushort[shape.ElementCount], shape));
        await OmeWriter.WriteImageAsync(location, Small.Image, [.. zeros], Small.Options with { Overwrite = true });
        Assert.All(await (await OmeImage.OpenAsync(location)).Levels[0].ReadAsync<ushort>(), value => Assert.Equal(0, value));
    }

    [Fact]
    public async Task A_prepared_image_is_filled_piece_by_piece()
    {
        var location = NewLocation();
        await using (var arrays = await OmeWriter.PrepareImageAsync(location, Small.Image, Small.Specs, Small.Options))
        {
            await Small.FillAsync(arrays, string.Empty, 5);
            await arrays[0 + string.Empty][0, 0, ..].WriteAsync(Small.Pixels([6], 5));
        }

        Assert.Equal(5, await Small.FirstValueAsync(location));
        await Small.RequireValidAsync(location);
    }

    [Fact]
    public async Task Levels_of_a_prepared_image_are_computed_of_its_pieces()
    {
        var location = NewLocation();
        var one = Small.Image with { Multiscales = [Small.Image.Multiscales[0] with { Datasets = [Small.Image.Multiscales[0].Datasets[0]] }] };
        await using (var arrays = await OmeWriter.PrepareImageAsync(location, one, Small.Specs[0], Small.Options with { Pyramid = Pyramid.Of(2) }))
        {
            await arrays["0"][0, ..2, ..].WriteAsync(Small.Pixels([2, 6], 9));
            await arrays.FlushAsync();
            await arrays["0"].WriteAsync(Small.Sources(1)[0]);
        }

        var image = await OmeImage.OpenAsync(location);
        Assert.Equal(Small.Pixels(Small.Shapes[0], 1), await image.Levels[0].ReadAsync<ushort>());
        Assert.Equal((1 + 2 + 7 + 8) / 4.0, (await image.Levels[1].ReadAsync<ushort>())[0], 0.51);
    }

    [Fact]
    public async Task A_source_that_fails_leaves_nothing()
    {
        var location = NewLocation();
        await Assert.ThrowsAsync<InvalidDataException>(() => OmeWriter.WriteImageAsync(location, Small.Image, [new Failing(Small.Sources(1)[0]), Small.Sources(1)[1]], Small.Options));
        Assert.Empty(await Small.KeysAsync(location));
        await Small.WriteAsync(location, 2);
        Assert.Equal(2, await Small.FirstValueAsync(location));
    }

    [Fact]
    public async Task Cancellation_leaves_nothing()
    {
        var location = NewLocation();
        using var source = new CancellationTokenSource();
        var options = Small.Options with { Progress = new Reporting(() => source.Cancel()) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Small.WriteAsync(location, 1, options, null, source.Token));
        Assert.Empty(await Small.KeysAsync(location));
    }

    [Fact]
    public async Task Nothing_is_written_where_it_would_break_a_hierarchy_above()
    {
        var location = NewLocation();
        await Small.WriteAsync(location, 1);
        if (IsWrittenOnce)
        {
            await Assert.ThrowsAsync<NotSupportedException>(() => Small.WriteAsync(location.Below("1"), 2, Small.Options with { Overwrite = true }));
            Assert.Equal(1, await Small.FirstValueAsync(location));
            return;
        }

        await Assert.ThrowsAsync<MisplacedDestinationException>(() => Small.WriteAsync(location.Below("0/c/image"), 2));
        await Assert.ThrowsAsync<MisplacedDestinationException>(() => Small.WriteAsync(location.Below("1"), 2, Small.Options with { Overwrite = true }));
        Assert.Equal(1, await Small.FirstValueAsync(location));
    }

    [Fact]
    public async Task Consolidated_metadata_above_are_dropped()
    {
        Assert.SkipWhen(IsWrittenOnce, "nothing is written below a group of an archive");
        var location = NewLocation();
        var (store, path) = location.Open();
        await ZarrGroup.CreateAsync(Assert.IsAssignableFrom<IWritableStore>(store), path);
        var document = new GroupMetadata().ToUtf8().AsSpan().ToArray();
        var consolidated = System.Text.Json.Nodes.JsonNode.Parse(document)!.AsObject();
        consolidated["consolidated_metadata"] = new System.Text.Json.Nodes.JsonObject { ["kind"] = "inline", ["must_understand"] = false, ["metadata"] = new System.Text.Json.Nodes.JsonObject() };
        await ((IWritableStore)store).SetAsync(path.Key("zarr.json"), System.Text.Encoding.UTF8.GetBytes(consolidated.ToJsonString()));
        await Small.WriteAsync(location.Below("image"), 4);
        using var after = await store.GetAsync(path.Key("zarr.json"));
        Assert.DoesNotContain("consolidated", System.Text.Encoding.UTF8.GetString(after!.Memory.Span), StringComparison.Ordinal);
        Assert.Equal(4, await Small.FirstValueAsync(location.Below("image")));
    }

    [Fact]
    public async Task Of_several_writers_at_one_destination_one_succeeds()
    {
        var location = NewLocation();
        var writers = Enumerable.Range(1, 4).Select(number => Task.Run(async () =>
        {
            try
            {
                await Small.WriteAsync(location, 100 * number);
                return 100 * number;
            }
            catch (IOException)
            {
                return 0;
            }
        }));
        var written = Assert.Single(await Task.WhenAll(writers), first => first > 0);
        Assert.Equal(written, await Small.FirstValueAsync(location));
        Assert.DoesNotContain(await Small.KeysAsync(location), key => key.Contains(".partial", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cleaning_finds_nothing_after_success()
    {
        var location = NewLocation();
        await Small.WriteAsync(location, 1);
        Assert.Empty(await OmeWriter.CleanAsync(location));
    }

    private sealed class Failing(IArraySource inner) : IArraySource
    {
        private int reads;

        public Shape Shape => inner.Shape;

        public DataType DataType => inner.DataType;

        public ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken = default) =>
            Interlocked.Increment(ref reads) == 4 ? throw new InvalidDataException("as the test wanted") : inner.ReadAsync(region, destination, cancellationToken);
    }

    private sealed class Reporting(Action action) : IProgress<WriteProgress>
    {
        public void Report(WriteProgress value) => action();
    }
}
