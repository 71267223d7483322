using OmeZarr.Rules.Hierarchy;

namespace OmeZarr.Rules.Checks;

/// <summary>All rules.</summary>
internal static class RuleCatalog
{
    /// <summary>Rules about the content of documents. <see cref="ReadingRules"/> has those about their structure.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [
        .. DocumentRules.OfObject,
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

    /// <summary>All rules: of the structure of documents, of their content, and of hierarchies.</summary>
    public static IReadOnlyList<Rule> WithHierarchies { get; } = [.. ReadingRules.All, .. All, .. StoreRules.All];
}
