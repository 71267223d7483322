using OmeZarr.V05;

namespace OmeZarr.Rules.Checks;

/// <summary>Traverses the document of an image in document order and applies the rules to each node.</summary>
internal static class ImageCheck
{
    public static void Check(ValidationContext context, Image image)
    {
        context.Apply(DocumentRules.All, VersionNode.Of05(image.Version), Image.Root);
        context.Apply(ImageRules.All, image.Multiscales, Image.Root);
        context.Apply(image, Image.Root);
        foreach (var (i, multiscale) in image.Multiscales.Index())
        {
            Check(context, multiscale, multiscale, $"{Image.Root}.multiscales[{i}]");
        }

        if (image.Omero is { } omero)
        {
            Check(context, omero, $"{Image.Root}.omero");
        }
    }

    /// <summary>Checks a multiscale.</summary>
    /// <param name="context">Takes the findings.</param>
    /// <param name="multiscale">The multiscale.</param>
    /// <param name="written">The same in the version of the document.</param>
    /// <param name="at">Its location.</param>
    public static void Check(ValidationContext context, Multiscale multiscale, OmeObject written, string at)
    {
        context.Apply(ImageRules.OfMultiscale, multiscale, at);
        context.Apply(written, at);
        context.Apply(AxesRules.All, multiscale.Axes, $"{at}.axes");
        foreach (var (i, axis) in multiscale.Axes.Index())
        {
            context.Apply(axis, $"{at}.axes[{i}]");
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
        context.Apply(dataset, at);
        Check(context, new TransformationsNode(dataset.CoordinateTransformations, axes), at);
    }

    private static void Check(ValidationContext context, TransformationsNode transformations, string parent)
    {
        var at = $"{parent}.coordinateTransformations";
        context.Apply(TransformationRules.All, transformations, at);
        foreach (var (i, transformation) in transformations.Items.Index())
        {
            context.Apply(transformation, $"{at}[{i}]");
        }
    }

    public static void Check(ValidationContext context, Omero omero, string at)
    {
        context.Apply(OmeroRules.All, omero, at);
        context.Apply(omero, at);
        foreach (var (i, channel) in omero.Channels.Index())
        {
            Check(context, channel, $"{at}.channels[{i}]");
        }

        if (omero.Rdefs is { } rdefs)
        {
            context.Apply(rdefs, $"{at}.rdefs");
        }
    }

    private static void Check(ValidationContext context, OmeroChannel channel, string at)
    {
        context.Apply(OmeroRules.OfChannel, channel, at);
        context.Apply(channel, at);
        if (channel.Window is { } window)
        {
            context.Apply(window, $"{at}.window");
        }
    }
}
