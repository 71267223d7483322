using OmeZarr.Rules.Hierarchy;

namespace OmeZarr.Validating;

/// <summary>The rules for the nodes of one role: which rule is broken if the node is missing, if it is an array, and if it is a group of the wrong kind.</summary>
/// <param name="Name">The role in messages.</param>
/// <param name="Missing">Broken if there is no node.</param>
/// <param name="IsArray">Broken if the node is an array instead of a group.</param>
/// <param name="Kind">Broken if the metadata of the group is of none of the <paramref name="Kinds"/>; null if any metadata is allowed.</param>
/// <param name="Kinds">The kinds of metadata that the group may have.</param>
internal sealed record RoleRules(string Name, StoreRule Missing, StoreRule IsArray, StoreRule? Kind, params ValueList<OmeDocumentKind> Kinds)
{
    private static readonly RoleRules Group = new("group", NodeRules.GroupMissing, NodeRules.GroupIsArray, null);
    private static readonly RoleRules Row = new("row", PlateNodeRules.RowMissing, NodeRules.GroupIsArray, null);
    private static readonly RoleRules Well = new("well", PlateNodeRules.WellMissing, PlateNodeRules.WellIsArray, PlateNodeRules.WellKind, OmeDocumentKind.Well);
    private static readonly RoleRules Field =
        new("image", PlateNodeRules.FieldMissing, PlateNodeRules.FieldIsArray, PlateNodeRules.FieldKind, OmeDocumentKind.Image, OmeDocumentKind.LabelImage);
    private static readonly RoleRules Labels = new("list of labels", LabelNodeRules.LabelsKind, LabelNodeRules.LabelsIsArray, LabelNodeRules.LabelsKind, OmeDocumentKind.LabelsGroup);
    private static readonly RoleRules Label =
        new("label image", LabelNodeRules.Missing, LabelNodeRules.IsArray, LabelNodeRules.Kind, OmeDocumentKind.LabelImage, OmeDocumentKind.Image);
    private static readonly RoleRules SeriesList =
        new("list of images", CollectionRules.Missing, CollectionRules.ListIsArray, CollectionRules.ListKind, OmeDocumentKind.Series);
    private static readonly RoleRules Series =
        new("image", CollectionRules.Missing, CollectionRules.IsArray, CollectionRules.Kind, OmeDocumentKind.Image, OmeDocumentKind.LabelImage);

    public static RoleRules Of(NodeRole role) => role switch
    {
        NodeRole.Row => Row,
        NodeRole.Well => Well,
        NodeRole.Field => Field,
        NodeRole.Labels => Labels,
        NodeRole.Label => Label,
        NodeRole.SeriesList => SeriesList,
        NodeRole.Series => Series,
        _ => Group,
    };
}
