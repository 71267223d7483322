using OmeZarr.Reading;
using OmeZarr.V05;

namespace OmeZarr;

/// <summary>
/// A group that is not an image, plate, well or collection: the list of labels of an image, the list of images of a collection (<c>OME</c>), or a Zarr group without OME-Zarr metadata,
/// such as the row of a plate. Thread-safe.
/// </summary>
public sealed class OmeGroup : OmeNode
{
    internal OmeGroup(OpenedNode node)
        : base(node) => Paths = node.Document?.Kind switch
        {
            OmeDocumentKind.LabelsGroup => node.Require<LabelsGroup>(OmeDocumentKind.LabelsGroup).Labels,
            OmeDocumentKind.Series => node.Require<Series>(OmeDocumentKind.Series).Paths,
            _ => [],
        };

    /// <summary>The listed paths: of label images, relative to this group; of the images of a collection, relative to the collection. Empty for groups without such a list.</summary>
    public IReadOnlyList<string> Paths { get; }
}
