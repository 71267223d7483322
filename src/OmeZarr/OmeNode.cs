using OmeZarr.Reading;
using Zarr;

namespace OmeZarr;

/// <summary>
/// A node of OME-Zarr 0.5 or 0.4, opened for reading: an <see cref="OmeImage"/>, <see cref="OmePlate"/>, <see cref="OmeWell"/> or <see cref="OmeCollection"/>.
/// <see cref="OmeStore"/> opens whichever it is.
/// </summary>
/// <remarks>The models of the metadata are those of 0.5 in any case. What 0.4 says is put into them as <see cref="OmeConvert"/> does; what 0.5 has no place for is among
/// the attributes of the <see cref="Group"/>.</remarks>
public abstract class OmeNode
{
    private protected OmeNode(OpenedNode node) => (Group, Version) = (node.Group, node.Version);

    /// <summary>The Zarr group, with all its attributes.</summary>
    public ZarrGroup Group { get; }

    /// <summary>The version of OME-Zarr that the node is stored in: <c>0.5</c> or <c>0.4</c>.</summary>
    public string Version { get; }

    /// <summary>What the node is and where.</summary>
    public override string ToString() => $"{GetType().Name} of {Group} of {Group.Store}";
}
