using System.Text.Json;
using OmeZarr.V05.Mapping;
using V04Adapter = OmeZarr.V04.Mapping.V04Adapter;

namespace OmeZarr.Versions;

/// <summary>From 0.4 to 0.5.</summary>
internal static class Upgrade
{
    private const string At = "version";

    public static Converted<V05.Image> Convert(V04.Image image)
    {
        if (image is V04.LabelImage label)
        {
            var converted = Convert(label);
            return new Converted<V05.Image>(converted.Value, converted.Losses);
        }

        var losses = New();
        return losses.With(Image(image, losses));
    }

    public static Converted<V05.LabelImage> Convert(V04.LabelImage label)
    {
        var losses = New();
        return losses.With(new V05.LabelImage(Image(label, losses), Label(label.ImageLabel, losses)));
    }

    public static Converted<V05.ImageLabel> Convert(V04.ImageLabel label)
    {
        var losses = New();
        return losses.With(Label(label, losses));
    }

    public static Converted<V05.LabelsGroup> Convert(V04.LabelsGroup group)
    {
        var losses = New();
        return losses.With(new V05.LabelsGroup { Labels = group.Labels, ExtraMembers = losses.WithoutVersion(group.ExtraMembers, At) });
    }

    public static Converted<V05.Plate> Convert(V04.Plate plate)
    {
        var losses = New();
        var (layout, extra) = TakeLayout(losses.WithoutVersion(plate.ExtraMembers, At));
        return losses.With(new V05.Plate
        {
            Definition = V04Adapter.ToV05(plate.Definition) with { Version = losses.Keep(plate.Definition.Version, $"{PlateJson.Definition}.{At}") },
            Bioformats2RawLayout = layout,
            ExtraMembers = extra,
        });
    }

    public static Converted<V05.Well> Convert(V04.Well well)
    {
        var losses = New();
        var definition = V04Adapter.ToV05(well.Definition) with { Version = losses.Keep(well.Definition.Version, $"{WellJson.Definition}.{At}") };
        return losses.With(new V05.Well { Definition = definition, ExtraMembers = losses.WithoutVersion(well.ExtraMembers, At) });
    }

    public static Converted<V05.Bioformats2RawRoot> Convert(V04.Bioformats2RawRoot root)
    {
        var losses = New();
        return losses.With(new V05.Bioformats2RawRoot { Layout = root.Layout, ExtraMembers = losses.WithoutVersion(root.ExtraMembers, At) });
    }

    public static Converted<V05.Series> Convert(V04.Series series)
    {
        var losses = New();
        return losses.With(new V05.Series { Paths = series.Paths, ExtraMembers = losses.WithoutVersion(series.ExtraMembers, At) });
    }

    private static Losses New() => new(V04.Image.SupportedVersion, V05.Image.SupportedVersion);

    private static V05.Image Image(V04.Image image, Losses losses)
    {
        var multiscales = image.Multiscales.Select((multiscale, i) => Multiscale(multiscale, $"multiscales[{i}].{At}", losses)).ToValueList();
        return V04Adapter.ToV05(image) with { Multiscales = multiscales, ExtraMembers = losses.WithoutVersion(image.ExtraMembers, At) };
    }

    private static V05.Multiscale Multiscale(V04.Multiscale multiscale, string at, Losses losses)
    {
        losses.Move(multiscale.Version, at);
        return V04Adapter.ToV05(multiscale) with { ExtraMembers = losses.WithoutVersion(multiscale.ExtraMembers, at) };
    }

    private static V05.ImageLabel Label(V04.ImageLabel label, Losses losses) =>
        V04Adapter.ToV05(label) with { Version = losses.Keep(label.Version, $"{ImageLabelJson.Name}.{At}") };

    /// <summary>0.4 does not say that a plate can have a layout, 0.5 does.</summary>
    private static (int? Layout, JsonMembers Extra) TakeLayout(JsonMembers extra) =>
        extra.TryGetValue(Bioformats2RawRootJson.Layout, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var layout)
            ? (layout, extra.Without(Bioformats2RawRootJson.Layout))
            : (null, extra);
}
