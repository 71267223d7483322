using System.Globalization;
using System.Text.Json;
using OmeZarr.V05.Mapping;
using V04Adapter = OmeZarr.V04.Mapping.V04Adapter;

namespace OmeZarr.Versions;

/// <summary>From 0.5 to 0.4.</summary>
internal static class Downgrade
{
    private const string At = $"{Documents.Root}.version";

    public static Converted<V04.Image> Convert(V05.Image image)
    {
        if (image is V05.LabelImage label)
        {
            var converted = Convert(label);
            return new Converted<V04.Image>(converted.Value, converted.Losses);
        }

        var losses = New();
        return losses.With(Image(image, losses));
    }

    public static Converted<V04.LabelImage> Convert(V05.LabelImage label)
    {
        var losses = New();
        return losses.With(new V04.LabelImage(Image(label, losses), Label(label.ImageLabel, losses)));
    }

    public static Converted<V04.ImageLabel> Convert(V05.ImageLabel label)
    {
        var losses = New();
        return losses.With(Label(label, losses));
    }

    public static Converted<V04.LabelsGroup> Convert(V05.LabelsGroup group)
    {
        var losses = New();
        losses.Move(group.Version, At);
        return losses.With(new V04.LabelsGroup { Labels = group.Labels, ExtraMembers = group.ExtraMembers });
    }

    public static Converted<V04.Plate> Convert(V05.Plate plate)
    {
        var losses = New();
        losses.Move(plate.Version, At);
        var version = losses.Keep(plate.Definition.Version, $"{Documents.Root}.{PlateJson.Definition}.version");
        return losses.With(new V04.Plate
        {
            Definition = V04Adapter.FromV05(plate.Definition) with { Version = version },
            ExtraMembers = GiveLayout(plate.ExtraMembers, plate.Bioformats2RawLayout),
        });
    }

    public static Converted<V04.Well> Convert(V05.Well well)
    {
        var losses = New();
        losses.Move(well.Version, At);
        var version = losses.Keep(well.Definition.Version, $"{Documents.Root}.{WellJson.Definition}.version");
        var definition = V04Adapter.FromV05(well.Definition) with { Version = version };
        return losses.With(new V04.Well { Definition = definition, ExtraMembers = well.ExtraMembers });
    }

    public static Converted<V04.Bioformats2RawRoot> Convert(V05.Bioformats2RawRoot root)
    {
        var losses = New();
        losses.Move(root.Version, At);
        return losses.With(new V04.Bioformats2RawRoot { Layout = root.Layout, ExtraMembers = root.ExtraMembers });
    }

    public static Converted<V04.Series> Convert(V05.Series series)
    {
        var losses = New();
        losses.Move(series.Version, At);
        return losses.With(new V04.Series { Paths = series.Paths, ExtraMembers = series.ExtraMembers });
    }

    private static Losses New() => new(V05.Image.SupportedVersion, V04.Image.SupportedVersion);

    private static V04.Image Image(V05.Image image, Losses losses)
    {
        losses.Move(image.Version, At);
        return V04Adapter.FromV05(image) with { Multiscales = [.. image.Multiscales.Select((m, i) => Multiscale(m, i, losses))] };
    }

    private static V04.Multiscale Multiscale(V05.Multiscale multiscale, int index, Losses losses) => V04Adapter.FromV05(multiscale) with
    {
        ExtraMembers = losses.WithoutVersion(multiscale.ExtraMembers, $"{Documents.Root}.multiscales[{index}].version"),
    };

    private static V04.ImageLabel Label(V05.ImageLabel label, Losses losses) =>
        V04Adapter.FromV05(label) with { Version = losses.Keep(label.Version, $"{ImageLabelJson.Root}.version") };

    private static JsonMembers GiveLayout(JsonMembers extra, int? layout) => layout is { } number
        ? extra.With(Bioformats2RawRootJson.Layout, JsonElement.Parse(number.ToString(CultureInfo.InvariantCulture)))
        : extra;
}
