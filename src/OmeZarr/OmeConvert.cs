using OmeZarr.Versions;

namespace OmeZarr;

/// <summary>
/// Turns metadata of OME-Zarr 0.4 into metadata of 0.5 and back. Only JSON: pixels are not touched. Versions move to where the other
/// specification has them; unknown members go along. Nothing is judged.
/// </summary>
/// <remarks>
/// <c>ToV04(ToV05(x).Value).Value</c> equals <c>x</c> if <c>ToV05(x).Losses</c> is empty and every multiscale of <c>x</c> states its version.
/// </remarks>
public static class OmeConvert
{
    /// <summary>An image of 0.4 as one of 0.5; a label image stays one.</summary>
    public static Converted<V05.Image> ToV05(V04.Image model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Upgrade.Convert(model);
    }

    /// <summary>An image of 0.5 as one of 0.4; a label image stays one.</summary>
    public static Converted<V04.Image> ToV04(V05.Image model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Downgrade.Convert(model);
    }

    /// <summary>A label image of 0.4 as one of 0.5.</summary>
    public static Converted<V05.LabelImage> ToV05(V04.LabelImage model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Upgrade.Convert(model);
    }

    /// <summary>A label image of 0.5 as one of 0.4.</summary>
    public static Converted<V04.LabelImage> ToV04(V05.LabelImage model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Downgrade.Convert(model);
    }

    /// <summary>An object <c>image-label</c> of 0.4 as one of 0.5.</summary>
    public static Converted<V05.ImageLabel> ToV05(V04.ImageLabel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Upgrade.Convert(model);
    }

    /// <summary>An object <c>image-label</c> of 0.5 as one of 0.4.</summary>
    public static Converted<V04.ImageLabel> ToV04(V05.ImageLabel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Downgrade.Convert(model);
    }

    /// <summary>A group of labels of 0.4 as one of 0.5.</summary>
    public static Converted<V05.LabelsGroup> ToV05(V04.LabelsGroup model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Upgrade.Convert(model);
    }

    /// <summary>A group of labels of 0.5 as one of 0.4.</summary>
    public static Converted<V04.LabelsGroup> ToV04(V05.LabelsGroup model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Downgrade.Convert(model);
    }

    /// <summary>A plate of 0.4 as one of 0.5.</summary>
    public static Converted<V05.Plate> ToV05(V04.Plate model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Upgrade.Convert(model);
    }

    /// <summary>A plate of 0.5 as one of 0.4.</summary>
    public static Converted<V04.Plate> ToV04(V05.Plate model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Downgrade.Convert(model);
    }

    /// <summary>A well of 0.4 as one of 0.5.</summary>
    public static Converted<V05.Well> ToV05(V04.Well model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Upgrade.Convert(model);
    }

    /// <summary>A well of 0.5 as one of 0.4.</summary>
    public static Converted<V04.Well> ToV04(V05.Well model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Downgrade.Convert(model);
    }

    /// <summary>The root of a collection of 0.4 as one of 0.5.</summary>
    public static Converted<V05.Bioformats2RawRoot> ToV05(V04.Bioformats2RawRoot model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Upgrade.Convert(model);
    }

    /// <summary>The root of a collection of 0.5 as one of 0.4.</summary>
    public static Converted<V04.Bioformats2RawRoot> ToV04(V05.Bioformats2RawRoot model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Downgrade.Convert(model);
    }

    /// <summary>The order of a collection of 0.4 as one of 0.5.</summary>
    public static Converted<V05.Series> ToV05(V04.Series model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Upgrade.Convert(model);
    }

    /// <summary>The order of a collection of 0.5 as one of 0.4.</summary>
    public static Converted<V04.Series> ToV04(V05.Series model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Downgrade.Convert(model);
    }
}
