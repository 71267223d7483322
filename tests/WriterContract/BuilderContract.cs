using OmeZarr;
using Xunit;
using Zarr.Stores;

namespace WriterContract;

/// <summary>What builders of plates, collections and labels do at every location. A location gets these tests by a class that inherits this one.</summary>
public abstract class BuilderContract
{
    private static readonly WriteOptions Append = Small.Options with { Existing = ExistingHierarchy.Append };

    /// <summary>A location where nothing is, below a free place of its own.</summary>
    protected abstract StoreLocation NewLocation();

    /// <summary>Whether several writers may add to one hierarchy at the same time.</summary>
    protected virtual bool TakesSeveralWriters => true;

    /// <summary>Whether a hierarchy appears as a whole when its builder is disposed, and cannot grow later, as in an archive.</summary>
    protected virtual bool IsWrittenOnce => false;

    [Fact]
    public async Task A_plate_is_written_at_once()
    {
        var location = NewLocation();
        await OmeWriter.WritePlateAsync(location, [new WellFields("A", "1", Small.Field(1)), new WellFields("B", "2", Small.Field(2), Small.Field(3, "1"))], null, Small.Options);
        await RequireWellsAsync(location, ("A/1", 1), ("B/2", 2));
    }

    [Fact]
    public async Task A_plate_grows_well_by_well_and_by_a_second_builder()
    {
        var location = NewLocation();
        await using (var plate = new PlateBuilder(location, null, Small.Options))
        {
            await plate.WriteWellAsync("A", "1", Small.Field(1));
            await (IsWrittenOnce ? RequireNothingAsync(location) : RequireWellsAsync(location, ("A/1", 1)));
            await plate.WriteWellAsync("B", "3", Small.Field(2));
        }

        await RequireWellsAsync(location, ("A/1", 1), ("B/3", 2));
        if (IsWrittenOnce)
        {
            await RequireNoGrowthAsync(location);
            await RequireWellsAsync(location, ("A/1", 1), ("B/3", 2));
            return;
        }

        await using (var plate = new PlateBuilder(location, null, Append))
        {
            await plate.WriteWellAsync("A", "2", Small.Field(3));
            await plate.WriteWellAsync("B", "3", Small.Field(4, "1"));
        }

        await RequireWellsAsync(location, ("A/1", 1), ("A/2", 3), ("B/3", 2));
        Assert.Equal(2, (await OmeWell.OpenAsync(location.Below("B/3"))).Fields.Count);
        Assert.Equal(2, (await OmePlate.OpenAsync(location)).Metadata.Definition.FieldCount);
    }

    [Fact]
    public async Task A_field_that_exists_stays_or_is_replaced()
    {
        var location = NewLocation();
        await OmeWriter.WritePlateAsync(location, [new WellFields("A", "1", Small.Field(1))], null, Small.Options);
        if (IsWrittenOnce)
        {
            await RequireNoGrowthAsync(location);
            await RequireWellsAsync(location, ("A/1", 1));
            return;
        }

        await using (var plate = new PlateBuilder(location, null, Append))
        {
            await Assert.ThrowsAsync<DestinationExistsException>(() => plate.WriteWellAsync("A", "1", Small.Field(2)));
        }

        await RequireWellsAsync(location, ("A/1", 1));
        await using (var plate = new PlateBuilder(location, null, Append with { Overwrite = true }))
        {
            await plate.WriteWellAsync("A", "1", Small.Field(2));
        }

        await RequireWellsAsync(location, ("A/1", 2));
    }

