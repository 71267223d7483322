using Xunit;

namespace OmeZarr.Tests;

public class OmeZarrExceptionTests
{
    [Fact]
    public void The_message_lists_the_findings_in_columns()
    {
        var e = new OmeZarrException("cells.ome.zarr cannot be written",
        [
            new Finding("axes-order", Severity.Error, "ome.multiscales[0].axes", "the order is c, t, y, x; time must come first (found at 1)"),
            new Finding("scale-length", Severity.Error, "ome.multiscales[0].datasets[0]", "the scale has 3 values for 4 axes"),
        ]);
        Assert.Equal(
            """
            cells.ome.zarr cannot be written: 2 problems
              axes-order    ome.multiscales[0].axes         the order is c, t, y, x; time must come first (found at 1)
              scale-length  ome.multiscales[0].datasets[0]  the scale has 3 values for 4 axes
            """,
            e.Message);
    }

    [Fact]
    public void Long_lists_are_cut_in_the_message_only()
    {
        var findings = Enumerable.Range(0, 30).Select(i => new Finding("axis-unit", Severity.Warning, $"ome.{i}", "odd")).ToList();
        var e = new OmeZarrException("it", findings);
        Assert.StartsWith("it: 0 problems, 30 warnings\n", e.Message, StringComparison.Ordinal);
        Assert.EndsWith("\n  axis-unit  ome.19  warning: odd\n  and 10 more", e.Message, StringComparison.Ordinal);
        Assert.Equal(30, e.Findings.Count);
    }

    [Fact]
    public void A_subject_from_a_document_is_cut_in_the_message()
    {
        var subject = new string('x', 1 << 20);
        var e = new OmeZarrException(subject, []);
        Assert.Equal(subject, e.Subject);
        Assert.InRange(e.Message.Length, 1000, 1100);
    }
}
