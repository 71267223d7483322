using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Images;

/// <summary>Makes images of pages and descriptions, with the axes that the user gave, and collects what the user must know.</summary>
internal sealed class SeriesBuilder(TiffPages file, ImageFileOptions options)
{
    public List<FileFinding> Findings { get; } = [];

    public void Add(FileFindingKind kind, string message) => Findings.Add(new FileFinding(kind, message));

    /// <summary>One image.</summary>
    /// <param name="pages">Its pages, at least one of them present.</param>
    /// <param name="description">What the file says about it.</param>
    /// <exception cref="TiffFormatException">The description names one axis twice.</exception>
    /// <exception cref="ArgumentException">The options do not fit the pages.</exception>
    public TiffSeries Build(IReadOnlyList<TiffPage?> pages, FileDescription description)
    {
        var first = pages.First(page => page is not null)!;
        description = options.Axes is null ? Fit(description, pages.Count) : description;
        var complete = options.Axes is null && description.PageCount > pages.Count ? new PaddedPages(pages, (int)description.PageCount) : pages;
        var named = AxisNaming.Name(file.File.Path, first.Layout, PageAxes(description, complete.Count, first.Layout.Samples), description.PlaneNames, options.Axes);
        if (named.Guess is { } unnamed)
        {
            Add(FileFindingKind.Guessed, unnamed);
        }

        if (description.Guess is { } guess && options.Axes is null && description.Problem is null)
        {
            Add(FileFindingKind.Guessed, guess);
        }

        if (description.LeftOut is { } leftOut)
        {
            Add(FileFindingKind.LeftOut, leftOut);
        }

        return new TiffSeries
        {
            Pages = complete,
            Axes = named.Axes,
            Layout = first.Layout,
            PixelSizes = [.. named.Axes.Select(axis => description.Sizes.TryGetValue(axis.Name, out var size) ? size : (PhysicalSize?)null)],
            Name = description.Name,
            Kind = description.Kind,
            Channels = ChannelColors.Read(first, named.Axes, description.Channels, this),
            Position = Position(named.Axes, description),
        };
    }

    private static FilePosition?[] Position(IReadOnlyList<ImageAxis> axes, FileDescription description) => description.Position.Count == 0
        ? []
        : [.. axes.Select(axis => description.Position.TryGetValue(axis.Name, out var position) ? position : (FilePosition?)null)];

    private IReadOnlyList<PageAxis> PageAxes(FileDescription description, int pages, int samples) =>
        PageSizes.Read(file.File.Path, options, pages, samples)
            // The lengths stay useful where the user names the axes, unless all pages are to be one axis.
            ?? (description.PageCount == pages && options.Axes?.Length != (samples > 1 ? 4 : 3) ? description.PageAxes : [new PageAxis(null, pages)]);

    /// <summary>The description for the pages that are there. Other programs follow the pages, too, where a description contradicts them.</summary>
    private FileDescription Fit(FileDescription description, int pages)
    {
        if (description.Problem is { } problem)
        {
            Add(FileFindingKind.LeftOut, $"what {description.Writer} says about the pages is not followed: {problem}");
            return description with { PageAxes = [new PageAxis(null, pages)], PlaneNames = PlaneNames.Usual };
        }

        if (description.PageCount == pages)
        {
            return description;
        }

        var contradiction = $"the file has {pages} {(pages == 1 ? "page" : "pages")}, but {description.Writer} describes {string.Join(" x ", description.PageAxes.Select(axis => axis.Length))}";
        if (description.PageCount >= 0 && description.PageCount < pages)
        {
            Add(FileFindingKind.Guessed, $"{contradiction}; all of them are read");
            return description with { PageAxes = FittedAxes.Extend(description.PageAxes, pages) };
        }

        var fitted = description with { PageAxes = FittedAxes.Cut(description.PageAxes, pages) };
        var zeros = fitted.PageCount - pages;
        Add(FileFindingKind.Missing, $"{contradiction}; {(zeros == 0 ? "the image ends with the last of them" : $"the image ends where they end, and its last {zeros} planes are read as zeros")}");
        return fitted;
    }
}
