using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Images;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Vendors.Programs;

/// <summary>Files by ImageJ, SCIFIO and tifffile, and by programs that do not say what the pages are. Reads every file.</summary>
internal static class ProgramDialect
{
    public static TiffMeaning Read(TiffPages pages, ImageFileOptions options)
    {
        var builder = new SeriesBuilder(pages, options);
        var sorted = PageSorter.Sort(pages, builder);
        var (described, rest) = DescribedRuns.Find(pages, sorted.Main, options);
        var images = described.ConvertAll(run => builder.Build(run.Pages, run.Description));
        var groups = PageSorter.Group(rest);
        images = images.ConvertAll(image => WithLevels(image, groups, builder));
        while (groups.Count > 0)
        {
            var group = groups[0];
            groups.RemoveAt(0);
            images.Add(WithLevels(builder.Build(group, Describe(pages, group)), groups, builder));
        }

        var reduced = PageSorter.Group(sorted.Reduced);
        return new TiffMeaning
        {
            Format = described.Count > 0 ? described[0].Description.Writer : "TIFF",
            Series = [.. images.SelectMany(image => CameraImages.TryRead(pages, image, builder) ?? [LevelFinder.Attach(SubPages.Attach(pages, image, builder), reduced)])],
            Findings = builder.Findings,
        };
    }

    private static FileDescription Describe(TiffPages pages, List<TiffPage> group) =>
        FileDescription.Unnamed("TIFF", group.Count) with { Sizes = Resolution.IfPlausible(pages, group[0].Number) };

    // These pages are not marked as copies, so that they are is a guess.
    private static TiffSeries WithLevels(TiffSeries image, List<List<TiffPage>> groups, SeriesBuilder builder)
    {
        var result = LevelFinder.Attach(image, groups);
        if (result.Levels.Count > image.Levels.Count)
        {
            var numbers = result.Levels.Skip(image.Levels.Count).SelectMany(level => level.Pages).Select(page => page!.Number).ToArray();
            builder.Add(FileFindingKind.Guessed, $"{(numbers.Length == 1 ? $"page {numbers[0]}" : $"{numbers.Length} pages from page {numbers[0]} on")} "
                + $"have the proportions of {image.Layout.Describe()} at a smaller size, so they were taken for smaller copies; read single pages with --page");
        }

        return result;
    }
}
