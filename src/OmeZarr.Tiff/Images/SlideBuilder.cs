using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Images;

/// <summary>The images of a slide scanner: the specimen with its smaller copies, the label and the overview. Thumbnails are left out.</summary>
internal sealed class SlideBuilder(TiffPages file, ImageFileOptions options)
{
    private readonly SeriesBuilder builder = new(file, options);
    // Named axes are those of the specimen.
    private readonly SeriesBuilder others = new(file, options with { Axes = null, Sizes = new Dictionary<char, long>() });

    public SeriesBuilder Findings => builder;

    /// <summary>The meaning of a slide.</summary>
    /// <param name="format">The name of the format.</param>
    /// <param name="kinds">What each directory shows.</param>
    /// <param name="describe">What the file says about the specimen, given its pages of full size.</param>
    public TiffMeaning Build(string format, IReadOnlyList<FileImageKind> kinds, Func<IReadOnlyList<TiffPage>, FileDescription> describe)
    {
        var directories = kinds.Index().Where(page => page.Item == FileImageKind.Image).Select(page => page.Index).ToArray();
        if (directories.Length == 0)
        {
            throw new TiffFormatException(file.File.Path, "the file has no page with the specimen");
        }

        var groups = PageSorter.Group(directories.Select(directory => file[directory])).OrderByDescending(group => group[0].Layout.Width * group[0].Layout.Height).ToList();
        var main = groups[0];
        groups.RemoveAt(0);
        var series = new List<TiffSeries> { LevelFinder.Attach(builder.Build(main, describe(main)), groups) };
        foreach (var group in groups)
        {
            builder.Add(FileFindingKind.LeftOut, $"page {group[0].Number} with {group[0].Layout.Describe()} is no smaller copy of the specimen and is not read");
        }

        series.AddRange(kinds.Index().Where(page => page.Item is FileImageKind.SlideLabel or FileImageKind.Macro).Select(page => TryBuild(page.Index, page.Item)).OfType<TiffSeries>());
        return new TiffMeaning { Format = format, Series = series, Findings = builder.Findings };
    }

    private TiffSeries? TryBuild(int directory, FileImageKind kind)
    {
        var name = kind == FileImageKind.SlideLabel ? "label" : "macro";
        try
        {
            return others.Build([file[directory]], new FileDescription { Writer = "TIFF", PageAxes = [], Name = name, Kind = kind });
        }
        catch (TiffFormatException error)
        {
            builder.Add(FileFindingKind.LeftOut, $"the {name} image is not read: {error.Message}");
            return null;
        }
    }
}
