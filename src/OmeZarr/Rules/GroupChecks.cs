using OmeZarr.V05;
using OmeZarr.V05.Mapping;

namespace OmeZarr.Rules;

/// <summary>Traverses documents other than images in document order and applies the rules to each node.</summary>
internal static class GroupChecks
{
    public static void Check(ValidationContext context, LabelImage label)
    {
        ImageCheck.Check(context, label, Documents.Root);
        Check(context, label.ImageLabel);
    }

    public static void Check(ValidationContext context, ImageLabel label)
    {
        Check(context, label, ImageLabelJson.Root);
        context.Apply(LabelRules.Only05, label, ImageLabelJson.Root);
    }

    public static void Check(ValidationContext context, ImageLabel label, string at)
    {
        context.Apply(LabelRules.All, label, at);
        context.Apply(label.ExtraMembers, ImageLabelJson.Names, at);
        foreach (var (i, color) in (label.Colors ?? []).Index())
        {
            context.Apply(color.ExtraMembers, ImageLabelJson.ColorNames, $"{at}.colors[{i}]");
        }

        if (label.Source is { } source)
        {
            context.Apply(source.ExtraMembers, ImageLabelJson.SourceNames, $"{at}.source");
        }
    }

    public static void Check(ValidationContext context, LabelsGroup group)
    {
        Root(context, group.Version, group.ExtraMembers, LabelsGroupJson.Names);
        context.Apply(LabelRules.OfGroup, group.Labels, Documents.Root);
    }

    public static void Check(ValidationContext context, Plate plate)
    {
        Root(context, plate.Version, plate.ExtraMembers, PlateJson.Names);
        Check(context, plate.Definition, $"{Documents.Root}.{PlateJson.Definition}");
        if (plate.Bioformats2RawLayout is { } layout)
        {
            Layout(context, layout);
        }
    }

    public static void Check(ValidationContext context, PlateDef plate, string at)
    {
        context.Apply(PlateRules.All, plate, at);
        context.Apply(plate.ExtraMembers, PlateDefJson.Names, at);
        foreach (var (i, well) in plate.Wells.Index())
        {
            context.Apply(well.ExtraMembers, PlateDefJson.WellNames, $"{at}.wells[{i}]");
        }

        foreach (var (i, acquisition) in (plate.Acquisitions ?? []).Index())
        {
            context.Apply(PlateRules.OfAcquisition, acquisition, $"{at}.acquisitions[{i}]");
            context.Apply(acquisition.ExtraMembers, AcquisitionJson.Names, $"{at}.acquisitions[{i}]");
        }
    }

    public static void Check(ValidationContext context, Well well)
    {
        Root(context, well.Version, well.ExtraMembers, WellJson.Names);
        Check(context, well.Definition, $"{Documents.Root}.{WellJson.Definition}");
    }

    public static void Check(ValidationContext context, WellDef well, string at)
    {
        context.Apply(WellRules.All, well, at);
        context.Apply(well.ExtraMembers, WellJson.DefinitionNames, at);
        foreach (var (i, field) in well.Images.Index())
        {
            context.Apply(field.ExtraMembers, WellJson.FieldNames, $"{at}.images[{i}]");
        }
    }

    public static void Check(ValidationContext context, Bioformats2RawRoot root)
    {
        Root(context, root.Version, root.ExtraMembers, Bioformats2RawRootJson.Names);
        Layout(context, root.Layout);
    }

    public static void Check(ValidationContext context, Series series)
    {
        Root(context, series.Version, series.ExtraMembers, SeriesJson.Names);
        context.Apply(WellRules.OfSeries, series.Paths, Documents.Root);
    }

    private static void Root(ValidationContext context, string version, JsonMembers extra, ValueList<string> known)
    {
        context.Apply(DocumentRules.All, VersionNode.Of05(version), Documents.Root);
        context.Apply(extra, known, Documents.Root);
    }

    private static void Layout(ValidationContext context, int layout) => context.Apply(PlateRules.OfLayout, layout, $"{Documents.Root}.{Bioformats2RawRootJson.Layout}");
}
