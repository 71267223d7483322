using OmeZarr.V05;
using Xunit;

namespace OmeZarr.Tests.V05;

public class FromDimensionsTests
{
    private static readonly Dimension[] Cyx = [Dimension.Channel(), Dimension.Y(0.65, "micrometer"), Dimension.X(0.65, "micrometer")];

    [Fact]
    public void Dimensions_spell_out_the_same_image()
    {
        var expected = new Image
        {
            Multiscales =
            [
                new Multiscale
                {
                    Name = "cells",
                    Axes = [new ChannelAxis("c"), new SpaceAxis("y", "micrometer"), new SpaceAxis("x", "micrometer")],
                    Datasets = [new Dataset("0", new ScaleTransformation(1, 0.65, 0.65))],
                },
            ],
        };
        Assert.Equal(expected, Image.FromDimensions([Dimension.Channel(), Dimension.Y(0.65, "micrometer"), Dimension.X(0.65, "micrometer")], name: "cells"));
    }

    [Theory]
    [InlineData("x", null, typeof(SpaceAxis))]
    [InlineData("Z", null, typeof(SpaceAxis))]
    [InlineData("Time", null, typeof(TimeAxis))]
    [InlineData("channel", null, typeof(ChannelAxis))]
    [InlineData("angle", null, typeof(CustomAxis))]
    [InlineData("p", "space", typeof(SpaceAxis))]
    [InlineData("x", "angle", typeof(CustomAxis))]
    public void The_type_follows_from_the_name_unless_given(string name, string? type, Type expected) =>
        Assert.IsType(expected, Multiscale.FromDimensions([new Dimension(name) { Type = type }]).Axes[0]);

    [Fact]
    public void Space_is_halved_from_level_to_level()
    {
        var multiscale = Multiscale.FromDimensions(Cyx, levels: 3);
        Assert.Equal(["0", "1", "2"], multiscale.Datasets.Select(d => d.Path));
        Assert.Equal(new ScaleTransformation(1, 2.6, 2.6), multiscale.Datasets[2].ScaleTransform);
        Assert.All(multiscale.Datasets, d => Assert.Null(d.TranslationTransform));
        Assert.Empty(Images.With(multiscale).Validate());
    }

    [Fact]
    public void A_translation_of_any_dimension_is_written_for_all_levels()
    {
        var multiscale = Multiscale.FromDimensions([Dimension.Y() with { Translation = 7, ScaleFactor = 3 }, Dimension.X()], levels: 2);
        Assert.All(multiscale.Datasets, d => Assert.Equal(new TranslationTransformation(7, 0), d.TranslationTransform));
        Assert.Equal(new ScaleTransformation(3, 2), multiscale.Datasets[1].ScaleTransform);
    }

    [Fact]
    public void Averaging_moves_the_first_pixel_by_half_the_growth()
    {
        var multiscale = Multiscale.FromDimensions(
            [Dimension.Time(), Dimension.Y(scale: 0.5), Dimension.X(scale: 0.5) with { Translation = 10 }], levels: 3, downsampling: Downsampling.Mean);
        Assert.Equal(new TranslationTransformation(0, 0, 10), multiscale.Datasets[0].TranslationTransform);
        Assert.Equal(new TranslationTransformation(0, 0.25, 10.25), multiscale.Datasets[1].TranslationTransform);
        Assert.Equal(new TranslationTransformation(0, 0.75, 10.75), multiscale.Datasets[2].TranslationTransform);
        Assert.Null(Multiscale.FromDimensions(Cyx, downsampling: Downsampling.Mean).Datasets[0].TranslationTransform);
    }

    [Fact]
    public void There_is_at_least_one_level() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Image.FromDimensions(Cyx, levels: 0));
}
