using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Images;

/// <summary>The tag PhotometricInterpretation: values whose meaning is not that of gray, RGB, CMYK or a palette are read as they are stored, and a finding says so.</summary>
internal static class Photometrics
{
    public static TiffMeaning Handle(TiffMeaning meaning) => meaning.Series.Any(series => Meaning(series.Layout.Photometric) is not null)
        ? meaning with { Findings = [.. meaning.Findings, .. meaning.Series.Where(series => Meaning(series.Layout.Photometric) is not null).Select(Finding)] }
        : meaning;

    private static FileFinding Finding(TiffSeries series) => new(
        FileFindingKind.LeftOut,
        $"{(series.Name is { } name ? $"image \"{name}\"" : series.Pages.First(page => page is not null) is { } page ? $"page {page.Number}" : "an image")} has {Meaning(series.Layout.Photometric)} "
            + $"(PhotometricInterpretation {series.Layout.Photometric}), which are not converted; the numbers were read as they are stored");

    private static string? Meaning(int photometric) => photometric switch
    {
        >= 0 and <= PageLayout.YCbCr => null,
        8 => "colours in CIE L*a*b*, where a* and b* have signs",
        9 => "colours in ICC L*a*b*",
        10 => "colours in ITU L*a*b*",
        32803 => "raw values of a camera, one colour of a pattern in each pixel",
        32844 or 32845 => "logarithms of luminance",
        34892 => "raw values of a camera",
        _ => "values of a meaning that is not known",
    };
}
