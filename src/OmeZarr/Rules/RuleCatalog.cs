namespace OmeZarr.Rules;

/// <summary>All rules about the content of documents. (Those about their structure are <see cref="Json.StructureRules"/>.)</summary>
internal static class RuleCatalog
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        .. MemberRules.All,
        .. ImageRules.All, .. ImageRules.OfMultiscale,
        .. AxesRules.All,
        .. DatasetsRules.All, .. DatasetsRules.OfDataset,
        .. TransformationRules.All,
        .. OmeroRules.All, .. OmeroRules.OfChannel,
    ];
}
