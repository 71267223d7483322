using OmeZarr.OmeXml;
using OmeZarr.Planning;
using OmeZarr.V05;

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

    internal ListedSeries Listed => new(Path, Description);

    /// <summary>Whether its pixels are written later. Such a part must not be replaced while they are still being written.</summary>
    internal bool IsPrepared => Images.First().Levels is null;

    /// <summary>Plans an image with pixels.</summary>
    /// <param name="root">The path of the collection, as the user gave it.</param>
    /// <param name="series">The image.</param>
    /// <param name="options">Options of writing.</param>
    /// <param name="describe">Whether to describe the image in OME-XML.</param>
    /// <exception cref="OmeZarrException">The metadata breaks the specification.</exception>
    /// <exception cref="ArgumentException">Name, metadata, arrays and options do not fit each other.</exception>
    internal static SeriesPart Of(string root, SeriesImage series, WriteOptions options, bool describe)
    {
        var place = Place(root, series.Name);
        RequireParts(series.Image, series.Levels, series.Labels);
        var images = PlannedImages.Of(place, series.Image, series.Levels, series.Labels, options);
        return new SeriesPart(series.Name, images, describe ? Describe(place, series.Name, series.Image, ArraySpec.Of(series.Levels[0])) : null);
    }

    /// <summary>Plans an image without pixels.</summary>
    /// <inheritdoc cref="Of(string, SeriesImage, WriteOptions, bool)"/>
    internal static SeriesPart Of(string root, SeriesSpec series, WriteOptions options, bool describe)
    {
        var place = Place(root, series.Name);
        RequireParts(series.Image, series.Levels, series.Labels);
        var images = PlannedImages.Of(place, series.Image, series.Levels, series.Labels, options);
        return new SeriesPart(series.Name, images, describe ? Describe(place, series.Name, series.Image, series.Levels[0]) : null);
    }

    private static ImageTarget Place(string root, string name)
    {
        NodeNames.Require("series", name);
        return CollectionDocuments.GroupName.Equals(name, StringComparison.OrdinalIgnoreCase)
            ? throw new ArgumentException($"\"{name}\" cannot be the name of a series: the group {CollectionDocuments.GroupName} describes the collection; choose another name")
            : new ImageTarget(System.IO.Path.Join(root, name), string.Empty, $"series {name}");
    }

    private static void RequireParts(Image image, object levels, object labels)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentNullException.ThrowIfNull(labels);
    }

    private static OmeXmlImage Describe(ImageTarget place, string name, Image image, ArraySpec level) => place.Plan(() => OmeXmlImage.Describe(name, image, level));

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
