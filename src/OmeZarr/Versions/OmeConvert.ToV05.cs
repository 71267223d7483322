using System.Text.Json;
using OmeZarr.Versions;

namespace OmeZarr;

/// <content>From 0.4 to 0.5.</content>
public static partial class OmeConvert
{
    /// <summary>An image of 0.4 as one of 0.5; a label image stays one.</summary>
    public static (V05.Image Value, ValueList<Finding> Losses) ToV05(this V04.Image model)
    {
        if (model is V04.LabelImage label)
        {
            var (value, labelLosses) = label.ToV05();
            return (value, labelLosses);
        }

        var losses = Losses.OfV04(model);
        return losses.With(Image(model, losses));
    }

    /// <summary>A label image of 0.4 as one of 0.5.</summary>
    public static (V05.LabelImage Value, ValueList<Finding> Losses) ToV05(this V04.LabelImage model)
    {
        var losses = Losses.OfV04(model);
        return losses.With(new V05.LabelImage(Image(model, losses), Label(model.ImageLabel, losses)));
    }

    /// <summary>An object <c>image-label</c> of 0.4 as one of 0.5.</summary>
    public static (V05.ImageLabel Value, ValueList<Finding> Losses) ToV05(this V04.ImageLabel model)
    {
        var losses = Losses.OfV04(model);
        return losses.With(Label(model, losses));
    }

    /// <summary>A group of labels of 0.4 as one of 0.5.</summary>
    public static (V05.LabelsGroup Value, ValueList<Finding> Losses) ToV05(this V04.LabelsGroup model)
    {
        var losses = Losses.OfV04(model);
        return losses.With(new V05.LabelsGroup { Labels = model.Labels, ExtraMembers = losses.WithoutVersion(model.ExtraMembers, "version") });
    }

    /// <summary>A plate of 0.4 as one of 0.5.</summary>
    public static (V05.Plate Value, ValueList<Finding> Losses) ToV05(this V04.Plate model)
    {
        var losses = Losses.OfV04(model);
        var (layout, extra) = TakeLayout(losses.WithoutVersion(model.ExtraMembers, "version"));
        return losses.With(new V05.Plate
        {
            Definition = model.Definition.As05() with { Version = losses.Keep(model.Definition.Version, "plate.version") },
            Bioformats2RawLayout = layout,
            ExtraMembers = extra,
        });
    }

    /// <summary>A well of 0.4 as one of 0.5.</summary>
    public static (V05.Well Value, ValueList<Finding> Losses) ToV05(this V04.Well model)
    {
        var losses = Losses.OfV04(model);
        return losses.With(new V05.Well
        {
            Definition = model.Definition.As05() with { Version = losses.Keep(model.Definition.Version, "well.version") },
            ExtraMembers = losses.WithoutVersion(model.ExtraMembers, "version"),
        });
    }

    /// <summary>The root of a collection of 0.4 as one of 0.5.</summary>
    public static (V05.Bioformats2RawRoot Value, ValueList<Finding> Losses) ToV05(this V04.Bioformats2RawRoot model)
    {
        var losses = Losses.OfV04(model);
        return losses.With(new V05.Bioformats2RawRoot { Layout = model.Layout, ExtraMembers = losses.WithoutVersion(model.ExtraMembers, "version") });
    }

    /// <summary>The order of a collection of 0.4 as one of 0.5.</summary>
    public static (V05.Series Value, ValueList<Finding> Losses) ToV05(this V04.Series model)
    {
        var losses = Losses.OfV04(model);
        return losses.With(new V05.Series { Paths = model.Paths, ExtraMembers = losses.WithoutVersion(model.ExtraMembers, "version") });
    }

    private static V05.Image Image(V04.Image image, Losses losses) => new()
    {
        Multiscales = [.. image.Multiscales.Select((multiscale, i) => Multiscale(multiscale, $"multiscales[{i}].version", losses))],
        Omero = image.Omero,
        ExtraMembers = losses.WithoutVersion(image.ExtraMembers, "version"),
    };

    private static V05.Multiscale Multiscale(V04.Multiscale multiscale, string at, Losses losses)
    {
        losses.Move(multiscale.Version, at);
        return multiscale.As05() with { ExtraMembers = losses.WithoutVersion(multiscale.ExtraMembers, at) };
    }

    private static V05.ImageLabel Label(V04.ImageLabel label, Losses losses) =>
        label.As05() with { Version = losses.Keep(label.Version, $"{V04.ImageLabel.Member}.version") };

    /// <summary>0.4 does not say that a plate can have a layout, 0.5 does.</summary>
    private static (int? Layout, JsonMembers Extra) TakeLayout(JsonMembers extra) =>
        extra.TryGetValue(V05.Bioformats2RawRoot.LayoutMember, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var layout)
            ? (layout, extra.Without(V05.Bioformats2RawRoot.LayoutMember))
            : (null, extra);
}
