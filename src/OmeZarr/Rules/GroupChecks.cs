using OmeZarr.V05;
using OmeZarr.V05.Mapping;

namespace OmeZarr.Rules;

/// <summary>Walks the documents that are no images, each from its beginning to its end.</summary>
internal static class GroupChecks
{
    public static void Check(Report report, LabelImage label)
    {
        ImageCheck.Check(report, label.Image, Documents.Root);
        Check(report, label.ImageLabel);
    }

    public static void Check(Report report, ImageLabel label)
    {
        const string At = ImageLabelJson.Root;
        report.Apply(LabelRules.All, label, At);
        report.Apply(label.ExtraMembers, ImageLabelJson.Names, At);
        foreach (var (i, color) in (label.Colors ?? []).Index())
        {
            report.Apply(color.ExtraMembers, ImageLabelJson.ColorNames, $"{At}.colors[{i}]");
        }

        if (label.Source is { } source)
        {
            report.Apply(source.ExtraMembers, ImageLabelJson.SourceNames, $"{At}.source");
        }
    }

    public static void Check(Report report, LabelsGroup group)
    {
        Root(report, group.Version, group.ExtraMembers, LabelsGroupJson.Names);
        report.Apply(LabelRules.OfGroup, group, Documents.Root);
    }

    public static void Check(Report report, Plate plate)
    {
        const string At = $"{Documents.Root}.{PlateJson.Definition}";
        Root(report, plate.Version, plate.ExtraMembers, PlateJson.Names);
        report.Apply(PlateRules.All, plate.Definition, At);
        report.Apply(plate.Definition.ExtraMembers, PlateDefJson.Names, At);
        foreach (var (i, well) in plate.Definition.Wells.Index())
        {
            report.Apply(well.ExtraMembers, PlateDefJson.WellNames, $"{At}.wells[{i}]");
        }

        foreach (var (i, acquisition) in (plate.Definition.Acquisitions ?? []).Index())
        {
            report.Apply(PlateRules.OfAcquisition, acquisition, $"{At}.acquisitions[{i}]");
            report.Apply(acquisition.ExtraMembers, AcquisitionJson.Names, $"{At}.acquisitions[{i}]");
        }

        if (plate.Bioformats2RawLayout is { } layout)
        {
            Layout(report, layout);
        }
    }

    public static void Check(Report report, Well well)
    {
        const string At = $"{Documents.Root}.{WellJson.Definition}";
        Root(report, well.Version, well.ExtraMembers, WellJson.Names);
        report.Apply(WellRules.All, well.Definition, At);
        report.Apply(well.Definition.ExtraMembers, WellJson.DefinitionNames, At);
        foreach (var (i, field) in well.Definition.Images.Index())
        {
            report.Apply(field.ExtraMembers, WellJson.FieldNames, $"{At}.images[{i}]");
        }
    }

    public static void Check(Report report, Bf2Raw root)
    {
        Root(report, root.Version, root.ExtraMembers, Bf2RawJson.Names);
        Layout(report, root.Layout);
    }

    public static void Check(Report report, Series series)
    {
        Root(report, series.Version, series.ExtraMembers, SeriesJson.Names);
        report.Apply(WellRules.OfSeries, series, Documents.Root);
    }

    private static void Root(Report report, string version, JsonMembers extra, ValueList<string> known)
    {
        report.Apply(DocumentRules.All, version, Documents.Root);
        report.Apply(extra, known, Documents.Root);
    }

    private static void Layout(Report report, int layout) =>
        report.Apply(PlateRules.OfLayout, layout, $"{Documents.Root}.{Bf2RawJson.Layout}");
}
