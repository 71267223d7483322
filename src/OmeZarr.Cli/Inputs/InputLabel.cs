using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Cli.Inputs;

/// <summary>A label image that an input has of its image.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Pixels">Its pixels, with the axes and lengths of the image without channels.</param>
/// <param name="Values">Colours and properties of the labels.</param>
internal sealed record InputLabel(string Name, IArraySource Pixels, ImageLabel Values)
{
    /// <summary>Its smaller copies, as long as those of the image; empty if it has others.</summary>
    internal IReadOnlyList<IArraySource> Levels { get; init; } = [];
}
