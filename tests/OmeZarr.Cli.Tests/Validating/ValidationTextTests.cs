using OmeZarr.Cli.Validating;
using Xunit;

namespace OmeZarr.Cli.Tests.Validating;

public sealed class ValidationTextTests
{
    [Fact]
    public void Errors_go_first_with_their_nodes_and_what_to_do() => Assert.Equal(
        """
        p.zarr   OME-Zarr 0.5 plate: 2 errors, 1 warning
          error    /B: lists 12 wells, but is not there   [row-missing]
                   Each row that has wells is there. → Copy the row again from its source. If its wells were never written, remove them from the list of the plate.
          error    /A/1/0 ome.multiscales[0].axes: wrong   [axes-order]
                   Time comes first, then channel or custom, then space.
          warning  /A/9: is no well of the plate   [well-unlisted]
                   The plate lists all wells. → Add the well to the list of the plate, or remove it if it is left over.
        7 nodes checked
        """.ReplaceLineEndings("\n"),
        ValidationText.Text([Verdict("p.zarr", Found("A/9", "well-unlisted", Severity.Warning, "is no well of the plate"), Found("B", "row-missing", Severity.Error, "lists 12 wells, but is not there"), Found("A/1/0", "axes-order", Severity.Error, "wrong", "ome.multiscales[0].axes"))], quiet: false));

    [Fact]
    public void Equal_findings_of_many_nodes_are_counted()
    {
        var findings = Enumerable.Range(1, 1538).Select(well => Found($"A/{well}", "well-missing", Severity.Error, "is listed, but is not there")).ToArray();
        var lines = ValidationText.Text([Verdict("p.zarr", findings)], quiet: false).Split('\n');
        Assert.Equal(7, lines.Length);
        Assert.Equal("  error    /A/3: is listed, but is not there   [well-missing]", lines[3]);
        Assert.Equal("           … and 1,535 more wells: /A/4, /A/5, /A/6, /A/7, …", lines[4]);
    }

    [Fact]
    public void Findings_beyond_the_limit_are_counted()
    {
        var report = Verdict("p.zarr", Found("A/1", "well-missing", Severity.Error, "is missing")).Report! with { CountsByRule = new Dictionary<string, long> { ["well-missing"] = 96 }, ErrorCount = 96 };
        Assert.Contains("\n           … and 95 more ", ValidationText.Text([new StoreVerdict("p.zarr", report, null)], quiet: false), StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_in_one_document_are_counted_in_it()
    {
        var findings = Enumerable.Range(0, 9).Select(channel => Found("", "omero-color", Severity.Error, "wrong", $"ome.omero.channels[{channel}].color")).ToArray();
        Assert.Contains("\n           … and 6 more in this document\n", ValidationText.Text([Verdict("p.zarr", findings)], quiet: false), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_stores_those_with_errors_go_first_and_the_others_share_a_line() => Assert.Equal(
        """
        c.zarr   OME-Zarr 0.5 plate: 1 error
          error    /: bad   [ome-missing]
                   The root, or a group below it, has OME-Zarr metadata. → Check that the path is the root of an image, plate or collection. The metadata are in zarr.json under attributes.ome (0.5), or in .zattrs (0.4).
        d.zarr   could not be judged: gone
        no findings in 2 stores: a.zarr · b.zarr
        4 stores: 2 valid, 1 with errors, 1 could not be judged; 21 nodes checked
        """.ReplaceLineEndings("\n"),
        ValidationText.Text([Verdict("a.zarr"), Verdict("b.zarr"), Verdict("c.zarr", Found("", "ome-missing", Severity.Error, "bad")), new StoreVerdict("d.zarr", null, "could not be judged: gone")], quiet: false));

    [Fact]
    public void Quiet_output_has_errors_only()
    {
        Assert.Empty(ValidationText.Text([Verdict("a.zarr", Found("A/9", "well-unlisted", Severity.Warning, "x"))], quiet: true));
        var text = ValidationText.Text([Verdict("a.zarr", Found("A/9", "well-unlisted", Severity.Warning, "x"), Found("B", "row-missing", Severity.Error, "y"))], quiet: true);
        Assert.Contains("row-missing", text, StringComparison.Ordinal);
        Assert.DoesNotContain("well-unlisted", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_does_not_begin_a_line_of_its_own() =>
        Assert.Equal(4, ValidationText.Text([Verdict("a\nb.zarr", Found("x\ny", "row-missing", Severity.Error, "m\nn"))], quiet: false).Split('\n').Length);

    [Fact]
    public void The_worst_verdict_gives_the_exit_code()
    {
        var (good, bad, lost) = (Verdict("a"), Verdict("b", Found("", "ome-missing", Severity.Error, "x")), new StoreVerdict("c", null, "x"));
        Assert.Equal((0, 1, 2), (StoreVerdict.ExitCodeOf([good]), StoreVerdict.ExitCodeOf([good, bad]), StoreVerdict.ExitCodeOf([bad, lost])));
    }

    private static StoreFinding Found(string node, string rule, Severity severity, string message, string location = "") => new(node, new Finding(rule, severity, location, message));

    private static StoreVerdict Verdict(string path, params StoreFinding[] findings) => new(
        path,
        new ValidationReport
        {
            Kind = OmeDocumentKind.Plate,
            Version = "0.5",
            Findings = findings,
            ErrorCount = findings.Count(finding => finding.Severity == Severity.Error),
            WarningCount = findings.Count(finding => finding.Severity == Severity.Warning),
            AdviceCount = findings.Count(finding => finding.Severity == Severity.Advice),
            CountsByRule = findings.CountBy(finding => finding.RuleId).ToDictionary(pair => pair.Key, pair => (long)pair.Value),
            NodesChecked = 7,
        },
        null);
}
