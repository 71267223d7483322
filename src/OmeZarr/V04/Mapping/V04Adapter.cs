namespace OmeZarr.V04.Mapping;

/// <summary>
/// Converts between records of 0.4 and the records of 0.5 with the same members. The only loss is a version for which 0.5 has no member.
/// Reading, validation and conversion of objects that both versions have use it.
/// </summary>
internal static class V04Adapter
{
    public static V05.Image ToV05(Image image) =>
        new() { Multiscales = [.. image.Multiscales.Select(ToV05)], Omero = image.Omero, ExtraMembers = image.ExtraMembers };

    public static Image FromV05(V05.Image v05) =>
        new() { Multiscales = [.. v05.Multiscales.Select(FromV05)], Omero = v05.Omero, ExtraMembers = v05.ExtraMembers };

    public static V05.Multiscale ToV05(Multiscale multiscale) => new()
    {
        Name = multiscale.Name,
        Axes = multiscale.Axes,
        Datasets = multiscale.Datasets,
        CoordinateTransformations = multiscale.CoordinateTransformations,
        Type = multiscale.Type,
        Metadata = multiscale.Metadata,
        ExtraMembers = multiscale.ExtraMembers,
    };

    public static Multiscale FromV05(V05.Multiscale v05) => new()
    {
        Name = v05.Name,
        Axes = v05.Axes,
        Datasets = v05.Datasets,
        CoordinateTransformations = v05.CoordinateTransformations,
        Type = v05.Type,
        Metadata = v05.Metadata,
        ExtraMembers = v05.ExtraMembers,
    };

    public static V05.ImageLabel ToV05(ImageLabel label) => new()
    {
        Colors = label.Colors,
        Properties = label.Properties,
        Source = label.Source,
        Version = label.Version,
        ExtraMembers = label.ExtraMembers,
    };

    public static ImageLabel FromV05(V05.ImageLabel v05) => new()
    {
        Colors = v05.Colors,
        Properties = v05.Properties,
        Source = v05.Source,
        Version = v05.Version,
        ExtraMembers = v05.ExtraMembers,
    };

    public static V05.PlateDef ToV05(PlateDef plate) => new()
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

    public static PlateDef FromV05(V05.PlateDef v05) => new()
    {
        Columns = v05.Columns,
        Rows = v05.Rows,
        Wells = v05.Wells,
        Acquisitions = v05.Acquisitions,
        FieldCount = v05.FieldCount,
        Name = v05.Name,
        Version = v05.Version,
        ExtraMembers = v05.ExtraMembers,
    };

    public static V05.WellDef ToV05(WellDef well) => new() { Images = well.Images, Version = well.Version, ExtraMembers = well.ExtraMembers };

    public static WellDef FromV05(V05.WellDef v05) => new() { Images = v05.Images, Version = v05.Version, ExtraMembers = v05.ExtraMembers };
}
