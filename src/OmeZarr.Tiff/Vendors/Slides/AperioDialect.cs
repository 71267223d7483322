using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Images;
using OmeZarr.Tiff.Parsing;

namespace OmeZarr.Tiff.Vendors.Slides;

/// <summary>SVS files of Aperio (Leica): descriptions <c>Aperio Image Library …|MPP = 0.25|…</c>. Levels are tiled; a thumbnail, the label and the macro image are not.</summary>
internal static class AperioDialect
{
    public static TiffMeaning? Read(TiffPages file, ImageFileOptions options)
    {
        var description = file.Description(0);
        if (!description.StartsWith("Aperio ", StringComparison.Ordinal))
        {
            return null;
        }

        var sizes = new Dictionary<char, PhysicalSize>();
        var mpp = new KeyValues(description, '|').Number("MPP");
        Resolution.Add(sizes, 'x', mpp, "micrometer");
        Resolution.Add(sizes, 'y', mpp, "micrometer");
        var kinds = Enumerable.Range(0, file.Directories.Count).Select(page => KindOf(file, page)).ToArray();
        return new SlideBuilder(file, options).Build("SVS", kinds, pages => new FileDescription
        {
            Writer = "Aperio",
            // Several pages of full size are focal planes.
            PageAxes = [new PageAxis('z', pages.Count)],
            Sizes = sizes,
        });
    }

    // NewSubfileType is 1 for the label and 9 for the macro image; older files name them in the second line of the description.
    private static FileImageKind KindOf(TiffPages file, int page)
    {
        var text = file.Description(page);
        return page == 0 ? FileImageKind.Image
            : text.Contains("label ", StringComparison.OrdinalIgnoreCase) ? FileImageKind.SlideLabel
            : text.Contains("macro ", StringComparison.OrdinalIgnoreCase) ? FileImageKind.Macro
            : file.Directories[page].Find(Pages.TiffTag.TileWidth) is not null ? FileImageKind.Image
            : file.Directories[page].IntegerOrNull(Pages.TiffTag.NewSubfileType) switch
            {
                1 => FileImageKind.SlideLabel,
                9 => FileImageKind.Macro,
                _ => FileImageKind.Thumbnail,
            };
    }
}
