using OmeZarr.V05;
using Xunit;

namespace OmeZarr.Tests.V05;

public class LabelImageTests
{
    [Fact]
    public void The_metadata_of_a_mask_are_those_of_its_image_without_channels()
    {
        var image = Image.FromDimensions(
            [Dimension.Time(2, "second"), Dimension.Channel(), Dimension.Y(0.5, "micrometer"), Dimension.X(0.25, "micrometer") with { Translation = 3 }],
            "cells",
            levels: 2);
        var expected = Image.FromDimensions(
            [Dimension.Time(2, "second"), Dimension.Y(0.5, "micrometer"), Dimension.X(0.25, "micrometer") with { Translation = 3 }], "nuclei", levels: 2);
        var label = LabelImage.For(image with { Omero = new Omero { Channels = [] } }, "nuclei");
        Assert.Equal(new LabelImage(expected, new ImageLabel { Source = new LabelSource { Image = "../../" } }), label);
        Assert.Empty(label.Validate());
    }

    [Fact]
    public void Transformations_of_all_levels_lose_the_channel_too()
    {
        var multiscale = Multiscale.FromDimensions([Dimension.Channel(), Dimension.Y(), Dimension.X()]) with
        {
            CoordinateTransformations = [new ScaleTransformation(1, 2, 3), new TranslationTransformation(0, 4, 5)],
            Type = "gaussian",
        };
        var mask = LabelImage.For(new Image { Multiscales = [multiscale] }).Multiscales[0];
        Assert.Equal([new ScaleTransformation(2, 3), new TranslationTransformation(4, 5)], mask.CoordinateTransformations!.Value);
        Assert.Null(mask.Type);
    }

    [Fact]
    public void An_image_without_multiscales_has_no_mask() =>
        Assert.Equal("image", Assert.Throws<ArgumentException>(() => LabelImage.For(new Image { Multiscales = [] })).ParamName);
}
