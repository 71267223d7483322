using OmeZarr.V05;
using OmeZarr.V05.Mapping;

namespace OmeZarr.Rules;

/// <summary>Walks the documents that are no images, each from its beginning to its end.</summary>
internal static class GroupChecks
{
    public static void Check(Report report, LabelImage label)
    {
        ImageCheck.Check(report, label, Documents.Root);
        Check(report, label.ImageLabel);
    }

    public static void Check(Report report, ImageLabel label)
    {
        Check(report, label, ImageLabelJson.Root);
        report.Apply(LabelRules.Only05, label, ImageLabelJson.Root);
    }

    public static void Check(Report report, ImageLabel label, string at)
    {
        report.Apply(LabelRules.All, label, at);
        report.Apply(label.ExtraMembers, ImageLabelJson.Names, at);
        foreach (var (i, color) in (label.Colors ?? []).Index())
        {
            report.Apply(color.ExtraMembers, ImageLabelJson.ColorNames, $"{at}.colors[{i}]");
        }

        if (label.Source is { } source)
        {
            report.Apply(source.ExtraMembers, ImageLabelJson.SourceNames, $"{at}.source");
        }
    }

    public static void Check(Report report, LabelsGroup group)
    {
        Root(report, group.Version, group.ExtraMembers, LabelsGroupJson.Names);
        report.Apply(LabelRules.OfGroup, group.Labels, Documents.Root);
    }

    public static void Check(Report report, Plate plate)
    {
        Root(report, plate.Version, plate.ExtraMembers, PlateJson.Names);
        Check(report, plate.Definition, $"{Documents.Root}.{PlateJson.Definition}");
        if (plate.Bioformats2RawLayout is { } layout)
        {
            Layout(report, layout);
        }
    }

    public static void Check(Report report, PlateDef plate, string at)
    {
        report.Apply(PlateRules.All, plate, at);
        report.Apply(plate.ExtraMembers, PlateDefJson.Names, at);
        foreach (var (i, well) in plate.Wells.Index())
        {
            report.Apply(well.ExtraMembers, PlateDefJson.WellNames, $"{at}.wells[{i}]");
        }

        foreach (var (i, acquisition) in (plate.Acquisitions ?? []).Index())
        {
            report.Apply(PlateRules.OfAcquisition, acquisition, $"{at}.acquisitions[{i}]");
            report.Apply(acquisition.ExtraMembers, AcquisitionJson.Names, $"{at}.acquisitions[{i}]");
        }
    }

    public static void Check(Report report, Well well)
    {
        Root(report, well.Version, well.ExtraMembers, WellJson.Names);
        Check(report, well.Definition, $"{Documents.Root}.{WellJson.Definition}");
    }

    public static void Check(Report report, WellDef well, string at)
    {
        report.Apply(WellRules.All, well, at);
        report.Apply(well.ExtraMembers, WellJson.DefinitionNames, at);
        foreach (var (i, field) in well.Images.Index())
        {
            report.Apply(field.ExtraMembers, WellJson.FieldNames, $"{at}.images[{i}]");
        }
    }

    public static void Check(Report report, Bioformats2RawRoot root)
    {
        Root(report, root.Version, root.ExtraMembers, Bioformats2RawRootJson.Names);
        Layout(report, root.Layout);
    }

    public static void Check(Report report, Series series)
    {
        Root(report, series.Version, series.ExtraMembers, SeriesJson.Names);
        report.Apply(WellRules.OfSeries, series.Paths, Documents.Root);
    }

    private static void Root(Report report, string version, JsonMembers extra, ValueList<string> known)
    {
        report.Apply(DocumentRules.All, VersionNode.Of05(version), Documents.Root);
        report.Apply(extra, known, Documents.Root);
    }

    private static void Layout(Report report, int layout) => report.Apply(PlateRules.OfLayout, layout, $"{Documents.Root}.{Bioformats2RawRootJson.Layout}");
}
