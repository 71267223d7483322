using OmeZarr.OmeXml;
using OmeZarr.Planning;
using OmeZarr.V05;

namespace OmeZarr.Writing.Parts;

/// <summary>An image that is added to a collection, with its labels.</summary>
internal sealed class SeriesPart : Part
{
    private SeriesPart(ListedSeries listed, IReadOnlyList<PlannedImage> images)
    {
        Listed = listed;
        Images = [Described(images[0]), .. images.Skip(1)];
    }

    /// <summary>The name of the series.</summary>
    internal override string Path => Listed.Name;

    internal override IEnumerable<PlannedImage> Images { get; }

    /// <summary>The entry of the image in the documents of the collection.</summary>
    internal ListedSeries Listed { get; private set; }

    internal override bool IsPrepared => Images.First().Levels is null;

    /// <summary>Plans an image.</summary>
    /// <param name="root">The path of the collection, as the user gave it.</param>
    /// <param name="series">The image.</param>
    /// <param name="options">Options of writing.</param>
    /// <param name="isPrepared">Whether the pixels are written later.</param>
    /// <exception cref="OmeZarrException">The metadata breaks the specification.</exception>
    /// <exception cref="ArgumentException">Name, metadata, arrays and options do not fit each other.</exception>
    internal static SeriesPart Of(string root, SeriesImage series, WriteOptions options, bool isPrepared)
    {
        var place = Place(root, series.Name);
        var images = PlannedImages.Of(place, series, series.Labels, options, isPrepared);
        return new SeriesPart(Describe(series.Name, series.Image, series.Levels[0]), images);
    }

    /// <summary>Describes an image in OME-XML, unless OME-XML cannot express it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="image">Its valid metadata with one multiscale.</param>
    /// <param name="level">The array of its highest resolution.</param>
    internal static ListedSeries Describe(string name, Image image, ArraySpec level) => OmeXmlImage.Problem(image, level) is { } problem
        ? new ListedSeries(name, Problem: problem)
        : new ListedSeries(name, OmeXmlImage.Describe(name, image, level));

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
            Listed = completed is { Multiscales.Count: > 0 } ? Listed with { Description = Listed.Description?.Complete(Path, completed) } : Listed;
            return completed;
        },
    };
}
