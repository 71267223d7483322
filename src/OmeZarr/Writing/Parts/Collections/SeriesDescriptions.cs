using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Writing.Parts;

/// <summary>OME-XML descriptions of the images of a collection: new images by their builder, existing ones from disk, read again only after a change.</summary>
/// <param name="documents">The documents of the collection.</param>
/// <param name="open">Reads the metadata of an image, and the shape and data type of its first level.</param>
internal sealed class SeriesDescriptions(HierarchyDocuments documents, Func<string, Task<(Image Image, ArraySpec Level)>> open)
{
    private readonly Dictionary<string, (object? Stamp, ListedSeries Series)> known = [];

    /// <summary>Stores the description of an image that is published.</summary>
    /// <param name="part">The image.</param>
    /// <param name="written">The documents of the collection, which may still be built.</param>
    internal void Note(SeriesPart part, HierarchyDocuments written)
    {
        known[part.Path] = (written.StampOfPart(part.Path), part.Listed);
    }

    /// <summary>The description of an existing image.</summary>
    /// <exception cref="ZarrException">It cannot be read.</exception>
    /// <exception cref="OmeZarrException">It is no image.</exception>
    internal async Task<ListedSeries> OfAsync(string name)
    {
        var stamp = documents.StampOfPart(name);
        if (known.TryGetValue(name, out var found) && stamp is not null && stamp.Equals(found.Stamp))
        {
            return found.Series;
        }

        var (image, level) = await open(name).ConfigureAwait(false);
        var series = SeriesPart.Describe(name, image, level);
        known[name] = (stamp, series);
        return series;
    }
}
