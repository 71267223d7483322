using OmeZarr.OmeXml;
using OmeZarr.Planning;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Writing.Parts;

/// <summary>OME-XML descriptions of the images of a collection: new images by their builder, existing ones from disk, read again only after a change.</summary>
/// <param name="root">The absolute path of the collection.</param>
/// <param name="open">Reads the metadata of an image, and the shape and data type of its first level.</param>
internal sealed class SeriesDescriptions(string root, Func<string, Task<(Image Image, ArraySpec Level)>> open)
{
    private readonly Dictionary<string, (DocumentStamp? Stamp, OmeXmlImage Image)> known = [];

    /// <summary>Stores the description of an image that is published.</summary>
    /// <param name="part">The image.</param>
    /// <param name="folder">The folder of the collection, which may still be a staging folder.</param>
    internal void Note(SeriesPart part, string folder)
    {
        if (part.Description is { } description)
        {
            known[part.Path] = (DocumentStamp.Of(Path.Join(folder, part.Path)), description);
        }
    }

    /// <summary>The description of an existing image.</summary>
    /// <exception cref="ArgumentException">OME-XML cannot describe it.</exception>
    /// <exception cref="ZarrException">It cannot be read.</exception>
    /// <exception cref="OmeZarrException">It is no image.</exception>
    internal async Task<OmeXmlImage> OfAsync(string name)
    {
        var stamp = DocumentStamp.Of(Path.Join(root, name));
        if (known.TryGetValue(name, out var found) && stamp is not null && stamp == found.Stamp)
        {
            return found.Image;
        }

        var (image, level) = await open(Path.Join(root, name)).ConfigureAwait(false);
        var description = PlanContext.In($"series {name}", () => OmeXmlImage.Describe(name, image, level));
        known[name] = (stamp, description);
        return description;
    }
}
