using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Tests.Validation;

/// <summary>What a report says, whatever is asked for and however it is made, and how much it asks of the store.</summary>
public sealed class StoreReportTests
{
    public static TheoryData<string> Stores => StoreFaultTests.Stores;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Each_document_is_read_once_and_each_group_listed_once(string name)
    {
        var good = GoodStore.Create(name);
        var store = new CountingStore(await good.ToStoreAsync());
        var report = await OmeStoreValidator.ValidateAsync(store, StorePrefix.Root, cancellationToken: TestContext.Current.CancellationToken);
        var documents = good.Files.Keys.Count(key => Path.GetFileName(key) is "zarr.json" or ".zgroup" or ".zarray");
        Assert.Equal(documents, report.NodesChecked);
        Assert.All(store.Of(StoreOperation.GetRange).CountBy(request => request.Key), request => Assert.Equal(1, request.Value));
        Assert.All(store.Of(StoreOperation.ListChildren).CountBy(request => request.Key), request => Assert.Equal(1, request.Value));
        Assert.Equal(report.NodesChecked - report.ArraysChecked, store.Lists);
        Assert.Equal(good.Files.Count, store.Of(StoreOperation.GetRange).Count(request => request.Found));
        Assert.Equal(0, store.Count(StoreOperation.GetLength));

        // The attributes of groups and arrays of Zarr v2 are a document of their own, which need not be there; and a reader of v2 looks at the root for v3 first.
        Assert.InRange(store.Of(StoreOperation.GetRange).Count(request => !request.Found), 0, good.ZarrFormat == 3 ? 0 : (int)report.NodesChecked + 1);
    }

    [Fact]
    public async Task A_store_that_cannot_be_listed_is_validated_by_its_lists()
    {
        var good = GoodStore.Create("collection 0.5");
        good.Put("OME/zarr.json", """{"zarr_format":3,"node_type":"group"}""");
        var report = await OmeStoreValidator.ValidateAsync(new UnlistableStore(await good.ToStoreAsync()), StorePrefix.Root);
        Assert.Empty(report.Findings);
        Assert.False(report.WasListed);
        Assert.Equal(16, report.NodesChecked);
    }

    [Fact]
    public async Task The_order_does_not_depend_on_the_number_of_workers()
    {
        var good = GoodStore.Create("plate 0.5");
        foreach (var path in new[] { "A/1", "A/2", "B/1" })
        {
            good.Delete($"{path}/0/1");
            good.Put($"{path}/notes.txt", "x");
            good.Copy($"{path}/1", $"{path}/10");
        }

        var store = await good.ToStoreAsync();
        var one = await OmeStoreValidator.ValidateAsync(store, StorePrefix.Root, new ValidationOptions { MaxDegreeOfParallelism = 1 });
        Assert.Equal(
            ["A/1/0/1", "A/1/10", "A/1/notes.txt", "A/2/0/1", "A/2/10", "A/2/notes.txt", "B/1/0/1", "B/1/10", "B/1/notes.txt"],
            one.Findings.Select(finding => finding.NodePath));
        for (var i = 0; i < 20; i++)
        {
            var many = await OmeStoreValidator.ValidateAsync(new RefusingStore(store), StorePrefix.Root, new ValidationOptions { MaxDegreeOfParallelism = 8 });
            Assert.Equal(one.Findings, many.Findings);
            Assert.Equal(one.CountsByRule, many.CountsByRule);
        }
    }

    [Fact]
    public async Task The_gravest_findings_are_listed_and_the_others_counted()
    {
        var good = GoodStore.Create("plate 0.5");
        good.Put("A/1/0/notes.txt", "x");
        good.Put("A/1/1/notes.txt", "x");
        good.Copy("A/1/1", "A/1/2");
        good.Delete("B/1/1");
        var report = await OmeStoreValidator.ValidateAsync(await good.ToStoreAsync(), StorePrefix.Root, new ValidationOptions { MaxFindings = 2 });
        Assert.Equal(["field-unlisted", "field-missing"], report.Findings.Select(finding => finding.RuleId));
        Assert.Equal((1, 1, 3), (report.ErrorCount, report.WarningCount, report.AdviceCount));
        Assert.Equal(3, report.CountsByRule["foreign-file"]);
    }