    [Fact]
    public async Task A_plate_replaces_another_with_its_first_well()
    {
        var location = NewLocation();
        await OmeWriter.WritePlateAsync(location, [new WellFields("C", "7", Small.Field(1))], null, Small.Options);
        await using (var refused = new PlateBuilder(location, null, Small.Options))
        {
            await Assert.ThrowsAsync<DestinationExistsException>(() => refused.WriteWellAsync("A", "1", Small.Field(2)));
        }

        await RequireWellsAsync(location, ("C/7", 1));
        await using (var plate = new PlateBuilder(location, null, Small.Options with { Overwrite = true }))
        {
            await plate.WriteWellAsync("A", "1", Small.Field(2));
            await plate.WriteWellAsync("A", "2", Small.Field(3));
        }

        await RequireWellsAsync(location, ("A/1", 2), ("A/2", 3));
        Assert.DoesNotContain(await Small.KeysAsync(location), key => key.StartsWith("C/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Prepared_wells_are_filled_later()
    {
        var location = NewLocation();
        await using (var plate = new PlateBuilder(location, null, Small.Options))
        {
            plate.AddWell("A", "1", new Field("0", Small.Image, Small.Specs)).AddWell("B", "1", new Field("0", Small.Image, Small.Specs));
            var arrays = await plate.PrepareAsync();
            await Small.FillAsync(arrays, "A/1/0/", 1);
            await Small.FillAsync(arrays, "B/1/0/", 2);
        }

        await RequireWellsAsync(location, ("A/1", 1), ("B/1", 2));
    }

    [Fact]
    public async Task A_well_that_fails_leaves_the_plate_as_it_was()
    {
        var location = NewLocation();
        await using var plate = new PlateBuilder(location, null, Small.Options);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => plate.WriteWellAsync("A", "1", Small.Field(), new CancellationToken(canceled: true)));
        Assert.Empty(await Small.KeysAsync(location));
        await plate.WriteWellAsync("A", "1", Small.Field(1));
        var before = await Small.KeysAsync(location);
        using var source = new CancellationTokenSource();
        var cancelling = Small.Image with { Multiscales = Small.Image.Multiscales };
        var field = new Field("0", cancelling, [.. Small.Sources(1).Select(level => new Cancelling(level, source))]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => plate.WriteWellAsync("A", "2", field, source.Token));
        Assert.Equal(before, await Small.KeysAsync(location));
        await plate.WriteWellAsync("A", "2", Small.Field(2));
        await plate.DisposeAsync();
        await RequireWellsAsync(location, ("A/1", 1), ("A/2", 2));
    }

    [Fact]
    public async Task A_collection_grows_and_is_described()
    {
        var location = NewLocation();
        await (IsWrittenOnce ? Task.CompletedTask : OmeWriter.WriteBioformats2RawAsync(location, [new SeriesImage("0", Small.Image, Small.Sources(1))], null, Small.Options));
        await using (var collection = new Bioformats2RawBuilder(location, null, Append))
        {
            await (IsWrittenOnce ? collection.WriteImageAsync("0", Small.Image, Small.Sources(1)) : Task.CompletedTask);
            await collection.WriteImageAsync("1", Small.Image, Small.Sources(2));
            collection.AddSeries("2", Small.Image, Small.Specs);
            await Small.FillAsync(await collection.PrepareAsync(), "2/", 3);
        }

        var stored = await OmeCollection.OpenAsync(location);
        Assert.Equal(["0", "1", "2"], stored.Paths);
        Assert.Equal(3, (await stored.ReadOmeXmlAsync())!.Split("<Image ").Length - 1);
        var first = await Task.WhenAll(stored.Paths.Select(path => Small.FirstValueAsync(location.Below(path))));
        Assert.Equal([1, 2, 3], first);
        await Small.RequireValidAsync(location);
    }

    [Fact]
    public async Task A_collection_begins_with_its_first_image()
    {
        var location = NewLocation();
        await using (var collection = new Bioformats2RawBuilder(location, null, Small.Options))
        {
            await collection.WriteImageAsync("a", Small.Image, Small.Sources(1));
            await collection.WriteImageAsync("b", Small.Image, Small.Sources(2));
        }

        Assert.Equal(["a", "b"], (await OmeCollection.OpenAsync(location)).Paths);
        await Small.RequireValidAsync(location);
    }

    [Fact]
    public async Task A_collection_that_lists_nothing_grows_by_the_images_that_are_numbered()
    {
        Assert.SkipWhen(IsWrittenOnce, "an archive does not grow");
        var location = NewLocation();
        await OmeWriter.WriteBioformats2RawAsync(location, [.. Enumerable.Range(0, 9).Select(number => new SeriesImage($"{number}", Small.Image, Small.Sources(number + 1)))], null, Small.Options with { OmeXml = false });
        var (store, path) = location.Open();
        await ((IWritableStore)store).SetAsync((path / "OME").Key("zarr.json"), """{"zarr_format":3,"node_type":"group"}"""u8.ToArray());
        await using (var collection = new Bioformats2RawBuilder(location, null, Append))
        {
            await Assert.ThrowsAsync<DestinationExistsException>(() => collection.WriteImageAsync("8", Small.Image, Small.Sources(9)));
            await collection.WriteImageAsync("more", Small.Image, Small.Sources(10));
            await collection.WriteImageAsync("9", Small.Image, Small.Sources(11));
        }

        var stored = await OmeCollection.OpenAsync(location);
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "more", "9"], stored.Paths);
        Assert.Equal(11, await Small.FirstValueAsync(location.Below("9")));
        await Small.RequireValidAsync(location);
    }

