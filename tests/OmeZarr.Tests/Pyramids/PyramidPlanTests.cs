using OmeZarr.Pyramids;
using OmeZarr.V05;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Pyramids;

public class PyramidPlanTests
{
    private static readonly Dimension[] Tczyx = [Dimension.Time(), Dimension.Channel(), Dimension.Z(2, "micrometer"), Dimension.Y(0.5, "micrometer"), Dimension.X(0.5, "micrometer")];

    [Fact]
    public void Auto_halves_y_and_x_until_both_are_small_and_rounds_up()
    {
        var plan = PlanOf(Pyramid.Auto, Tczyx, [3, 2, 1000, 1025, 300]);
        Assert.Equal<Shape>([[3, 2, 1000, 1025, 300], [3, 2, 1000, 513, 150], [3, 2, 1000, 257, 150], [3, 2, 1000, 129, 150]], plan.Levels.Select(level => level.Shape));
        Assert.Equal([1L, 1, 1, 2, 1], plan.Levels[3].Factors);
        Assert.Equal(["0", "1", "2", "3"], plan.Multiscale.Datasets.Select(dataset => dataset.Path));
        Assert.Equal([1, 1, 2, 4, 1], plan.Multiscale.PixelSize(3));
        Assert.Equal([0, 0, 0, 1.75, 0.25], plan.Multiscale.Origin(3));
        Assert.Equal(("mean", Downsampling.Mean), (plan.Multiscale.Type, plan.Method));
        Assert.Empty(Images.With(plan.Multiscale).Validate().Where(finding => finding.Severity == Severity.Error));
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public void A_small_image_stays_as_it_is()
    {
        var multiscale = Multiscale.FromDimensions(Tczyx);
        var plan = PyramidPlan.Create(Pyramid.Auto, multiscale, new ArraySpec([9, 2, 999, 256, 256], DataType.UInt8));
        Assert.Equal(multiscale, plan.Multiscale);
        Assert.Single(plan.Levels);
    }

    [Theory]
    [InlineData(0.5, "micrometer", new[] { 100L, 50, 25, 13 })]
    [InlineData(1, "micrometer", new[] { 100L, 100, 50, 25 })]
    [InlineData(2, "micrometer", new[] { 100L, 100, 100, 50 })]
    [InlineData(500, "nanometer", new[] { 100L, 100, 100, 100 })]
    [InlineData(0.5, null, new[] { 100L, 100, 100, 100 })]
    public void Isotropic_halves_z_while_its_spacing_is_no_coarser_than_that_of_x(double spacing, string? unit, long[] planes)
    {
        var plan = PlanOf(Pyramid.Isotropic, [Dimension.Z(spacing, unit), Dimension.Y(0.5, "micrometer"), Dimension.X(0.5, "micrometer")], [100, 2048, 2048]);
        Assert.Equal(planes, plan.Levels.Select(level => level.Shape[0]));
    }

    [Fact]
    public void Given_factors_may_differ_from_step_to_step()
    {
        var plan = PlanOf(Pyramid.Of(2, ("y", 3), ("x", 2)).Then(1, ("z", 2), ("c", 1)).Then(1), Tczyx, [1, 2, 9, 90, 90]);
        Assert.Equal<Shape>([[1, 2, 9, 90, 90], [1, 2, 9, 30, 45], [1, 2, 5, 30, 45], [1, 2, 5, 15, 23]], plan.Levels.Select(level => level.Shape));
        Assert.Equal([1, 1, 4, 3, 2], plan.Multiscale.PixelSize(3));
    }

    [Fact]
    public void A_level_that_would_be_no_smaller_is_left_out() => Assert.Equal(4, PlanOf(Pyramid.Of(10), Tczyx, [1, 1, 5, 8, 8]).Levels.Count);

    [Fact]
    public void A_level_three_or_four_pixels_wide_is_warned_of()
    {
        var warnings = PlanOf(Pyramid.Of(3), Tczyx, [1, 1, 5, 13, 13]).Warnings;
        Assert.Equal(("pyramid-narrow-level", Severity.Warning, "ome.multiscales[0].datasets[2]"), (Assert.Single(warnings).RuleId, warnings[0].Severity, warnings[0].Location));
    }

    [Fact]
    public void Levels_of_stride_begin_where_level_0_does()
    {
        var plan = PlanOf(Pyramid.Of(3).WithMethod(Downsampling.Stride), [Dimension.Y() with { Translation = 7 }, Dimension.X()], [100, 100]);
        Assert.All(plan.Multiscale.Datasets, dataset => Assert.Equal(new TranslationTransformation(7, 0), dataset.TranslationTransform));
        Assert.Null(PlanOf(Pyramid.Of(3).WithMethod(Downsampling.Stride), Tczyx, [1, 1, 1, 9, 9]).Multiscale.Datasets[1].TranslationTransform);
    }

    [Fact]
    public void Translations_lie_where_FromDimensions_puts_them() => Assert.Equal(
        Multiscale.FromDimensions([Dimension.Y(0.3), Dimension.X(0.7) with { Translation = 5 }], levels: 4, downsampling: Downsampling.Max).Datasets,
        PlanOf(Pyramid.Of(4).WithMethod(Downsampling.Max), [Dimension.Y(0.3), Dimension.X(0.7) with { Translation = 5 }], [64, 64]).Multiscale.Datasets);

    [Theory]
    [InlineData("0", "1")]
    [InlineData("scale0", "scale1")]
    [InlineData("a/s0", "a/s1")]
    [InlineData("1", "1_1")]
    [InlineData("10", "10_1")]
    [InlineData("full", "full_1")]
    public void Paths_count_on_from_that_of_level_0(string finest, string next)
    {
        var multiscale = Multiscale.FromDimensions([Dimension.Y(), Dimension.X()]);
        multiscale = multiscale with { Datasets = [multiscale.Datasets[0] with { Path = finest }] };
        Assert.Equal(next, PyramidPlan.Create(Pyramid.Of(2), multiscale, new ArraySpec([8, 8], DataType.UInt8)).Multiscale.Datasets[1].Path);
    }

    [Fact]
    public void Labels_have_the_levels_and_factors_of_their_image_without_channels()
    {
        var image = PlanOf(Pyramid.Of(3, ("c", 2), ("y", 2), ("x", 3)), Tczyx, [1, 4, 5, 100, 100]);
        var label = Multiscale.FromDimensions([Tczyx[0], .. Tczyx[2..]]);
        var plan = PyramidPlan.ForLabel(Pyramid.Auto, label, new ArraySpec([1, 5, 100, 100], DataType.UInt32), image.Multiscale, [.. image.Levels.Select(level => level.Shape)]);
        Assert.Equal<Shape>([[1, 5, 100, 100], [1, 5, 50, 34], [1, 5, 25, 12]], plan.Levels.Select(level => level.Shape));
        Assert.Equal((Downsampling.Mode, "mode"), (plan.Method, plan.Multiscale.Type));
    }

    [Theory]
    [InlineData(null, Downsampling.Mode)]
    [InlineData(Downsampling.Mean, Downsampling.Mode)]
    [InlineData(Downsampling.Median, Downsampling.Mode)]
    [InlineData(Downsampling.Stride, Downsampling.Stride)]
    [InlineData(Downsampling.Max, Downsampling.Max)]
    public void No_method_invents_labels(Downsampling? given, Downsampling expected) => Assert.Equal(expected, Pyramid.Auto.WithMethod(given).ForLabels.Method);

    [Fact]
    public void The_levels_of_an_image_that_others_rounded_down_have_whole_factors()
    {
        var image = Multiscale.FromDimensions([Dimension.Y(), Dimension.X()], levels: 3);
        var label = Multiscale.FromDimensions([Dimension.Y(), Dimension.X()]);
        var plan = PyramidPlan.ForLabel(Pyramid.Auto, label, new ArraySpec([1025, 100], DataType.UInt8), image, [[1025, 100], [512, 50], [256, 25]]);
        Assert.Equal<Shape>([[1025, 100], [513, 50], [257, 25]], plan.Levels.Select(level => level.Shape));
    }

    [Fact]
    public void Masks_of_bool_are_not_averaged()
    {
        Assert.Equal(Downsampling.Mode, PyramidPlan.Create(Pyramid.Of(2), Multiscale.FromDimensions([Dimension.Y(), Dimension.X()]), new ArraySpec([8, 8], DataType.Bool)).Method);
        Assert.Throws<ArgumentException>(() => PyramidPlan.Create(Pyramid.Of(2).WithMethod(Downsampling.Mean), Multiscale.FromDimensions([Dimension.Y(), Dimension.X()]), new ArraySpec([8, 8], DataType.Bool)));
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Pyramid.Of(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pyramid.Of(Pyramid.MaxLevels + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pyramid.Of(2, ("x", 0)));
        Assert.Throws<ArgumentException>(() => Pyramid.Of(2, ("x", 1)));
        Assert.Throws<ArgumentException>(() => Pyramid.Of(2, ("x", 2), ("x", 3)));
        Assert.Throws<InvalidOperationException>(() => Pyramid.Auto.Then(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pyramid.Auto.WithMethod((Downsampling)9));
        Assert.StartsWith("the image has no axis \"q\"", Assert.Throws<ArgumentException>(() => PlanOf(Pyramid.Of(2, ("q", 2)), Tczyx, [1, 1, 1, 9, 9])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PyramidPlan.Create(Pyramid.Of(2), Images.Cyx, new ArraySpec([1, 8, 8], DataType.UInt8)));
    }

    private static PyramidPlan PlanOf(Pyramid pyramid, Dimension[] dimensions, Shape shape) => PyramidPlan.Create(pyramid, Multiscale.FromDimensions(dimensions), new ArraySpec(shape, DataType.UInt16));
}