    [Fact]
    public async Task Rules_can_be_chosen_and_skipped()
    {
        var good = GoodStore.Create("image 0.5");
        good.Delete("1");
        good.Put("notes.txt", "x");
        var store = await good.ToStoreAsync();
        var chosen = await OmeStoreValidator.ValidateAsync(store, StorePrefix.Root, new ValidationOptions { Rules = ["foreign-file"] });
        Assert.Equal(["foreign-file"], chosen.CountsByRule.Keys);
        Assert.True(chosen.IsValid);
        var skipped = await OmeStoreValidator.ValidateAsync(store, StorePrefix.Root, new ValidationOptions { SkippedRules = ["foreign-file"] });
        Assert.Equal(["dataset-missing"], skipped.CountsByRule.Keys);
        await Assert.ThrowsAsync<ArgumentException>(() => OmeStoreValidator.ValidateAsync(store, StorePrefix.Root, new ValidationOptions { SkippedRules = ["foreign-fil"] }));
    }

    [Fact]
    public async Task Recommendations_are_applied_on_request()
    {
        var store = await GoodStore.Create("image 0.5").ToStoreAsync();
        var report = await OmeStoreValidator.ValidateAsync(store, StorePrefix.Root, new ValidationOptions { Strict = true });
        Assert.Contains("multiscale-type", report.CountsByRule.Keys);
        Assert.True(report.IsValid);
    }

    [Fact]
    public async Task What_the_store_cannot_read_is_a_finding_and_the_rest_is_checked()
    {
        var store = new RefusingStore(await GoodStore.Create("plate 0.5").ToStoreAsync(), "A/2/zarr.json", "B/1/0/0/zarr.json", "A/1/1");
        var report = await OmeStoreValidator.ValidateAsync(store, StorePrefix.Root);
        Assert.Equal([("A/1/1", "node-unreadable"), ("A/2", "node-unreadable"), ("B/1/0/0", "node-unreadable")], report.Findings.Select(finding => (finding.NodePath, finding.RuleId)));
        await Assert.ThrowsAsync<IOException>(() => OmeStoreValidator.ValidateAsync(new RefusingStore(store, "zarr.json"), StorePrefix.Root));
    }

    [Fact]
    public async Task Without_a_root_there_is_no_report() =>
        await Assert.ThrowsAsync<NodeNotFoundException>(() => OmeStoreValidator.ValidateAsync(new MemoryStore(), new StorePrefix("plate.zarr")));

    [Fact]
    public async Task A_part_of_a_hierarchy_is_validated_by_itself()
    {
        var store = await GoodStore.Create("plate 0.5").ToStoreAsync();
        foreach (var path in new[] { "A", "A/1", "A/1/0", "A/1/0/labels", "A/1/0/labels/cells" })
        {
            var report = await OmeStoreValidator.ValidateAsync(store, new StorePrefix(path));
            Assert.Empty(report.Findings);
        }
    }

    [Fact]
    public async Task The_list_of_images_of_a_plate_is_compared_with_its_fields()
    {
        var good = GoodStore.Create("plate 0.5");
        good.Edit("", plate => plate["bioformats2raw.layout"] = 3);
        good.AddGroup("OME", JsonNode.Parse("""{"series":["A/1/0","A/1/1","A/2/0","A/2/1","B/1/0","B/1/1"]}""")!.AsObject());
        good.Put("OME/METADATA.ome.xml", "<OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\"/>");
        Assert.Empty((await OmeStoreValidator.ValidateAsync(await good.ToStoreAsync(), StorePrefix.Root)).Findings);
        good.Edit("OME", list => list["series"]![0] = "A/1/7");
        var finding = Assert.Single((await OmeStoreValidator.ValidateAsync(await good.ToStoreAsync(), StorePrefix.Root)).Findings);
        Assert.Equal(("plate-series", "OME"), (finding.RuleId, finding.NodePath));
    }

    [Fact]
    public async Task Progress_counts_nodes()
    {
        var progress = new Steps();
        var report = await OmeStoreValidator.ValidateAsync(await GoodStore.Create("plate 0.4").ToStoreAsync(), StorePrefix.Root, null, progress);
        Assert.Equal(report.NodesChecked - report.ArraysChecked, progress.All.Count);
        Assert.Equal(report.NodesChecked, progress.All.Max(step => step.NodesChecked));
        Assert.Contains("A/1/0/labels/cells", progress.All.Select(step => step.NodePath));
    }

