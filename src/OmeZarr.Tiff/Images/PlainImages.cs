using OmeZarr.Files;
using OmeZarr.Tiff.Axes;

namespace OmeZarr.Tiff.Images;

/// <summary>Images of programs that tell the pixel size, but nothing about several pages.</summary>
internal static class PlainImages
{
    public static TiffMeaning Read(TiffPages file, ImageFileOptions options, string format, IReadOnlyDictionary<char, PhysicalSize> sizes)
    {
        var builder = new SeriesBuilder(file, options);
        var sorted = PageSorter.Sort(file, builder);
        var reduced = PageSorter.Group(sorted.Reduced);
        var images = PageSorter.Group(sorted.Main.Select(directory => file[directory]))
            .Select((pages, i) => builder.Build(pages, FileDescription.Unnamed(format, pages.Count) with { Sizes = i == 0 ? sizes : new Dictionary<char, PhysicalSize>() }));
        return new TiffMeaning { Format = format, Series = [.. images.Select(image => LevelFinder.Attach(image, reduced))], Findings = builder.Findings };
    }
}
