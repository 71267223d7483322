using OmeZarr.Tests.Writing;
using TestKit;
using Xunit;

namespace OmeZarr.Tests;

/// <summary>Whatever goes wrong with an image of a collection, the rest is as it was, and it can be tried again.</summary>
public sealed class Bioformats2RawFailureTests : IDisposable
{
    private static readonly SeriesImage[] Two =
        [new("0", SmallImage.Metadata, SmallImage.Sources(1)), new("1", SmallImage.Metadata, SmallImage.Sources(2))];

    private readonly TemporaryFolder folder = new();

    private string Root => folder["new/slides.zarr"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_collection_appears_whole_or_not_at_all_whichever_write_fails()
    {
        var failures = await FailingFolders.FailEachWriteAsync(
            SmallImage.Chunked,
            options => OmeWriter.WriteBioformats2RawAsync(Root, Two, options: options),
            async _ => Assert.Empty(folder.Snapshot()));
        Assert.Equal((2 * (SmallImage.Chunks + 2 + 1)) + 3, failures); // images; XML, series, root
        await Collections.RequireAsync(Root, ("0", 1), ("1", 2));
    }

    [Fact]
    public async Task A_collection_that_is_replaced_stays_until_then()
    {
        await OmeWriter.WriteBioformats2RawAsync(Root, [new SeriesImage("old", SmallImage.Metadata, SmallImage.Sources(9))], options: SmallImage.Chunked);
        var before = folder.Snapshot();
        await FailingFolders.FailEachWriteAsync(
            SmallImage.Overwriting,
            options => OmeWriter.WriteBioformats2RawAsync(Root, Two, options: options),
            async _ => Assert.Equal(before, folder.Snapshot()));
        await Collections.RequireAsync(Root, ("0", 1), ("1", 2));
    }

    [Fact]
    public async Task The_first_image_of_a_builder_brings_the_collection_or_nothing()
    {
        await FailingFolders.FailEachWriteAsync(
            SmallImage.Chunked,
            async options => await WriteOneAsync(new Bioformats2RawBuilder(Root, options: options)),
            async _ => Assert.Empty(folder.Snapshot()));
        await Collections.RequireAsync(Root, ("0", 1));
    }

    [Fact]
    public async Task The_first_image_of_a_builder_replaces_an_old_collection_or_leaves_it()
    {
        await OmeWriter.WriteBioformats2RawAsync(Root, Two, options: SmallImage.Chunked);
        var before = folder.Snapshot();
        await FailingFolders.FailEachWriteAsync(
            SmallImage.Overwriting,
            async options => await WriteOneAsync(new Bioformats2RawBuilder(Root, options: options)),
            async _ => Assert.Equal(before, folder.Snapshot()));
        await Collections.RequireAsync(Root, ("0", 1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whichever_write_of_a_further_image_fails_the_builder_goes_on_and_it_can_be_tried_again(bool prepare)
    {
        for (var write = 1; ; write++)
        {
            using var each = new TemporaryFolder();
            var folders = new FailingFolders(FirstImageWrites + write);
            await using var builder = new Bioformats2RawBuilder(each["c.zarr"], options: folders.In(SmallImage.Chunked));
            await WriteOneAsync(builder);
            builder.AddSeries("1", SmallImage.Metadata, [.. SmallImage.Specs]).AddSeries("2", SmallImage.Metadata, [.. SmallImage.Specs]);
            var before = each.Snapshot();
            Task Again() => prepare ? builder.PrepareAsync() : builder.WriteImageAsync("3", SmallImage.Metadata, SmallImage.Sources(4));
            var error = await Record.ExceptionAsync(Again);
            if (error is null)
            {
                Assert.Null(folders.FailedKey);
                Assert.Equal(prepare ? (2 * 3) + 2 : SmallImage.Chunks + 3 + 2, write - 1);
                return;
            }

            Assert.Contains(folders.FailedKey!, Assert.IsType<IOException>(error).Message, StringComparison.Ordinal);
            Assert.Equal(before, each.Snapshot());
            await Again();
            Assert.Equal(prepare ? ["0", "1", "2"] : ["0", "3"], Collections.OmeOf(each["c.zarr"], "OME")["series"]!.AsArray().Select(name => (string?)name));
        }
    }

    [Fact]
    public async Task Without_overwrite_what_exists_stays_byte_for_byte()
    {
        await SmallImage.WriteAsync(Root);
        var before = folder.Snapshot();
        await using var builder = new Bioformats2RawBuilder(Root, options: SmallImage.Chunked);
        var error = await Assert.ThrowsAsync<DestinationExistsException>(() => WriteOneAsync(builder));
        Assert.Equal($"{Root} exists. Set Overwrite to replace it; nothing was changed.", error.Message);
        builder.AddSeries("1", SmallImage.Metadata, [.. SmallImage.Specs]);
        await Assert.ThrowsAsync<DestinationExistsException>(() => builder.PrepareAsync());
        await Assert.ThrowsAsync<DestinationExistsException>(() => OmeWriter.WriteBioformats2RawAsync(Root, Two));
        Assert.Equal(before, folder.Snapshot());
    }

    [Fact]
    public async Task With_overwrite_only_a_hierarchy_is_replaced()
    {
        folder.Put("new/slides.zarr/notes.txt");
        var before = folder.Snapshot();
        await using var builder = new Bioformats2RawBuilder(Root, options: SmallImage.Overwriting);
        await Assert.ThrowsAsync<DestinationExistsException>(() => WriteOneAsync(builder));
        await Assert.ThrowsAsync<DestinationExistsException>(() => OmeWriter.WriteBioformats2RawAsync(Root, Two, options: SmallImage.Overwriting));
        Assert.Equal(before, folder.Snapshot());
    }

    [Fact]
    public async Task A_builder_that_overwrites_does_not_replace_what_it_wrote_itself()
    {
        await SmallImage.WriteAsync(Root);
        await using var builder = new Bioformats2RawBuilder(Root, options: SmallImage.Overwriting);
        await WriteOneAsync(builder);
        builder.AddSeries("1", SmallImage.Metadata, [.. SmallImage.Specs]);
        await Collections.FillAsync(await builder.PrepareAsync(), "1", 2);
        await builder.DisposeAsync();
        await Collections.RequireAsync(Root, ("0", 1), ("1", 2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(SmallImage.Chunks)]
    public async Task A_cancelled_image_leaves_nothing_and_hurts_no_other(int chunk)
    {
        using var cancellation = new CancellationTokenSource();
        var armed = false;
        var options = SmallImage.Chunked with { Progress = new Listener(now => Cancel(armed && now.ChunksWritten == chunk, cancellation)) };
        await using var builder = new Bioformats2RawBuilder(Root, options: options);
        await WriteOneAsync(builder);
        var before = folder.Snapshot();
        armed = true;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => builder.WriteImageAsync("1", SmallImage.Metadata, SmallImage.Sources(2), cancellation.Token));
        builder.AddSeries("2", SmallImage.Metadata, [.. SmallImage.Specs]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => builder.PrepareAsync(cancellation.Token));
        Assert.Equal(before, folder.Snapshot());
        await builder.WriteImageAsync("1", SmallImage.Metadata, SmallImage.Sources(2));
        await Collections.RequireAsync(Root, ("0", 1), ("1", 2));
    }

    [Fact]
    public async Task A_one_shot_that_is_cancelled_leaves_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        var options = SmallImage.Chunked with { Progress = new Listener(now => Cancel(now.ChunksWritten == now.ChunksTotal, cancellation)) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => OmeWriter.WriteBioformats2RawAsync(Root, Two, null, options, cancellation.Token));
        Assert.Empty(folder.Snapshot());
    }

    [Fact]
    public async Task Something_that_others_put_in_the_way_meanwhile_is_left_alone()
    {
        await using var builder = new Bioformats2RawBuilder(Root, options: SmallImage.Overwriting);
        await WriteOneAsync(builder);
        await SmallImage.WriteAsync(Path.Join(Root, "1"), 77);
        var before = folder.Snapshot();
        await Assert.ThrowsAsync<DestinationExistsException>(() => builder.WriteImageAsync("1", SmallImage.Metadata, SmallImage.Sources(2)));
        Assert.Equal(before, folder.Snapshot());
    }

    /// <summary>Chunks, arrays, group; XML, series, root.</summary>
    private const int FirstImageWrites = SmallImage.Chunks + 2 + 1 + 3;

    private static Task WriteOneAsync(Bioformats2RawBuilder builder) =>
        builder.WriteImageAsync("0", SmallImage.Metadata, SmallImage.Sources(1));

    private static void Cancel(bool now, CancellationTokenSource cancellation)
    {
        if (now)
        {
            cancellation.Cancel();
        }
    }
}
