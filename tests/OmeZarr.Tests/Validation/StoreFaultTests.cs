using OmeZarr.Rules.Hierarchy;
using Xunit;
using Zarr.Stores;

namespace OmeZarr.Tests.Validation;

/// <summary>Each fault is found at its node, and nothing is found that it does not explain.</summary>
public sealed class StoreFaultTests
{
    public static TheoryData<string> Faults => [.. StoreFaults.All.Select(fault => fault.ToString())];

    public static TheoryData<string> Stores => [.. GoodStore.Kinds.SelectMany(kind => new[] { $"{kind} 0.5", $"{kind} 0.4" })];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_good_store_has_no_finding(string store) => Assert.Empty((await ValidateAsync(GoodStore.Create(store))).Findings);

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_is_found_and_nothing_else(string name)
    {
        var fault = StoreFaults.All.Single(fault => fault.ToString() == name);
        var store = GoodStore.Create(fault.Store);
        fault.Break(store);
        var report = await ValidateAsync(store);
        Assert.Contains((fault.Rule, fault.Node), report.Findings.Select(finding => (finding.RuleId, finding.NodePath)));
        Assert.All(report.Findings, finding => Assert.True(IsExplained(fault, finding), $"{fault} does not explain: {finding}"));
        Assert.Equal(report.Findings.Count, report.ErrorCount + report.WarningCount + report.AdviceCount);
    }

    [Fact]
    public void Every_rule_of_hierarchies_has_a_fault_that_breaks_it_and_says_what_to_do()
    {
        string[] elsewhere = ["node-unreadable", "plate-series", "chunk-unreadable"];
        Assert.Empty(StoreRules.All.Select(rule => rule.Id).Except(elsewhere).Except(StoreFaults.All.Select(fault => fault.Rule)).Except(ChunkFaults.All.Select(fault => fault.Rule)));
        Assert.All(StoreRules.All, rule => Assert.NotNull(rule.Remedy));
    }

    [Fact]
    public void There_are_many_faults_and_each_has_a_name_of_its_own()
    {
        Assert.InRange(StoreFaults.All.Select(fault => fault.Name).Distinct().Count(), 80, 1000);
        Assert.Equal(StoreFaults.All.Count, StoreFaults.All.Select(fault => fault.ToString()).Distinct().Count());
    }

    private static bool IsExplained(StoreFault fault, StoreFinding finding) =>
        (finding.RuleId == fault.Rule && finding.NodePath == fault.Node) || fault.Consequences.Any(one => one == finding.RuleId || one == $"{finding.RuleId} /{finding.NodePath}");

    private static async Task<ValidationReport> ValidateAsync(GoodStore store) =>
        await OmeStoreValidator.ValidateAsync(await store.ToStoreAsync(), StorePrefix.Root, cancellationToken: TestContext.Current.CancellationToken);
}
