using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Images;

/// <summary>Makes images of pages and descriptions, with the axes that the user gave, and collects what the user must know.</summary>
internal sealed class SeriesBuilder(TiffPages file, ImageFileOptions options)
{
    // A file with fewer of the promised pages is damaged rather than an acquisition that was stopped.
    private const int LeastPart = 10;

    public List<FileFinding> Findings { get; } = [];

    public void Add(FileFindingKind kind, string message) => Findings.Add(new FileFinding(kind, message));

    /// <summary>One image.</summary>
    /// <param name="pages">Its pages, at least one of them present.</param>
    /// <param name="description">What the file says about it.</param>
    /// <exception cref="TiffFormatException">The description cannot be followed.</exception>
    /// <exception cref="ArgumentException">The options do not fit the pages.</exception>
    public TiffSeries Build(IReadOnlyList<TiffPage?> pages, FileDescription description)
    {
        var first = pages.First(page => page is not null)!;
        RequireUsable(description, pages.Count);
        var complete = options.Axes is null ? Complete(pages, description) : pages;
        var named = AxisNaming.Name(file.File.Path, first.Layout, PageAxes(description, complete.Count, first.Layout.Samples), description.SampleName, options.Axes);
        if (named.Guess is { } guess)
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

    private void RequireUsable(FileDescription description, int pages)
    {
        if (options.Axes is null && description.Problem is { } problem)
        {
            throw new TiffFormatException(file.File.Path, $"the description by {description.Writer} cannot be followed: {problem}; name the axes with --axes");
        }

        if (options.Axes is null && description.PageCount != pages && (description.PageCount < pages || description.PageCount / LeastPart > pages))
        {
            var lengths = string.Join(" x ", description.PageAxes.Select(axis => axis.Length));
            throw new TiffFormatException(
                file.File.Path, $"truncated: the description by {description.Writer} speaks of {lengths} pages, the file has {pages}; name the axes with --axes to ignore it");
        }
    }

    private IReadOnlyList<TiffPage?> Complete(IReadOnlyList<TiffPage?> pages, FileDescription description)
    {
        if (description.PageCount == pages.Count)
        {
            return pages;
        }

        Add(FileFindingKind.Missing, $"the file has {pages.Count} of the {description.PageCount} pages that {description.Writer} describes; the last {description.PageCount - pages.Count} are read as zeros");
        return new PaddedPages(pages, (int)description.PageCount);
    }
}
