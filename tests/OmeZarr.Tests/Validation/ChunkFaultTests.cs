using TestKit;
using Xunit;
using Zarr.Stores;

namespace OmeZarr.Tests.Validation;

/// <summary>Stores with faulty chunks: each fault is found by its rule, at its node, with its key; and nothing is found that it does not explain.</summary>
public sealed class ChunkFaultTests
{
    private static readonly ValidationOptions Everything = new() { Data = DataCheck.All };

    public static TheoryData<string> Stores => [.. ChunkedStore.Names];

    public static TheoryData<string> Faults => [.. ChunkFaults.All.Select(fault => fault.Name)];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_good_store_gives_no_finding(string name)
    {
        var store = new CountingStore(await (await ChunkedStore.CreateAsync(name)).ToStoreAsync());
        var report = await OmeStoreValidator.ValidateAsync(store, StorePrefix.Root, Everything);
        Assert.Empty(report.Findings);
        Assert.True(report.IsValid);
        Assert.InRange(report.ChunksChecked, 1, int.MaxValue);
        var values = store.Of(StoreOperation.GetRange).Where(request => request.Found && char.IsAsciiDigit(request.Key[^1])).ToList();
        Assert.Equal(values.Sum(request => request.Bytes), report.BytesChecked);
        Assert.Equal(values.Select(request => request.Key).Distinct().Count(), report.ChunksChecked);
        Assert.Equal(report.ArraysChecked, store.Count(StoreOperation.List));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Without_data_no_chunk_is_read_and_no_array_is_listed(string name)
    {
        var store = new CountingStore(await (await ChunkedStore.CreateAsync(name)).ToStoreAsync());
        var report = await OmeStoreValidator.ValidateAsync(store, StorePrefix.Root);
        Assert.Empty(report.Findings);
        Assert.Equal((0, 0), (report.ChunksChecked, report.BytesChecked));
        Assert.Equal(0, store.Count(StoreOperation.List));
        Assert.DoesNotContain(store.Of(StoreOperation.GetRange), request => request.Found && char.IsAsciiDigit(request.Key[^1]));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_is_found_and_nothing_else(string name)
    {
        var fault = ChunkFaults.All.Single(fault => fault.Name == name);
        var store = await ChunkedStore.CreateAsync(fault.Store);
        fault.Make(store);
        var report = await OmeStoreValidator.ValidateAsync(await store.ToStoreAsync(), StorePrefix.Root, Everything);
        var found = Assert.Single(report.Findings, finding => finding.RuleId == fault.Rule && finding.NodePath == fault.Node);
        Assert.Contains(fault.Text, found.Message, StringComparison.Ordinal);
        Assert.NotNull(found.Rule?.Remedy);
        Assert.Equal(fault.Consequences.Order(), report.Findings.Where(finding => finding != found).Select(finding => $"{finding.RuleId} {finding.NodePath}").Order());
        Assert.Equal(report.ErrorCount == 0, report.IsValid);
    }

    [Fact]
    public void There_are_many_faults_of_every_kind_of_store()
    {
        Assert.InRange(ChunkFaults.All.Select(fault => fault.Name).Distinct().Count(), 50, 1000);
        Assert.Equal(ChunkedStore.Names.Order(), ChunkFaults.All.Select(fault => fault.Store).Distinct().Order());
        foreach (var group in ChunkFaults.All.GroupBy(fault => fault.Name))
        {
            Assert.Single(group);
        }
    }

    [Fact]
    public async Task Chunks_behind_a_link_and_folders_in_the_place_of_chunks_are_named()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        using var folder = new TemporaryFolder();
        foreach (var (key, bytes) in (await ChunkedStore.CreateAsync("raw 0.5")).Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[key])!);
            await File.WriteAllBytesAsync(folder[key], bytes);
        }

        File.Delete(folder["0/c/1/1/2/1"]);
        Directory.CreateDirectory(folder["0/c/1/1/2/1"]);
        Directory.Move(folder["1/c/2"], folder["2"]);
        Directory.CreateSymbolicLink(folder["1/c/2"], folder["2"]);
        var report = await OmeStoreValidator.ValidateAsync(folder.Path, Everything with { SkippedRules = ["foreign-file", "node-unlisted"] });
        Assert.Equal(
            ["chunk-folder 0", "chunks-absent 0", "chunk-unreadable 1", "chunks-absent 1"],
            report.Findings.Select(finding => $"{finding.RuleId} {finding.NodePath}"));
    }

    [Fact]
    public async Task Progress_is_reported_after_each_chunk()
    {
        var listener = new List<ValidationProgress>();
        var store = await (await ChunkedStore.CreateAsync("raw 0.5")).ToStoreAsync();
        var report = await OmeStoreValidator.ValidateAsync(store, StorePrefix.Root, Everything, new Collecting(listener));
        Assert.Equal(report.ChunksChecked, listener.Max(progress => progress.ChunksChecked));
        Assert.InRange(listener.Count, report.ChunksChecked, int.MaxValue);
    }

    [Fact]
    public async Task A_sample_reads_a_few_chunks_of_each_array_and_checks_all_keys()
    {
        var store = await ChunkedStore.CreateAsync("raw 0.5");
        store.Files["0/c/9/9/9/9"] = [1];
        var counting = new CountingStore(await store.ToStoreAsync());
        var report = await OmeStoreValidator.ValidateAsync(counting, StorePrefix.Root, new ValidationOptions { Data = DataCheck.Sample });
        Assert.Equal(16 + 12, report.ChunksChecked);
        Assert.Equal("chunk-outside-grid", Assert.Single(report.Findings).RuleId);
    }

    [Fact]
    public async Task Findings_about_chunks_are_the_same_however_many_nodes_are_checked_at_a_time()
    {
        var store = await ChunkedStore.CreateAsync("plate 0.5");
        store.DeleteChunks("A/1/0/1/");
        store.Files["B/1/1/0/c/0/0/0/0"] = [1];
        store.Files["B/1/0/0/c/1/0/0/0"] = [1];
        store.Files["B/1/0/0/c/0/0/0/0"] = [];
        var expected = await OmeStoreValidator.ValidateAsync(await store.ToStoreAsync(), StorePrefix.Root, Everything with { MaxDegreeOfParallelism = 1 });
        Assert.Equal(["level-empty A/1/0/1", "chunk-length B/1/0/0", "chunk-length B/1/1/0"], expected.Findings.Select(finding => $"{finding.RuleId} {finding.NodePath}"));
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(expected.Findings, (await OmeStoreValidator.ValidateAsync(await store.ToStoreAsync(), StorePrefix.Root, Everything)).Findings);
        }
    }

    [Fact]
    public async Task The_message_names_the_first_keys_and_counts_the_others()
    {
        var store = await ChunkedStore.CreateAsync("raw 0.5");
        foreach (var key in store.Files.Keys.Where(key => key.StartsWith("0/c/1", StringComparison.Ordinal)).ToList())
        {
            store.Files[key] = [1];
        }

        var report = await OmeStoreValidator.ValidateAsync(await store.ToStoreAsync(), StorePrefix.Root, Everything);
        Assert.Equal(
            "c/1/0/0/0: bytes: the chunk has 1 bytes, expected 64; 11 more, in c/1/0/0/1, c/1/0/1/0, c/1/0/1/1, c/1/0/2/0 …",
            Assert.Single(report.Findings).Message);
    }

    private sealed class Collecting(List<ValidationProgress> reports) : IProgress<ValidationProgress>
    {
        public void Report(ValidationProgress value)
        {
            lock (reports)
            {
                reports.Add(value);
            }
        }
    }
}
