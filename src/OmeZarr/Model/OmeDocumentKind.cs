namespace OmeZarr;

/// <summary>The kinds of nodes that OME-Zarr documents describe.</summary>
public enum OmeDocumentKind
{
    /// <summary>An image: <see cref="V05.Image"/> or <see cref="V04.Image"/>.</summary>
    Image,

    /// <summary>
    /// An image of labels: <see cref="V05.LabelImage"/> or <see cref="V04.LabelImage"/>; where the multiscales are missing,
    /// <see cref="V05.ImageLabel"/> or <see cref="V04.ImageLabel"/>.
    /// </summary>
    LabelImage,

    /// <summary>A plate: <see cref="V05.Plate"/> or <see cref="V04.Plate"/>.</summary>
    Plate,

    /// <summary>The root of a collection in the layout of bioformats2raw: <see cref="V05.Bioformats2RawRoot"/> or <see cref="V04.Bioformats2RawRoot"/>.</summary>
    Bioformats2Raw,

    /// <summary>A well of a plate: <see cref="V05.Well"/> or <see cref="V04.Well"/>.</summary>
    Well,

    /// <summary>The list of label images: <see cref="V05.LabelsGroup"/> or <see cref="V04.LabelsGroup"/>.</summary>
    LabelsGroup,

    /// <summary>The order of the images of a collection: <see cref="V05.Series"/> or <see cref="V04.Series"/>.</summary>
    Series,
}
