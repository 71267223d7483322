using OmeZarr.V04;
using OmeZarr.V04.Mapping;

namespace OmeZarr.Rules;

/// <summary>Validates documents of OME-Zarr 0.4. Objects are converted to 0.5, which has the same members, and checked by its rules; versions are checked here.</summary>
internal static class V04Validator
{
    private static readonly ValueList<string> VersionName = [Root.Version];

    public static void Check(ValidationContext context, Image image)
    {
        context.Apply(ImageRules.All, V04Adapter.ToV05(image), Root.Location);
        context.Apply(image.ExtraMembers, V04.Mapping.ImageJson.Names, Root.Location);
        foreach (var (i, multiscale) in image.Multiscales.Index())
        {
            Version(context, multiscale.Version, multiscale.ExtraMembers, $"multiscales[{i}]");
            context.Apply(multiscale.ExtraMembers, VersionName, $"multiscales[{i}]");
            ImageCheck.Check(context, V04Adapter.ToV05(multiscale), $"multiscales[{i}]");
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
        const string At = V05.Mapping.ImageLabelJson.Name;
        Version(context, label.Version, label.ExtraMembers, At);
        GroupChecks.Check(context, V04Adapter.ToV05(label), At);
    }

    public static void Check(ValidationContext context, LabelsGroup group)
    {
        context.Apply(group.ExtraMembers, V04.Mapping.LabelsGroupJson.Names, Root.Location);
        context.Apply(LabelRules.OfGroup, group.Labels, Root.Location);
    }

    public static void Check(ValidationContext context, Plate plate)
    {
        const string At = V05.Mapping.PlateJson.Definition;
        context.Apply(plate.ExtraMembers, V04.Mapping.PlateJson.Names, Root.Location);
        Version(context, plate.Definition.Version, plate.Definition.ExtraMembers, At);
        GroupChecks.Check(context, V04Adapter.ToV05(plate.Definition), At);
    }

    public static void Check(ValidationContext context, Well well)
    {
        const string At = V05.Mapping.WellJson.Definition;
        context.Apply(well.ExtraMembers, V04.Mapping.WellJson.Names, Root.Location);
        Version(context, well.Definition.Version, well.Definition.ExtraMembers, At);
        GroupChecks.Check(context, V04Adapter.ToV05(well.Definition), At);
    }

    public static void Check(ValidationContext context, Bioformats2RawRoot root)
    {
        context.Apply(root.ExtraMembers, V04.Mapping.Bioformats2RawRootJson.Names, Root.Location);
        context.Apply(PlateRules.OfLayout, root.Layout, V05.Mapping.Bioformats2RawRootJson.Layout);
    }

    public static void Check(ValidationContext context, Series series)
    {
        context.Apply(series.ExtraMembers, V04.Mapping.SeriesJson.Names, Root.Location);
        context.Apply(WellRules.OfSeries, series.Paths, Root.Location);
    }

    /// <summary>Checks a version. A version of the wrong type is not reported as missing, because reading has reported its type.</summary>
    private static void Version(ValidationContext context, string? version, JsonMembers extra, string at)
    {
        context.Apply(DocumentRules.All, VersionNode.Of04(version), at);
        if (!extra.Contains(Root.Version))
        {
            context.Apply(DocumentRules.Only04, VersionNode.Of04(version), at);
        }
    }
}
