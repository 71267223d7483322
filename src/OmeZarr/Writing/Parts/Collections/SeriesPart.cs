using OmeZarr.OmeXml;
using OmeZarr.Planning;

namespace OmeZarr.Writing.Parts;

/// <summary>An image that is added to a collection, with its labels.</summary>
internal sealed class SeriesPart : Part
{
    private SeriesPart(string name, IReadOnlyList<PlannedImage> images, OmeXmlImage? description)
    {
        (Path, Description) = (name, description);
        Images = [Described(images[0]), .. images.Skip(1)];
    }

    /// <summary>The name of the series.</summary>
    internal override string Path { get; }

    internal override IEnumerable<PlannedImage> Images { get; }

    /// <summary>The description of the image in OME-XML; null if the user provides the OME-XML.</summary>
    internal OmeXmlImage? Description { get; private set; }

    internal (string Name, OmeXmlImage? Description) Listed => (Path, Description);

    internal override bool IsPrepared => Images.First().Levels is null;

    /// <summary>Plans an image.</summary>
    /// <param name="root">The path of the collection, as the user gave it.</param>
    /// <param name="series">The image.</param>
    /// <param name="options">Options of writing.</param>
    /// <param name="describe">Whether to describe the image in OME-XML.</param>
    /// <param name="isPrepared">Whether the pixels are written later.</param>
    /// <exception cref="OmeZarrException">The metadata breaks the specification.</exception>
    /// <exception cref="ArgumentException">Name, metadata, arrays and options do not fit each other.</exception>
    internal static SeriesPart Of(string root, SeriesImage series, WriteOptions options, bool describe, bool isPrepared)
    {
        var place = Place(root, series.Name);
        var images = PlannedImages.Of(place, series, series.Labels, options, isPrepared);
        return new SeriesPart(series.Name, images, describe ? place.Plan(() => OmeXmlImage.Describe(series.Name, series.Image, series.Levels[0])) : null);
    }

    private static ImageTarget Place(string root, string name)
    {
        NodeNames.Require("series", name);
        return NodeNames.SeriesGroup.Equals(name, StringComparison.OrdinalIgnoreCase)
            ? throw new ArgumentException($"\"{name}\" cannot be the name of a series: the group {NodeNames.SeriesGroup} describes the collection; choose another name")
            : new ImageTarget(System.IO.Path.Join(root, name), string.Empty, $"series {name}");
    }

    /// <summary>Updates the OME-XML description with the completed metadata.</summary>
    private PlannedImage Described(PlannedImage image) => image.Complete is not { } complete ? image : image with
    {
        Complete = given =>
        {
            var completed = complete(given);
            Description = completed is { Multiscales.Count: > 0 } ? Description?.Complete(Path, completed) : Description;
            return completed;
        },
    };
}
