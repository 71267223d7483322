using OmeZarr.V05;
using OmeZarr.V05.Mapping;

namespace OmeZarr.Rules;

/// <summary>Walks an image from the beginning of its document to the end and applies the rules to each node.</summary>
internal static class ImageCheck
{
    public static void Check(Report report, Image image, string at)
    {
        report.Apply(DocumentRules.All, VersionNode.Of05(image.Version), at);
        report.Apply(ImageRules.All, image, at);
        report.Apply(image.ExtraMembers, ImageJson.Names, at);
        foreach (var (i, multiscale) in image.Multiscales.Index())
        {
            Check(report, multiscale, $"{at}.multiscales[{i}]");
        }

        if (image.Omero is { } omero)
        {
            Check(report, omero, $"{at}.omero");
        }
    }

    public static void Check(Report report, Multiscale multiscale, string at)
    {
        report.Apply(ImageRules.OfMultiscale, multiscale, at);
        report.Apply(multiscale.ExtraMembers, MultiscaleJson.Names, at);
        report.Apply(AxesRules.All, multiscale.Axes, $"{at}.axes");
        foreach (var (i, axis) in multiscale.Axes.Index())
        {
            report.Apply(axis.ExtraMembers, AxisJson.Names, $"{at}.axes[{i}]");
        }

        report.Apply(DatasetsRules.All, multiscale, $"{at}.datasets");
        foreach (var (i, dataset) in multiscale.Datasets.Index())
        {
            Check(report, dataset, multiscale.Axes.Count, $"{at}.datasets[{i}]");
        }

        if (multiscale.CoordinateTransformations is { } transformations)
        {
            Check(report, new TransformationsNode(transformations, multiscale.Axes.Count), at);
        }
    }

    private static void Check(Report report, Dataset dataset, int axes, string at)
    {
        report.Apply(DatasetsRules.OfDataset, dataset, at);
        report.Apply(dataset.ExtraMembers, DatasetJson.Names, at);
        Check(report, new TransformationsNode(dataset.CoordinateTransformations, axes), at);
    }

    private static void Check(Report report, TransformationsNode transformations, string parent)
    {
        var at = $"{parent}.coordinateTransformations";
        report.Apply(TransformationRules.All, transformations, at);
        foreach (var (i, transformation) in transformations.Items.Index())
        {
            report.Apply(transformation.ExtraMembers, TransformationJson.NamesOf(transformation), $"{at}[{i}]");
        }
    }

    public static void Check(Report report, Omero omero, string at)
    {
        report.Apply(OmeroRules.All, omero, at);
        report.Apply(omero.ExtraMembers, OmeroJson.Names, at);
        foreach (var (i, channel) in omero.Channels.Index())
        {
            Check(report, channel, $"{at}.channels[{i}]");
        }

        if (omero.Rdefs is { } rdefs)
        {
            report.Apply(rdefs.ExtraMembers, OmeroJson.RenderingNames, $"{at}.rdefs");
        }
    }

    private static void Check(Report report, OmeroChannel channel, string at)
    {
        report.Apply(OmeroRules.OfChannel, channel, at);
        report.Apply(channel.ExtraMembers, OmeroChannelJson.Names, at);
        if (channel.Window is { } window)
        {
            report.Apply(window.ExtraMembers, OmeroChannelJson.WindowNames, $"{at}.window");
        }
    }
}
