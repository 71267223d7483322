using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Images;
using OmeZarr.Tiff.OmeTiff;
using OmeZarr.Tiff.Vendors;
using OmeZarr.Tiff.Vendors.Programs;
using OmeZarr.Tiff.Vendors.Slides;

namespace OmeZarr.Tiff;

/// <summary>The programs whose files are understood. The first that knows a file reads it.</summary>
internal static class Dialects
{
    /// <summary>Reads what a file holds; null if another program wrote it.</summary>
    private delegate TiffMeaning? Dialect(TiffPages pages, ImageFileOptions options);

    private static readonly Dialect[] All =
    [
        OmeDialect.Read,
        MicroManagerDialect.Read,
        NdTiffDialect.Read,
        LsmDialect.Read,
        StkDialect.Read,
        MetaSeriesDialect.Read,
        ScanImageDialect.Read,
        FluoViewDialect.Read,
        AperioDialect.Read,
        NdpiDialect.Read,
        LeicaScnDialect.Read,
        QpiDialect.Read,
        PhilipsDialect.Read,
        ElectronDialect.Read,
        ProgramDialect.Read,
    ];

    /// <exception cref="TiffFormatException">The file is damaged, uses a feature that is not supported, or does not say clearly what its axes are.</exception>
    /// <exception cref="ArgumentException">The options do not fit the file.</exception>
    public static TiffMeaning Read(TiffPages pages, ImageFileOptions options)
    {
        if (pages.Directories.Count == 0)
        {
            throw new TiffFormatException(pages.File.Path, "the file has no page with an image");
        }

        var meaning = options.Page is { } page ? PageSelection.Read(pages, page, options, ReadWhole) : ReadWhole(pages, options);
        return Photometrics.Handle(Orientations.Handle(meaning, options));
    }

    private static TiffMeaning ReadWhole(TiffPages pages, ImageFileOptions options)
    {
        foreach (var dialect in All)
        {
            if (TryRead(dialect, pages, options) is { } meaning)
            {
                return meaning with { Findings = [.. pages.Findings, .. meaning.Findings] };
            }
        }

        throw new InvalidOperationException("the last dialect reads every file");
    }

    /// <summary>A description that contradicts the pages gives way to them: they are read as those of a program that says nothing, and a finding tells of it.</summary>
    private static TiffMeaning? TryRead(Dialect dialect, TiffPages pages, ImageFileOptions options)
    {
        try
        {
            return dialect(pages, options);
        }
        catch (TiffFormatException error) when (dialect != All[^1] && IsContradiction(error, pages, options))
        {
            pages.Findings.Add(new FileFinding(FileFindingKind.LeftOut, $"its metadata are not followed: {error.Detail}"));
            return null;
        }
    }

    // A page that cannot be decoded stays an error. So do missing and damaged files of a set, unless the user says what the pages of this one are.
    private static bool IsContradiction(TiffFormatException error, TiffPages pages, ImageFileOptions options) => error.Path == pages.File.Path
        ? error.Page is null && (!error.NeedsFiles || options.Axes is not null)
        : options.Axes is not null;
}
