using OmeZarr.Rules;
using OmeZarr.Rules.Checks;
using OmeZarr.V05;
using Xunit;

namespace OmeZarr.Tests.Rules;

public class ImageRulesTests
{
    public static TheoryData<int, string> Cases => [.. RuleCases.All.Select((c, i) => (i, c.Rule))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_rule_finds_its_violation_where_it_is(int index, string rule)
    {
        var (_, _, invalid, location) = RuleCases.All[index];
        var finding = Assert.Single(invalid, f => f.RuleId == rule);
        Assert.Equal(location, finding.Location);
        Assert.Equal(RuleCatalog.All.Single(r => r.Id == rule).Severity, finding.Severity);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_rule_accepts_what_narrowly_keeps_it(int index, string rule) =>
        Assert.DoesNotContain(RuleCases.All[index].Valid, f => f.RuleId == rule);

    /// <summary>Rules about the version under ome, which 0.4 does not have.</summary>
    public static readonly string[] Only05 = ["version", "label-version"];

    public static TheoryData<int, string> Cases04 => [.. RuleCases.All.Select((c, i) => (i, c)).Where(c => c.c.In04 is not null && !Only05.Contains(c.c.Rule)).Select(c => (c.i, c.c.Rule))];

    [Theory]
    [MemberData(nameof(Cases04))]
    public void A_rule_finds_its_violation_in_0_4_too(int index, string rule)
    {
        var (valid, invalid) = RuleCases.All[index].In04!.Value;
        var finding = Assert.Single(invalid, f => f.RuleId == rule);
        var known = RuleCatalog.All.Single(r => r.Id == rule);
        Assert.Equal(RuleCases.All[index].Location.Replace("ome.", string.Empty, StringComparison.Ordinal), finding.Location);
        Assert.Equal(known.SeverityIn04 ?? known.Severity, finding.Severity);
        Assert.DoesNotContain(valid, f => f.RuleId == rule);
    }

    [Fact]
    public void Every_rule_of_both_versions_has_a_case_in_0_4() => Assert.Equal(
        RuleCatalog.All.Select(r => r.Id).Except([.. Only05, "version-recommended"]).Order(),
        Cases04.Select(row => row.Data.Item2).Distinct().Order());

    [Fact]
    public void Every_rule_has_a_case_and_an_id_of_its_own()
    {
        var ids = RuleCatalog.All.Select(r => r.Id).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.Equal(ids.Order(), RuleCases.All.Select(c => c.Rule).Distinct().Order());
    }

    [Fact]
    public void Every_rule_says_what_it_is_and_where_it_comes_from() => Assert.All(RuleCatalog.All, rule =>
    {
        Assert.Matches("^[a-z][a-z0-9]+(-[a-z]+)+$|^version$", rule.Id);
        Assert.EndsWith(".", rule.Sentence, StringComparison.Ordinal);
        Assert.NotEmpty(rule.Spec);
    });

    [Fact]
    public void A_valid_image_has_no_findings() => Assert.Empty(Images.Valid.Validate());

    [Fact]
    public void Recommendations_are_only_made_on_request()
    {
        var bare = Images.With(Images.Cyx with { Name = null });
        Assert.Empty(bare.Validate());
        Assert.Equal(["multiscale-name", "multiscale-type", "multiscale-metadata"], bare.Validate(strict: true).Select(f => f.RuleId));
    }

    [Fact]
    public void Messages_name_the_axes_and_the_place()
    {
        var axes = Images.WithAxes(new ChannelAxis("c"), new TimeAxis("t"), new SpaceAxis("y"), new SpaceAxis("x"));
        Assert.Equal("the order is c, t, y, x; time must come first (found at 1)", Assert.Single(axes.Validate()).Message);
    }

    [Fact]
    public void Findings_come_in_document_order()
    {
        var image = new Image
        {
            Version = "0.6",
            Multiscales = [new Multiscale { Axes = [new SpaceAxis("x")], Datasets = [new Dataset("", new ScaleTransformation(0))] }],
            Omero = new Omero { Channels = [new OmeroChannel { Color = "red" }] },
        };
        Assert.Equal(
            ["version", "axes-count", "axes-space-count", "dataset-path", "scale-values", "omero-window-missing", "omero-color"],
            image.Validate().Select(f => f.RuleId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/0")]
    [InlineData("0/")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("../0")]
    [InlineData("...")]
    [InlineData("__x")]
    [InlineData("a/__b")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    public void A_dataset_path_must_be_made_of_node_names(string path)
    {
        var findings = Images.WithDatasets(new Dataset(path, new ScaleTransformation(1, 1, 1))).Validate();
        Assert.Equal("dataset-path", Assert.Single(findings).RuleId);
    }

    [Fact]
    public void A_custom_axis_stands_where_a_channel_axis_would() =>
        Assert.Equal(["axis-type"], Images.WithAxes(new TimeAxis("t"), new CustomAxis("angle", "angle"), new SpaceAxis("y"), new SpaceAxis("x")).Validate().Select(f => f.RuleId));

    [Fact]
    public void Repeated_paths_of_a_long_list_are_all_found()
    {
        var datasets = Enumerable.Range(0, 6000).Select(i => new Dataset($"{i / 2}", new ScaleTransformation(1, 1, 1))).ToValueList();
        var findings = Images.WithDatasets(datasets).Validate();
        Assert.Equal(1000, findings.Count(f => f.RuleId == "dataset-paths-unique"));
        Assert.StartsWith("there are 2,000 more errors", findings[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Uniqueness_compares_each_value_only_once_or_twice()
    {
        var compared = 0;
        var values = Enumerable.Range(0, 6000).Select(i => new Counted(i / 2, () => compared++)).ToList();
        Assert.Equal(3000, Duplicates.Of(values).Count());
        Assert.InRange(compared, 3000, 12_000);
    }

    private sealed class Counted(int value, Action count)
    {
        public override int GetHashCode() => value;

        public override bool Equals(object? obj)
        {
            count();
            return obj is Counted other && other.GetHashCode() == value;
        }
    }
}
