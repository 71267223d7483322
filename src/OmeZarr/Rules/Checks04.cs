using OmeZarr.V04;
using OmeZarr.V04.Mapping;

namespace OmeZarr.Rules;

/// <summary>Walks documents of 0.4. Their objects are judged as those of 0.5 that have the same members; versions are judged here.</summary>
internal static class Checks04
{
    private static readonly ValueList<string> VersionName = [Root.Version];

    public static void Check(Report report, Image image)
    {
        report.Apply(ImageRules.All, Twin.Of(image), Root.Location);
        report.Apply(image.ExtraMembers, V04.Mapping.ImageJson.Names, Root.Location);
        foreach (var (i, multiscale) in image.Multiscales.Index())
        {
            Version(report, multiscale.Version, multiscale.ExtraMembers, $"multiscales[{i}]");
            report.Apply(multiscale.ExtraMembers, VersionName, $"multiscales[{i}]");
            ImageCheck.Check(report, Twin.Of(multiscale), $"multiscales[{i}]");
        }

        if (image.Omero is { } omero)
        {
            ImageCheck.Check(report, omero, "omero");
        }
    }

    public static void Check(Report report, LabelImage label)
    {
        Check(report, (Image)label);
        Check(report, label.ImageLabel);
    }

    public static void Check(Report report, ImageLabel label)
    {
        const string At = V05.Mapping.ImageLabelJson.Name;
        Version(report, label.Version, label.ExtraMembers, At);
        GroupChecks.Check(report, Twin.Of(label), At);
    }

    public static void Check(Report report, LabelsGroup group)
    {
        report.Apply(group.ExtraMembers, V04.Mapping.LabelsGroupJson.Names, Root.Location);
        report.Apply(LabelRules.OfGroup, group.Labels, Root.Location);
    }

    public static void Check(Report report, Plate plate)
    {
        const string At = V05.Mapping.PlateJson.Definition;
        report.Apply(plate.ExtraMembers, V04.Mapping.PlateJson.Names, Root.Location);
        Version(report, plate.Definition.Version, plate.Definition.ExtraMembers, At);
        GroupChecks.Check(report, Twin.Of(plate.Definition), At);
    }

    public static void Check(Report report, Well well)
    {
        const string At = V05.Mapping.WellJson.Definition;
        report.Apply(well.ExtraMembers, V04.Mapping.WellJson.Names, Root.Location);
        Version(report, well.Definition.Version, well.Definition.ExtraMembers, At);
        GroupChecks.Check(report, Twin.Of(well.Definition), At);
    }

    public static void Check(Report report, Bioformats2RawRoot root)
    {
        report.Apply(root.ExtraMembers, V04.Mapping.Bioformats2RawRootJson.Names, Root.Location);
        report.Apply(PlateRules.OfLayout, root.Layout, V05.Mapping.Bioformats2RawRootJson.Layout);
    }

    public static void Check(Report report, Series series)
    {
        report.Apply(series.ExtraMembers, V04.Mapping.SeriesJson.Names, Root.Location);
        report.Apply(WellRules.OfSeries, series.Paths, Root.Location);
    }

    /// <summary>A version of the wrong type is not missing; it has a finding of its own.</summary>
    private static void Version(Report report, string? version, JsonMembers extra, string at)
    {
        report.Apply(DocumentRules.All, VersionNode.Of04(version), at);
        if (!extra.Contains(Root.Version))
        {
            report.Apply(DocumentRules.Only04, VersionNode.Of04(version), at);
        }
    }
}
