using OmeZarr.OmeXml;
using OmeZarr.Planning;
using OmeZarr.V05;

namespace OmeZarr.Writing.Parts;

/// <summary>An image that is added to a collection, with its labels.</summary>
internal sealed class SeriesPart : HierarchyPart
{
    private SeriesPart(string name, IReadOnlyList<ImageJob> jobs, OmeXmlImage? description)
    {
        (Path, Description) = (name, description);
        Jobs = [Described(jobs[0]), .. jobs.Skip(1)];
    }

    /// <summary>The name of the series.</summary>
    internal override string Path { get; }

    internal override IEnumerable<ImageJob> Jobs { get; }

    /// <summary>What OME-XML says about the image, as far as is known; null if the user writes the OME-XML.</summary>
    internal OmeXmlImage? Description { get; private set; }

    internal ListedSeries Listed => new(Path, Description);

    /// <summary>Whether its pixels are written later, so that it must not be replaced under the hands of whoever does that.</summary>
    internal bool IsPrepared => Jobs.First().Levels is null;

    /// <summary>Makes the plan for an image with pixels.</summary>
    /// <param name="root">The path of the collection, as the user gave it.</param>
    /// <param name="series">The image.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="describe">Whether it has to be described in OME-XML.</param>
    /// <exception cref="OmeZarrException">The metadata breaks the specification.</exception>
    /// <exception cref="ArgumentException">Name, metadata, arrays and options do not fit each other.</exception>
    internal static SeriesPart Of(string root, SeriesImage series, WriteOptions options, bool describe)
    {
        var place = Place(root, series.Name);
        RequireParts(series.Image, series.Levels, series.Labels);
        var jobs = ImageJobs.Of(place, series.Image, series.Levels, series.Labels, options);
        return new SeriesPart(series.Name, jobs, describe ? Describe(place, series.Name, series.Image, ArraySpec.Of(series.Levels[0])) : null);
    }

    /// <summary>Makes the plan for an image without pixels.</summary>
    /// <inheritdoc cref="Of(string, SeriesImage, WriteOptions, bool)"/>
    internal static SeriesPart Of(string root, SeriesSpec series, WriteOptions options, bool describe)
    {
        var place = Place(root, series.Name);
        RequireParts(series.Image, series.Levels, series.Labels);
        var jobs = ImageJobs.Of(place, series.Image, series.Levels, series.Labels, options);
        return new SeriesPart(series.Name, jobs, describe ? Describe(place, series.Name, series.Image, series.Levels[0]) : null);
    }

    private static JobPlace Place(string root, string name)
    {
        NodeNames.Require("series", name);
        return CollectionDocuments.GroupName.Equals(name, StringComparison.OrdinalIgnoreCase)
            ? throw new ArgumentException($"\"{name}\" cannot be the name of a series: the group {CollectionDocuments.GroupName} describes the collection; choose another name")
            : new JobPlace(System.IO.Path.Join(root, name), string.Empty, $"series {name}");
    }

    private static void RequireParts(Image image, object levels, object labels)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentNullException.ThrowIfNull(labels);
    }

    private static OmeXmlImage Describe(JobPlace place, string name, Image image, ArraySpec level) => place.Plan(() => OmeXmlImage.Describe(name, image, level));

    /// <summary>OME-XML describes the metadata that are published.</summary>
    private ImageJob Described(ImageJob job) => job.Complete is not { } complete ? job : job with
    {
        Complete = given =>
        {
            var completed = complete(given);
            Description = completed is { Multiscales.Count: > 0 } ? Description?.Complete(Path, completed) : Description;
            return completed;
        },
    };
}
