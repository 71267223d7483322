using OmeZarr.Planning;
using OmeZarr.V05;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Planning;

/// <summary>Viewers show a level with a wrong scale too large or too small.</summary>
public class LevelExtentTests
{
    [Fact]
    public void A_level_that_keeps_z_while_its_scale_doubles_is_reported()
    {
        var findings = Findings([Dimension.Z(), Dimension.Y(), Dimension.X()], [50, 64, 64], [50, 32, 32], [50, 16, 16]);
        Assert.Equal(["ome.multiscales[0].datasets[1]", "ome.multiscales[0].datasets[2]"], findings.Select(finding => finding.Location));
        Assert.All(findings, finding => Assert.Equal(("level-extent", Severity.Warning), (finding.RuleId, finding.Severity)));
        Assert.Empty(Findings([Dimension.Z() with { ScaleFactor = 1 }, Dimension.Y(), Dimension.X()], [50, 64, 64], [50, 32, 32], [50, 16, 16]));
    }

    [Theory]
    [InlineData(1023, 511, 255, 127)]
    [InlineData(1023, 512, 256, 128)]
    [InlineData(1025, 512, 256, 128)]
    [InlineData(1025, 513, 257, 129)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(3, 1, 1, 1)]
    public void Lengths_may_be_rounded_up_or_down(long x0, long x1, long x2, long x3) =>
        Assert.Empty(Findings([Dimension.Y(0.7), Dimension.X(0.3)], [x0, x0], [x1, x1], [x2, x2], [x3, x3]));

    [Fact]
    public void Scales_may_be_ratios_of_lengths()
    {
        var multiscale = Multiscale.FromDimensions([Dimension.Y(), Dimension.X()]);
        multiscale = multiscale with { Datasets = [multiscale.Datasets[0], new Dataset("1", new ScaleTransformation(1000 / 333.0, 1000 / 7.0))] };
        Assert.Empty(LevelRules.WrongExtents(multiscale, [new([1000, 1000], DataType.UInt8), new([333, 7], DataType.UInt8)]));
    }

    private static IReadOnlyList<Finding> Findings(Dimension[] dimensions, params Shape[] levels) =>
        LevelRules.WrongExtents(Multiscale.FromDimensions(dimensions, levels: levels.Length), [.. levels.Select(shape => new ArraySpec(shape, DataType.UInt8))]);
}
