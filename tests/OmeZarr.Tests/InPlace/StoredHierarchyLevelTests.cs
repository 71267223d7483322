using TestKit;
using Xunit;
using Zarr.Stores;

namespace OmeZarr.Tests.InPlace;

/// <summary>Levels that are added to what is stored already, in stores without rename.</summary>
public sealed class StoredHierarchyLevelTests() : AddedLevelsContract(isFolder: false)
{
    private static StoreLocation In(IStore store) => StoreLocation.In(store, CopyInStore.Root);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Every_request_that_fails_leaves_everything_as_it_was(int levels)
    {
        var original = await ImageAsync(levels == 1 ? Chunked : Chunked with { Pyramid = Pyramid.Of(levels) });
        for (var request = 1; ; request++)
        {
            var store = await CopyAsync(original);
            var faulty = FaultyRequests.At(store, request);
            var error = await Record.ExceptionAsync(() => AddAsync(faulty, Pyramid.Of(2), Chunked with { Overwrite = levels > 1 }));
            if (error is null)
            {
                Assert.True(request > 100, $"{request} requests");
                Assert.Equal(2, (await OmeImage.OpenAsync(In(store), cancellationToken: Cancel)).Levels.Count);
                return;
            }

            Assert.Contains("as the test wanted", error.Message, StringComparison.Ordinal);
            if (error.Message.StartsWith("the new levels are complete", StringComparison.Ordinal))
            {
                Assert.Equal(2, (await OmeImage.OpenAsync(In(store), cancellationToken: Cancel)).Levels.Count);
                await AssertValidAsync(store, request);
                continue;
            }

            Assert.Equal(await CopyInStore.SnapshotAsync(original), await CopyInStore.SnapshotAsync(store));
        }
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(4, true)]
    public async Task A_lost_network_leaves_a_valid_image_that_the_next_call_completes(int levels, bool overwrite)
    {
        var original = await ImageAsync(levels == 1 ? Chunked : Chunked with { Pyramid = Pyramid.Of(levels) });
        var expected = await ImageAsync(Chunked with { Pyramid = Pyramid.Of(2) });
        var options = Chunked with { Overwrite = overwrite };
        for (var request = 1; ; request += 7)
        {
            var store = await CopyAsync(original);
            var error = await Record.ExceptionAsync(() => AddAsync(FaultyRequests.From(store, request), Pyramid.Of(2), options));
            if (error is not null)
            {
                Assert.IsType<IOException>(error);
                await AssertValidAsync(store, request);
                Assert.Contains((await OmeImage.OpenAsync(In(store), cancellationToken: Cancel)).Levels.Count, new[] { levels, 2 }); // all old levels or all new ones
                await AddAsync(store, Pyramid.Of(2), options);
            }

            var (wanted, actual) = (await CopyInStore.SnapshotAsync(expected), await CopyInStore.SnapshotAsync(store));
            if (!overwrite)
            {
                Assert.Equal(wanted, actual);
            }

            // Arrays of levels that were replaced may stay, named by no document.
            var (one, other) = (await OmeImage.OpenAsync(In(expected), cancellationToken: Cancel), await OmeImage.OpenAsync(In(store), cancellationToken: Cancel));
            Assert.Equal(2, other.Levels.Count);
            Assert.Equal(await one.Levels[1].ReadAsync<ushort>(cancellationToken: Cancel), await other.Levels[1].ReadAsync<ushort>(cancellationToken: Cancel));
            Assert.Equal(2, (await other.OpenLabelAsync("a", Cancel)).Levels.Count);
            if (error is null)
            {
                Assert.True(request > 50, $"{request} requests");
                return;
            }
        }
    }

