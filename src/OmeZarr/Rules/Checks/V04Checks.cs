using OmeZarr.V04;

namespace OmeZarr.Rules.Checks;

/// <summary>
/// Traverses documents of OME-Zarr 0.4 in document order. Objects that 0.5 has too are checked by its rules; versions are checked here.
/// </summary>
internal static class V04Checks
{
    public static void Check(ValidationContext context, Image image)
    {
        var multiscales = image.Multiscales.Select(multiscale => multiscale.As05()).ToValueList();
        context.Apply(ImageRules.All, multiscales, Image.Root);
        context.Apply(image, Image.Root);
        foreach (var (i, multiscale) in image.Multiscales.Index())
        {
            Version(context, multiscale, multiscale.Version, $"multiscales[{i}]");
            ImageCheck.Check(context, multiscales[i], multiscale, $"multiscales[{i}]");
        }

        if (image.Omero is { } omero)
        {
            ImageCheck.Check(context, omero, "omero");
        }
    }

    public static void Check(ValidationContext context, LabelImage label)
    {
        Check(context, (Image)label);
        Check(context, label.ImageLabel);
    }

    public static void Check(ValidationContext context, ImageLabel label)
    {
        Version(context, label, label.Version, ImageLabel.Member);
        GroupChecks.Check(context, label.As05(), ImageLabel.Member);
    }

    public static void Check(ValidationContext context, LabelsGroup group)
    {
        context.Apply(group, Image.Root);
        context.Apply(LabelRules.OfGroup, group.Labels, Image.Root);
    }

    public static void Check(ValidationContext context, Plate plate)
    {
        context.Apply(plate, Image.Root);
        Version(context, plate.Definition, plate.Definition.Version, V05.PlateDef.Member);
        GroupChecks.Check(context, plate.Definition.As05(), V05.PlateDef.Member);
    }

    public static void Check(ValidationContext context, Well well)
    {
        context.Apply(well, Image.Root);
        Version(context, well.Definition, well.Definition.Version, V05.WellDef.Member);
        GroupChecks.Check(context, well.Definition.As05(), V05.WellDef.Member);
    }

    public static void Check(ValidationContext context, Bioformats2RawRoot root)
    {
        context.Apply(root, Image.Root);
        context.Apply(PlateRules.OfLayout, root.Layout, V05.Bioformats2RawRoot.LayoutMember);
    }

    public static void Check(ValidationContext context, Series series)
    {
        context.Apply(series, Image.Root);
        context.Apply(WellRules.OfSeries, series.Paths, Image.Root);
    }

    /// <summary>Checks a version. A version of the wrong type is not reported as missing, because reading has reported its type.</summary>
    private static void Version(ValidationContext context, OmeObject node, string? version, string at)
    {
        context.Apply(DocumentRules.All, VersionNode.Of04(version), at);
        if (!node.ExtraMembers.Contains("version"))
        {
            context.Apply(DocumentRules.Only04, VersionNode.Of04(version), at);
        }
    }
}
