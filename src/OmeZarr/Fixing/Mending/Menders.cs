using System.Collections.Frozen;
using OmeZarr.Rules.Hierarchy;

namespace OmeZarr.Fixing.Mending;

/// <summary>The mender of each rule whose violations can be mended.</summary>
internal static class Menders
{
    private static readonly OmeroMender Omero = new();

    /// <summary>The menders by rule.</summary>
    internal static FrozenDictionary<string, Mender> All { get; } = new Dictionary<string, Mender>
    {
        [V05.VersionMember.RuleId] = MemberMenders.Version,
        [StructureRules.VersionMissing] = MemberMenders.Version,
        ["version-recommended"] = MemberMenders.Version,
        ["label-version"] = MemberMenders.Version,
        [StructureRules.MemberType] = MemberMenders.Version,
        [StructureRules.IntegerFraction] = MemberMenders.Integer,
        [StructureRules.ColorHash] = Omero,
        ["omero-color-missing"] = Omero,
        ["omero-window-missing"] = Omero,
        [StructureRules.MemberMissing] = Omero,
        [LabelNodeRules.ImageLabel.Id] = MemberMenders.ImageLabel,
        [NodeRules.ConsolidatedStale.Id] = MemberMenders.Consolidated,
        ["dimension-names-missing"] = new DimensionNamesMender(),
        [ChunkRules.BloscTypeSize.Id] = new TypeSizeMender(),
        [PlateNodeRules.FieldCount.Id] = new FieldCountMender(),
        [PlateNodeRules.WellUnlisted.Id] = new ListingMender(PartKind.Well),
        [PlateNodeRules.FieldUnlisted.Id] = new ListingMender(PartKind.Field),
        [LabelNodeRules.Unlisted.Id] = new ListingMender(PartKind.Label),
        [PlateNodeRules.RowMissing.Id] = new DelistingMender(PartKind.Well, isRow: true),
        [PlateNodeRules.WellMissing.Id] = new DelistingMender(PartKind.Well),
        [PlateNodeRules.FieldMissing.Id] = new DelistingMender(PartKind.Field),
        [LabelNodeRules.Missing.Id] = new DelistingMender(PartKind.Label),
        [CollectionRules.Missing.Id] = new DelistingMender(PartKind.Series),
    }.ToFrozenDictionary();
}
