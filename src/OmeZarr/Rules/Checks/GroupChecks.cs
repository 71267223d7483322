using OmeZarr.V05;

namespace OmeZarr.Rules.Checks;

/// <summary>Traverses documents other than images in document order and applies the rules to each node.</summary>
internal static class GroupChecks
{
    public static void Check(ValidationContext context, LabelImage label)
    {
        ImageCheck.Check(context, label);
        Check(context, label.ImageLabel);
    }

    public static void Check(ValidationContext context, ImageLabel label)
    {
        Check(context, label, ImageLabel.Root);
        context.Apply(LabelRules.Only05, label, ImageLabel.Root);
    }

    public static void Check(ValidationContext context, ImageLabel label, string at)
    {
        context.Apply(LabelRules.All, label, at);
        context.Apply(label, at);
        foreach (var (i, color) in (label.Colors ?? []).Index())
        {
            context.Apply(color, $"{at}.colors[{i}]");
        }

        if (label.Source is { } source)
        {
            context.Apply(source, $"{at}.source");
        }
    }

    public static void Check(ValidationContext context, LabelsGroup group)
    {
        Root(context, group, group.Version);
        context.Apply(LabelRules.OfGroup, group.Labels, Image.Root);
    }

    public static void Check(ValidationContext context, Plate plate)
    {
        Root(context, plate, plate.Version);
        Check(context, plate.Definition, $"{Image.Root}.{PlateDef.Member}");
        if (plate.Bioformats2RawLayout is { } layout)
        {
            Layout(context, layout);
        }
    }

    public static void Check(ValidationContext context, PlateDef plate, string at)
    {
        context.Apply(PlateRules.All, plate, at);
        context.Apply(plate, at);
        foreach (var (i, well) in plate.Wells.Index())
        {
            context.Apply(well, $"{at}.wells[{i}]");
        }

        foreach (var (i, acquisition) in (plate.Acquisitions ?? []).Index())
        {
            context.Apply(PlateRules.OfAcquisition, acquisition, $"{at}.acquisitions[{i}]");
            context.Apply(acquisition, $"{at}.acquisitions[{i}]");
        }
    }

    public static void Check(ValidationContext context, Well well)
    {
        Root(context, well, well.Version);
        Check(context, well.Definition, $"{Image.Root}.{WellDef.Member}");
    }

    public static void Check(ValidationContext context, WellDef well, string at)
    {
        context.Apply(WellRules.All, well, at);
        context.Apply(well, at);
        foreach (var (i, field) in well.Images.Index())
        {
            context.Apply(field, $"{at}.images[{i}]");
        }
    }

    public static void Check(ValidationContext context, Bioformats2RawRoot root)
    {
        Root(context, root, root.Version);
        Layout(context, root.Layout);
    }

    public static void Check(ValidationContext context, Series series)
    {
        Root(context, series, series.Version);
        context.Apply(WellRules.OfSeries, series.Paths, Image.Root);
    }

    private static void Root(ValidationContext context, OmeMetadata document, string version)
    {
        context.Apply(DocumentRules.All, VersionNode.Of05(version), Image.Root);
        context.Apply(document, Image.Root);
    }

    private static void Layout(ValidationContext context, int layout) => context.Apply(PlateRules.OfLayout, layout, $"{Image.Root}.{Bioformats2RawRoot.LayoutMember}");
}
