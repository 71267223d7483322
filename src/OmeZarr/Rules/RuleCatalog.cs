namespace OmeZarr.Rules;

/// <summary>All rules about the content of documents. (Those about their structure are <see cref="Json.StructureRules"/>.)</summary>
internal static class RuleCatalog
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        .. MemberRules.All,
        .. DocumentRules.All, .. DocumentRules.Only04,
        .. ImageRules.All, .. ImageRules.OfMultiscale,
        .. AxesRules.All,
        .. DatasetsRules.All, .. DatasetsRules.OfDataset,
        .. TransformationRules.All,
        .. OmeroRules.All, .. OmeroRules.OfChannel,
        .. LabelRules.All, .. LabelRules.Only05, .. LabelRules.OfGroup,
        .. PlateRules.All, .. PlateRules.OfAcquisition, .. PlateRules.OfLayout,
        .. WellRules.All, .. WellRules.OfSeries,
    ];
}