    [Fact]
    public async Task A_finding_knows_its_rule()
    {
        var good = GoodStore.Create("image 0.5");
        good.Delete("1");
        var finding = Assert.Single((await OmeStoreValidator.ValidateAsync(await good.ToStoreAsync(), StorePrefix.Root)).Findings);
        Assert.Equal("The array of each dataset is there.", finding.Rule!.Sentence);
        Assert.Equal("Error dataset-missing /1: there is no array; the image lists it (ome.multiscales[0].datasets[1].path)", finding.ToString());
        Assert.Contains("Copy the array", finding.Rule.Remedy!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_with_hostile_paths_are_followed_nowhere()
    {
        var good = GoodStore.Create("collection 0.5");
        good.Edit("OME", list => list["series"] = new JsonArray("0", "1", "../secret", string.Join('/', Enumerable.Repeat("a", 50_000)), "\ud800", "", "a//b"));
        var store = new CountingStore(await good.ToStoreAsync());
        var report = await OmeStoreValidator.ValidateAsync(store, StorePrefix.Root);
        Assert.False(report.IsValid);
        Assert.InRange(store.Log.Count, 1, 60);
    }

    [Fact]
    public async Task A_validation_can_be_stopped()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        var store = await GoodStore.Create("plate 0.5").ToStoreAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => OmeStoreValidator.ValidateAsync(store, StorePrefix.Root, cancellationToken: source.Token));
    }

    [Fact]
    public async Task A_large_well_is_read_in_one_go()
    {
        const int Fields = 300;
        var good = GoodStore.Empty("0.5");
        good.AddGroup("", GoodStore.Well([.. Enumerable.Range(0, Fields).Select(i => i.ToString(CultureInfo.InvariantCulture))]));
        for (var i = 0; i < Fields; i++)
        {
            good.AddImage($"{i}", withLabels: false);
        }

        var store = new CountingStore(await good.ToStoreAsync());
        var report = await OmeStoreValidator.ValidateAsync(store, StorePrefix.Root);
        Assert.Empty(report.Findings);
        Assert.Equal(1 + (3 * Fields), store.Reads);
        Assert.Equal(1 + Fields, store.Lists);
    }

    [Fact]
    public void Rules_are_found_by_their_ids()
    {
        Assert.Equal(ValidationRule.All.Count, ValidationRule.All.Select(rule => rule.Id).Distinct().Count());
        Assert.Equal(Severity.Warning, ValidationRule.Find("label-levels")!.SeverityIn04);
        Assert.Null(ValidationRule.Find("more-findings"));
    }

    private sealed class Steps : IProgress<ValidationProgress>
    {
        public ConcurrentQueue<ValidationProgress> All { get; } = new();

        public void Report(ValidationProgress value) => All.Enqueue(value);
    }

    /// <summary>A store that cannot read some values and list some prefixes, and answers later than it was asked.</summary>
    private sealed class RefusingStore(IListableStore inner, params string[] refused) : IListableStore
    {
        public async ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default)
        {
            await RefuseAsync(key.Value);
            return await inner.GetAsync(key, cancellationToken);
        }

        public async ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default)
        {
            await RefuseAsync(key.Value);
            return await inner.GetRangeAsync(key, range, cancellationToken);
        }

        public async ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default)
        {
            await RefuseAsync(key.Value);
            return await inner.GetLengthAsync(key, cancellationToken);
        }

        public IAsyncEnumerable<StoreKey> ListAsync(StorePrefix prefix, CancellationToken cancellationToken = default) => inner.ListAsync(prefix, cancellationToken);

        public async ValueTask<IReadOnlyList<string>> ListChildrenAsync(StorePrefix prefix, CancellationToken cancellationToken = default)
        {
            await RefuseAsync(prefix.Value);
            return await inner.ListChildrenAsync(prefix, cancellationToken);
        }

        private async Task RefuseAsync(string path)
        {
            await Task.Yield();
            if (refused.Contains(path))
            {
                throw new IOException("refused");
            }
        }
    }
}
