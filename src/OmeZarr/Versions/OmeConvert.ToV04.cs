using System.Text.Json.Nodes;
using OmeZarr.Versions;

namespace OmeZarr;

/// <content>From 0.5 to 0.4.</content>
public static partial class OmeConvert
{
    private const string RootVersion = $"{V05.Image.Root}.version";

    /// <summary>An image of 0.5 as one of 0.4; a label image stays one.</summary>
    public static (V04.Image Value, ValueList<Finding> Losses) ToV04(this V05.Image model)
    {
        if (model is V05.LabelImage label)
        {
            var (value, labelLosses) = label.ToV04();
            return (value, labelLosses);
        }

        var losses = Losses.OfV05(model);
        return losses.With(Image(model, losses));
    }

    /// <summary>A label image of 0.5 as one of 0.4.</summary>
    public static (V04.LabelImage Value, ValueList<Finding> Losses) ToV04(this V05.LabelImage model)
    {
        var losses = Losses.OfV05(model);
        return losses.With(new V04.LabelImage(Image(model, losses), Label(model.ImageLabel, losses)));
    }

    /// <summary>An object <c>image-label</c> of 0.5 as one of 0.4.</summary>
    public static (V04.ImageLabel Value, ValueList<Finding> Losses) ToV04(this V05.ImageLabel model)
    {
        var losses = Losses.OfV05(model);
        return losses.With(Label(model, losses));
    }

    /// <summary>A group of labels of 0.5 as one of 0.4.</summary>
    public static (V04.LabelsGroup Value, ValueList<Finding> Losses) ToV04(this V05.LabelsGroup model)
    {
        var losses = Losses.OfV05(model);
        losses.Move(model.Version, RootVersion);
        return losses.With(new V04.LabelsGroup { Labels = model.Labels, ExtraMembers = model.ExtraMembers });
    }

    /// <summary>A plate of 0.5 as one of 0.4.</summary>
    public static (V04.Plate Value, ValueList<Finding> Losses) ToV04(this V05.Plate model)
    {
        var losses = Losses.OfV05(model);
        losses.Move(model.Version, RootVersion);
        return losses.With(new V04.Plate
        {
            Definition = V04.PlateDef.From05(model.Definition) with { Version = losses.Keep(model.Definition.Version, "ome.plate.version") },
            ExtraMembers = GiveLayout(model.ExtraMembers, model.Bioformats2RawLayout),
        });
    }

    /// <summary>A well of 0.5 as one of 0.4.</summary>
    public static (V04.Well Value, ValueList<Finding> Losses) ToV04(this V05.Well model)
    {
        var losses = Losses.OfV05(model);
        losses.Move(model.Version, RootVersion);
        return losses.With(new V04.Well
        {
            Definition = V04.WellDef.From05(model.Definition) with { Version = losses.Keep(model.Definition.Version, "ome.well.version") },
            ExtraMembers = model.ExtraMembers,
        });
    }

    /// <summary>The root of a collection of 0.5 as one of 0.4.</summary>
    public static (V04.Bioformats2RawRoot Value, ValueList<Finding> Losses) ToV04(this V05.Bioformats2RawRoot model)
    {
        var losses = Losses.OfV05(model);
        losses.Move(model.Version, RootVersion);
        return losses.With(new V04.Bioformats2RawRoot { Layout = model.Layout, ExtraMembers = model.ExtraMembers });
    }

    /// <summary>The order of a collection of 0.5 as one of 0.4.</summary>
    public static (V04.Series Value, ValueList<Finding> Losses) ToV04(this V05.Series model)
    {
        var losses = Losses.OfV05(model);
        losses.Move(model.Version, RootVersion);
        return losses.With(new V04.Series { Paths = model.Paths, ExtraMembers = model.ExtraMembers });
    }

    private static V04.Image Image(V05.Image image, Losses losses)
    {
        losses.Move(image.Version, RootVersion);
        return new V04.Image
        {
            Multiscales = [.. image.Multiscales.Select((multiscale, i) => Multiscale(multiscale, i, losses))],
            Omero = image.Omero,
            ExtraMembers = image.ExtraMembers,
        };
    }

    private static V04.Multiscale Multiscale(V05.Multiscale multiscale, int index, Losses losses) => V04.Multiscale.From05(multiscale) with
    {
        ExtraMembers = losses.WithoutVersion(multiscale.ExtraMembers, $"ome.multiscales[{index}].version"),
    };

    private static V04.ImageLabel Label(V05.ImageLabel label, Losses losses) =>
        V04.ImageLabel.From05(label) with { Version = losses.Keep(label.Version, $"{V05.ImageLabel.Root}.version") };

    private static JsonMembers GiveLayout(JsonMembers extra, int? layout) => layout is { } number
        ? extra.With(new JsonObject { [V05.Bioformats2RawRoot.LayoutMember] = number })
        : extra;
}