    [Fact]
    public async Task Labels_are_added_replaced_and_prepared()
    {
        var location = NewLocation();
        await Small.WriteAsync(location, 1);
        if (IsWrittenOnce)
        {
            await Assert.ThrowsAsync<NotSupportedException>(() => OmeWriter.WriteLabelAsync(location, "cells", Small.Sources(10), Small.Options));
            Assert.Empty(await (await OmeImage.OpenAsync(location)).ListLabelsAsync());
            return;
        }

        await OmeWriter.WriteLabelAsync(location, "cells", Small.Sources(10), Small.Options);
        await Assert.ThrowsAsync<DestinationExistsException>(() => OmeWriter.WriteLabelAsync(location, "cells", Small.Sources(11), Small.Options));
        await OmeWriter.WriteLabelAsync(location, "cells", Small.Sources(12), Small.Options with { Overwrite = true });
        await using (var labels = new LabelsBuilder(location.Below("labels"), Small.Options))
        {
            labels.AddLabel("nuclei", Small.LabelImage, Small.Specs);
            await Small.FillAsync(await labels.PrepareAsync(), "nuclei/", 20);
            await labels.WriteLabelAsync(Small.Label("membranes", 30));
        }

        Assert.Equal(["cells", "nuclei", "membranes"], await (await OmeImage.OpenAsync(location)).ListLabelsAsync());
        var first = await Task.WhenAll(new[] { "cells", "nuclei", "membranes" }.Select(name => Small.FirstValueAsync(location.Below($"labels/{name}"))));
        Assert.Equal([12, 20, 30], first);
        await Small.RequireValidAsync(location);
    }

    [Fact]
    public async Task Builders_that_add_wells_at_the_same_time_lose_none()
    {
        var (location, builders, wells) = (NewLocation(), TakesSeveralWriters ? 4 : 1, 5);
        await Task.WhenAll(Enumerable.Range(0, builders).Select(row => Task.Run(async () =>
        {
            await using var plate = new PlateBuilder(location, null, Append);
            for (var column = 1; column <= wells; column++)
            {
                await plate.WriteWellAsync($"{(char)('A' + row)}", $"{column}", Small.Field(1 + row));
            }
        })));
        await RequireWellsAsync(location, [.. Enumerable.Range(0, builders).SelectMany(row => Enumerable.Range(1, wells).Select(column => ($"{(char)('A' + row)}/{column}", 1 + row)))]);
    }

    [Fact]
    public async Task Of_several_builders_that_add_the_same_well_one_succeeds()
    {
        var location = NewLocation();
        await OmeWriter.WritePlateAsync(location, [new WellFields("A", "1", Small.Field(1))], null, Small.Options);
        if (IsWrittenOnce)
        {
            await RequireNoGrowthAsync(location);
            return;
        }

        var results = await Task.WhenAll(Enumerable.Range(2, TakesSeveralWriters ? 3 : 1).Select(first => Task.Run(async () =>
        {
            await using var plate = new PlateBuilder(location, null, Append);
            try
            {
                await plate.WriteWellAsync("B", "1", Small.Field(first));
                return first;
            }
            catch (DestinationExistsException)
            {
                return 0;
            }
        })));
        await RequireWellsAsync(location, ("A/1", 1), ("B/1", Assert.Single(results, first => first > 0)));
    }

    [Fact]
    public async Task A_builder_notices_that_its_plate_was_replaced()
    {
        var location = NewLocation();
        var plate = new PlateBuilder(location, null, Small.Options);
        await plate.WriteWellAsync("A", "1", Small.Field(1));
        await OmeWriter.WritePlateAsync(location, [new WellFields("H", "9", Small.Field(2))], null, Small.Options with { Overwrite = true });
        if (!IsWrittenOnce)
        {
            await Assert.ThrowsAsync<IOException>(() => plate.WriteWellAsync("A", "2", Small.Field(3)));
            await plate.DisposeAsync();
        }
        else
        {
            await Assert.ThrowsAsync<IOException>(() => plate.DisposeAsync().AsTask());
        }

        await RequireWellsAsync(location, ("H/9", 2));
    }

    private static async Task RequireNothingAsync(StoreLocation location) => Assert.Empty(await Small.KeysAsync(location));

    /// <summary>A builder that would add to what is there is refused, and the message names the way out.</summary>
    private static async Task RequireNoGrowthAsync(StoreLocation location)
    {
        await using var plate = new PlateBuilder(location, null, Append);
        var error = await Assert.ThrowsAsync<NotSupportedException>(() => plate.WriteWellAsync("H", "9", Small.Field(9)));
        Assert.Contains("omezarr copy", error.Message, StringComparison.Ordinal);
    }

    private static async Task RequireWellsAsync(StoreLocation location, params (string Path, int First)[] wells)
    {
        var plate = await OmePlate.OpenAsync(location);
        Assert.Equal(wells.Select(well => well.Path).Order(), plate.Wells.Select(well => well.Path).Order());
        foreach (var (path, first) in wells)
        {
            Assert.Equal(first, await Small.FirstValueAsync(location.Below($"{path}/0")));
        }

        await Small.RequireValidAsync(location);
        Assert.DoesNotContain(await Small.KeysAsync(location), key => key.Contains(".partial", StringComparison.Ordinal));
    }

    private sealed class Cancelling(Zarr.IArraySource inner, CancellationTokenSource source) : Zarr.IArraySource
    {
        public Zarr.Shape Shape => inner.Shape;

        public Zarr.DataType DataType => inner.DataType;

        public ValueTask ReadAsync(Zarr.Region region, Memory<byte> destination, CancellationToken cancellationToken = default)
        {
            source.Cancel();
            return inner.ReadAsync(region, destination, cancellationToken);
        }
    }
}
