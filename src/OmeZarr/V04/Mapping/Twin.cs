namespace OmeZarr.V04.Mapping;

/// <summary>
/// The record of 0.5 with the same members, and the way back. A version that 0.5 has no place for is left out; nothing else is.
/// Reading, judging and converting objects that both versions have go through it.
/// </summary>
internal static class Twin
{
    public static V05.Image Of(Image image) =>
        new() { Multiscales = [.. image.Multiscales.Select(Of)], Omero = image.Omero, ExtraMembers = image.ExtraMembers };

    public static Image Back(V05.Image twin) =>
        new() { Multiscales = [.. twin.Multiscales.Select(Back)], Omero = twin.Omero, ExtraMembers = twin.ExtraMembers };

    public static V05.Multiscale Of(Multiscale multiscale) => new()
    {
        Name = multiscale.Name,
        Axes = multiscale.Axes,
        Datasets = multiscale.Datasets,
        CoordinateTransformations = multiscale.CoordinateTransformations,
        Type = multiscale.Type,
        Metadata = multiscale.Metadata,
        ExtraMembers = multiscale.ExtraMembers,
    };

    public static Multiscale Back(V05.Multiscale twin) => new()
    {
        Name = twin.Name,
        Axes = twin.Axes,
        Datasets = twin.Datasets,
        CoordinateTransformations = twin.CoordinateTransformations,
        Type = twin.Type,
        Metadata = twin.Metadata,
        ExtraMembers = twin.ExtraMembers,
    };

    public static V05.ImageLabel Of(ImageLabel label) => new()
    {
        Colors = label.Colors,
        Properties = label.Properties,
        Source = label.Source,
        Version = label.Version,
        ExtraMembers = label.ExtraMembers,
    };

    public static ImageLabel Back(V05.ImageLabel twin) => new()
    {
        Colors = twin.Colors,
        Properties = twin.Properties,
        Source = twin.Source,
        Version = twin.Version,
        ExtraMembers = twin.ExtraMembers,
    };

    public static V05.PlateDef Of(PlateDef plate) => new()
    {
        Columns = plate.Columns,
        Rows = plate.Rows,
        Wells = plate.Wells,
        Acquisitions = plate.Acquisitions,
        FieldCount = plate.FieldCount,
        Name = plate.Name,
        Version = plate.Version,
        ExtraMembers = plate.ExtraMembers,
    };

    public static PlateDef Back(V05.PlateDef twin) => new()
    {
        Columns = twin.Columns,
        Rows = twin.Rows,
        Wells = twin.Wells,
        Acquisitions = twin.Acquisitions,
        FieldCount = twin.FieldCount,
        Name = twin.Name,
        Version = twin.Version,
        ExtraMembers = twin.ExtraMembers,
    };

    public static V05.WellDef Of(WellDef well) => new() { Images = well.Images, Version = well.Version, ExtraMembers = well.ExtraMembers };

    public static WellDef Back(V05.WellDef twin) => new() { Images = twin.Images, Version = twin.Version, ExtraMembers = twin.ExtraMembers };
}
