using OmeZarr.OmeXml;
using OmeZarr.Planning;
using Zarr;

namespace OmeZarr.Writing.Parts;

/// <summary>What OME-XML says about the images of a collection: those of the builder, and others as they are on the disk, read again only if they have changed.</summary>
/// <param name="root">The absolute path of the collection.</param>
internal sealed class SeriesDescriptions(string root)
{
    private readonly Dictionary<string, (DocumentStamp? Stamp, OmeXmlImage Image)> known = [];

    /// <summary>Notes the description of an image that lands.</summary>
    /// <param name="part">The image.</param>
    /// <param name="folder">The collection, which may not be in its place yet.</param>
    internal void Note(SeriesPart part, string folder)
    {
        if (part.Description is { } description)
        {
            known[part.Path] = (DocumentStamp.Of(Path.Join(folder, part.Path)), description);
        }
    }

    /// <summary>The description of an image that is there.</summary>
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

        var image = await OmeImage.OpenAsync(Path.Join(root, name)).ConfigureAwait(false);
        var level = image.Levels[0];
        var description = PlanContext.In($"series {name}", () => OmeXmlImage.Describe(name, image.Metadata, new ArraySpec(level.Shape, level.DataType)));
        known[name] = (stamp, description);
        return description;
    }
}
