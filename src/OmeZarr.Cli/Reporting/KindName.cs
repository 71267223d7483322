namespace OmeZarr.Cli.Reporting;

/// <summary>The words for the kinds of nodes.</summary>
internal static class KindName
{
    internal static string Of(OmeDocumentKind kind) => kind switch
    {
        OmeDocumentKind.Image => "image",
        OmeDocumentKind.LabelImage => "label image",
        OmeDocumentKind.Plate => "plate",
        OmeDocumentKind.Bioformats2Raw => "collection (bioformats2raw)",
        OmeDocumentKind.Well => "well",
        OmeDocumentKind.LabelsGroup => "labels",
        _ => "series",
    };
}
