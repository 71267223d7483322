using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Images;
using OmeZarr.Tiff.Pages;
using OmeZarr.Tiff.Parsing;

namespace OmeZarr.Tiff.Vendors;

/// <summary>TIFFs of Olympus FluoView: tag 34361 has ten dimensions, the fastest first, each with name, length, origin, resolution and unit.</summary>
internal static class FluoViewDialect
{
    private const TiffTag Header = (TiffTag)34361;
    private const int Dimensions = 10;
    private const int FirstDimension = 284;
    private const int DimensionBytes = 100;

    public static TiffMeaning? Read(TiffPages file, ImageFileOptions options)
    {
        if (file.Directories[0].Find(Header) is not { } field || !file.File.Holds(field.Offset, FirstDimension + (Dimensions * DimensionBytes)))
        {
            return null;
        }

        var builder = new SeriesBuilder(file, options);
        var pages = PageSorter.Group(PageSorter.Sort(file, builder).Main.Select(i => file[i]))[0];
        if (pages.Count < file.Directories.Count)
        {
            builder.Add(FileFindingKind.LeftOut, $"{file.Directories.Count - pages.Count} pages have another size than page {pages[0].Number} and are not read");
        }

        var series = builder.Build(pages, Describe(new FileBytes(file.File), field.Offset, pages.Count));
        return new TiffMeaning { Format = "FluoView", Series = [series], Findings = builder.Findings };
    }

    private static FileDescription Describe(FileBytes bytes, long start, int pages)
    {
        var (axes, sizes) = (new List<PageAxis>(), new Dictionary<char, PhysicalSize>());
        for (var i = 0; i < Dimensions; i++)
        {
            var at = start + FirstDimension + (i * DimensionBytes);
            var (name, length) = (Letter(bytes.Text(at, 16)), bytes.Int32(at + 16) ?? 0);
            var unit = bytes.Text(at + 36, 64);
            if (name is { } letter and not 'c')
            {
                var known = letter == 't' ? PhysicalUnits.Time(unit) : PhysicalUnits.Length(unit);
                Resolution.Add(sizes, letter, known is null ? null : bytes.Double(at + 28), known);
            }

            if (name is not ('x' or 'y') && length > 1)
            {
                axes.Insert(0, new PageAxis(name, length));
            }
        }

        var described = new FileDescription { Writer = "FluoView", PageAxes = axes, Sizes = sizes };
        return described.PageCount >= pages ? described : described with { PageAxes = [new PageAxis(null, pages)] };
    }

    private static char? Letter(string? name) => name?.ToUpperInvariant() switch
    {
        "X" => 'x',
        "Y" => 'y',
        "Z" => 'z',
        "T" or "TIME" => 't',
        "CH" or "WAVELENGTH" => 'c',
        _ => null,
    };
}
