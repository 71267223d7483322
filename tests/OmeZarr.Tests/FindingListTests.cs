using System.Text;
using System.Text.Json.Nodes;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr.Stores;

namespace OmeZarr.Tests;

/// <summary>Documents with more findings than anybody reads: the first thousand are kept, the others counted.</summary>
[Collection(nameof(FindingListTests))]
public sealed class FindingListTests
{
    private const string Head = """{"ome":{"version":"0.5","plate":{"columns":[{"name":"1"}],"rows":[{"name":"A"}],"wells":[""";

    [Fact]
    public void A_thousand_findings_are_all_there()
    {
        var findings = Document(Head, "1", 1000, "]}}}").Findings;
        Assert.Equal(1000, findings.Count);
        Assert.Equal("ome.plate.wells[999]", findings[^1].Location);
    }

    [Fact]
    public void Of_more_the_first_thousand_are_kept_and_a_last_one_counts_the_others()
    {
        var findings = Document(Head, """{"path":1,"rowIndex":"a"}""", 20_000, "]}}}").Findings;
        Assert.Equal(1001, findings.Count);
        Assert.Equal("ome.plate.wells[333].path", findings[999].Location);
        Assert.Equal("Error more-findings : there are 59,000 more errors and 0 more warnings; only the first 1,000 findings are listed", findings[1000].ToString());
    }

    [Fact]
    public void Findings_of_rules_are_counted_as_those_of_the_form_are()
    {
        var document = Document(Head, """{"path":"B/7","rowIndex":1.0,"columnIndex":5}""", 3000, "]}}}");
        Assert.Equal("more-findings", document.Findings[^1].RuleId);
        Assert.Equal(Severity.Warning, document.Findings[^1].Severity);
        var findings = document.Validate();
        Assert.Equal(1001, findings.Count);
        Assert.Equal(Severity.Error, findings[^1].Severity);

        // 3,000 integers with a fraction, 2,999 wells that were listed before, 3,000 indexes of rows and as many of columns.
        Assert.Equal("there are 8,999 more errors and 2,000 more warnings; only the first 1,000 findings are listed", findings[^1].Message);
    }

    [Fact]
    public void The_message_of_the_exception_counts_them_all()
    {
        var plate = JsonNode.Parse(Text(Head, "1", 5000, "]}}}"))!["ome"]!.AsObject();
        var error = Assert.Throws<OmeZarrException>(() => Plate.Parse(plate));
        Assert.Contains("cannot be read: 5000 problems\n", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("\n  and 4980 more", error.Message, StringComparison.Ordinal);
        Assert.Equal(1001, error.Findings.Count);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"path":1,"rowIndex":"a","columnIndex":[]}""")]
    [InlineData("""{"path":"B/7","rowIndex":1,"columnIndex":5}""")]
    public void Wrong_wells_take_no_more_memory_than_some_times_their_text(string well)
    {
        var text = Text(Head, well, (4 << 20) / (well.Length + 1), "]}}}");
        var utf8 = Encoding.UTF8.GetBytes(text);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var document = OmeDocument.Parse(utf8);
        var findings = document.Validate();
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.Equal(1001, findings.Count);
        Assert.InRange(kept, long.MinValue, 40L * utf8.Length); // pools of the framework keep some of it; what earlier tests have left may go meanwhile
        GC.KeepAlive(document);
    }

    [Fact]
    public async Task An_image_that_cannot_be_read_is_refused_however_much_else_is_wrong()
    {
        var axes = string.Join(',', Enumerable.Repeat("""{"name":"x","type":"space","unit":"parsecs"}""", 2000));
        var ome = $$$"""{"ome":{"version":"0.5","multiscales":[{"axes":[{{{axes}}}],"datasets":[]}]}}""";
        var store = new MemoryStore();
        await store.WriteAsync("zarr.json", Encoding.UTF8.GetBytes($"{{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":{ome}}}"));
        Assert.Equal("more-findings", OmeDocument.Parse(ome).Validate()[^1].RuleId);
        var error = await Assert.ThrowsAsync<OmeZarrException>(() => OmeImage.OpenAsync(store, StorePrefix.Root));
        Assert.Equal("datasets-empty", Assert.Single(error.Findings).RuleId);
    }

    [Fact]
    public void Rows_of_long_names_are_not_copied_for_each_well()
    {
        var name = new string('A', 1 << 20);
        var head = $$$"""{"ome":{"version":"0.5","plate":{"columns":[{"name":"1"}],"rows":[{"name":"{{{name}}}"}],"wells":[""";
        var document = OmeDocument.Parse(head + string.Join(',', Enumerable.Range(0, 2000).Select(i => $$"""{"path":"{{i}}/1","rowIndex":0,"columnIndex":0}""")) + "]}}}");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("more-findings", document.Validate()[^1].RuleId);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    private static OmeDocument Document(string head, string item, int count, string tail) => OmeDocument.Parse(Text(head, item, count, tail));

    private static string Text(string head, string item, int count, string tail) => head + string.Join(',', Enumerable.Repeat(item, count)) + tail;
}

[CollectionDefinition(nameof(FindingListTests), DisableParallelization = true)]
public sealed class FindingListCollection;