    [Fact]
    public async Task Cancelling_removes_the_arrays()
    {
        var store = await ImageAsync(Chunked);
        var before = await CopyInStore.SnapshotAsync(store);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var watched = new FaultyRequests(store, (number, key) =>
        {
            if (key.EndsWith("/1/c/1/0/0", StringComparison.Ordinal))
            {
                cancel.Cancel();
            }

            return null;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => OmePyramid.AddLevelsAsync(In(watched), Pyramid.Of(2), Chunked, cancel.Token));
        Assert.Equal(before, await CopyInStore.SnapshotAsync(store));
    }

    [Fact]
    public async Task Two_calls_at_the_same_time_add_the_levels_once()
    {
        var store = await ImageAsync(Chunked);
        var expected = await ImageAsync(Chunked with { Pyramid = Pyramid.Of(3) });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => AddAsync(FaultyRequests.Yielding(store), Pyramid.Of(3)), Cancel)));
        Assert.Equal(await CopyInStore.SnapshotAsync(expected), await CopyInStore.SnapshotAsync(store));
    }

    [Fact]
    public async Task What_others_change_meanwhile_is_kept()
    {
        var store = await ImageAsync(Chunked);
        var isChanged = 0;
        var watched = new FaultyRequests(store, (_, key) =>
        {
            if (key.EndsWith("copy.zarr/1/c/1/0/0", StringComparison.Ordinal) && Interlocked.Exchange(ref isChanged, 1) == 0)
            {
                OmeMetadataEditor.SetAsync(In(store), new ImageChanges { ChannelNames = ["a", "b"] }, null, false, Cancel).GetAwaiter().GetResult();
            }

            return null;
        });
        await AddAsync(watched, Pyramid.Of(2));
        var image = await OmeImage.OpenAsync(In(store), cancellationToken: Cancel);
        Assert.Equal((2, "b"), (image.Levels.Count, image.Metadata.Omero!.Channels[1].Label));
    }

    [Fact]
    public async Task Levels_are_not_added_to_what_others_have_changed_meanwhile()
    {
        var store = await ImageAsync(Chunked);
        var watched = new FaultyRequests(store, (_, key) =>
        {
            if (key.EndsWith("copy.zarr/1/c/1/0/0", StringComparison.Ordinal))
            {
                OmeMetadataEditor.SetAsync(In(store), new ImageChanges { Scale = new Dictionary<string, double> { ["x"] = 3 } }, null, false, Cancel).GetAwaiter().GetResult();
            }

            return null;
        });
        Assert.Contains("another program has changed", (await Assert.ThrowsAsync<IOException>(() => AddAsync(watched, Pyramid.Of(2)))).Message, StringComparison.Ordinal);
        var image = await OmeImage.OpenAsync(In(store), cancellationToken: Cancel);
        Assert.Equal((1, 3), (image.Levels.Count, image.Multiscale.PixelSize(0)[2]));
        Assert.DoesNotContain(await CopyInStore.SnapshotAsync(store), line => line.Contains("copy.zarr/1/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_or_listed_is_no_riddle()
    {
        var store = await ImageAsync(Chunked);
        var error = await Assert.ThrowsAsync<NotSupportedException>(() => AddAsync(new ReadOnlyStore(store), Pyramid.Of(2)));
        Assert.Contains("lab/copy.zarr is read-only", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<NotSupportedException>(() => OmeMetadataEditor.SetAsync(In(new ReadOnlyStore(store)), new ImageChanges { Name = "x" }, null, false, Cancel));
        await Assert.ThrowsAsync<NotSupportedException>(() => OmeStoreFixer.FixAsync(In(new ReadOnlyStore(store)), ["version"], false, Cancel));
        Assert.Equal("zarr.json", Assert.Single(await OmeMetadataEditor.SetAsync(In(new ReadOnlyStore(store)), new ImageChanges { Name = "x" }, null, dryRun: true, Cancel)).Document);
        Assert.Empty((await OmeStoreFixer.FixAsync(In(new ReadOnlyStore(store)), ["version"], dryRun: true, Cancel)).Unfixed);
        Assert.Equal(3, (await AddAsync(new UnlistableStore(store), Pyramid.Of(2))).Count);
        Assert.Equal(2, (await OmeImage.OpenAsync(In(store), cancellationToken: Cancel)).Levels.Count);
    }

    private static async Task AssertValidAsync(MemoryStore store, int request)
    {
        var report = await OmeStoreValidator.ValidateAsync(In(store), new ValidationOptions { Data = DataCheck.All }, cancellationToken: Cancel);
        Assert.All(report.Findings, finding => Assert.True(finding.Severity != Severity.Error || finding.RuleId == "label-levels", $"request {request}: {finding}")); // labels get their levels before the image
    }

    private static async Task<MemoryStore> CopyAsync(MemoryStore original)
    {
        var copy = new MemoryStore();
        await foreach (var key in original.ListAsync(StorePrefix.Root, Cancel))
        {
            using var value = await original.GetAsync(key, Cancel);
            await copy.SetAsync(key, value!.Memory, Cancel);
        }

        return copy;
    }

    private static Task<IReadOnlyList<string>> AddAsync(IStore store, Pyramid pyramid, WriteOptions? options = null) => OmePyramid.AddLevelsAsync(In(store), pyramid, options ?? Chunked, Cancel);

    /// <summary>An image with two labels in a store in memory.</summary>
    private async Task<MemoryStore> ImageAsync(WriteOptions options)
    {
        var name = $"{Guid.NewGuid():N}.zarr";
        await WriteAsync(name, options with { MaxDegreeOfParallelism = 1 });
        return await CopyInStore.OfAsync(Folder[name]);
    }
}
