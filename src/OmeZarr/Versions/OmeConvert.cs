namespace OmeZarr;

/// <summary>
/// Turns metadata of OME-Zarr 0.4 into metadata of 0.5 and back. Only JSON: pixels are not touched. Versions move to where the other
/// specification has them; unknown members go along. Nothing is validated.
/// </summary>
/// <remarks>
/// <c>x.ToV05().Value.ToV04().Value</c> equals <c>x</c> if <c>x.ToV05().Losses</c> is empty and every multiscale of <c>x</c> states its version.
/// </remarks>
public static partial class OmeConvert
{
    /// <summary>The metadata in 0.5; those of 0.5 as they are.</summary>
    internal static OmeMetadata Latest(OmeMetadata model) => model switch
    {
        V04.Image image => image.ToV05().Value,
        V04.ImageLabel label => label.ToV05().Value,
        V04.LabelsGroup group => group.ToV05().Value,
        V04.Plate plate => plate.ToV05().Value,
        V04.Well well => well.ToV05().Value,
        V04.Bioformats2RawRoot root => root.ToV05().Value,
        V04.Series series => series.ToV05().Value,
        _ => model,
    };
}
