using OmeZarr.V05;
using OmeZarr.V05.Mapping;

namespace OmeZarr.Rules;

/// <summary>Traverses the document of an image in document order and applies the rules to each node.</summary>
internal static class ImageCheck
{
    public static void Check(ValidationContext context, Image image, string at)
    {
        context.Apply(DocumentRules.All, VersionNode.Of05(image.Version), at);
        context.Apply(ImageRules.All, image, at);
        context.Apply(image.ExtraMembers, ImageJson.Names, at);
        foreach (var (i, multiscale) in image.Multiscales.Index())
        {
            Check(context, multiscale, $"{at}.multiscales[{i}]");
        }

        if (image.Omero is { } omero)
        {
            Check(context, omero, $"{at}.omero");
        }
    }

    public static void Check(ValidationContext context, Multiscale multiscale, string at)
    {
        context.Apply(ImageRules.OfMultiscale, multiscale, at);
        context.Apply(multiscale.ExtraMembers, MultiscaleJson.Names, at);
        context.Apply(AxesRules.All, multiscale.Axes, $"{at}.axes");
        foreach (var (i, axis) in multiscale.Axes.Index())
        {
            context.Apply(axis.ExtraMembers, AxisJson.Names, $"{at}.axes[{i}]");
        }

        context.Apply(DatasetsRules.All, multiscale, $"{at}.datasets");
        foreach (var (i, dataset) in multiscale.Datasets.Index())
        {
            Check(context, dataset, multiscale.Axes.Count, $"{at}.datasets[{i}]");
        }

        if (multiscale.CoordinateTransformations is { } transformations)
        {
            Check(context, new TransformationsNode(transformations, multiscale.Axes.Count), at);
        }
    }

    private static void Check(ValidationContext context, Dataset dataset, int axes, string at)
    {
        context.Apply(DatasetsRules.OfDataset, dataset, at);
        context.Apply(dataset.ExtraMembers, DatasetJson.Names, at);
        Check(context, new TransformationsNode(dataset.CoordinateTransformations, axes), at);
    }

    private static void Check(ValidationContext context, TransformationsNode transformations, string parent)
    {
        var at = $"{parent}.coordinateTransformations";
        context.Apply(TransformationRules.All, transformations, at);
        foreach (var (i, transformation) in transformations.Items.Index())
        {
            context.Apply(transformation.ExtraMembers, TransformationJson.NamesOf(transformation), $"{at}[{i}]");
        }
    }

    public static void Check(ValidationContext context, Omero omero, string at)
    {
        context.Apply(OmeroRules.All, omero, at);
        context.Apply(omero.ExtraMembers, OmeroJson.Names, at);
        foreach (var (i, channel) in omero.Channels.Index())
        {
            Check(context, channel, $"{at}.channels[{i}]");
        }

        if (omero.Rdefs is { } rdefs)
        {
            context.Apply(rdefs.ExtraMembers, OmeroJson.RenderingNames, $"{at}.rdefs");
        }
    }

    private static void Check(ValidationContext context, OmeroChannel channel, string at)
    {
        context.Apply(OmeroRules.OfChannel, channel, at);
        context.Apply(channel.ExtraMembers, OmeroChannelJson.Names, at);
        if (channel.Window is { } window)
        {
            context.Apply(window.ExtraMembers, OmeroChannelJson.WindowNames, $"{at}.window");
        }
    }
}
