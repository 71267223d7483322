using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Images;
using OmeZarr.Tiff.Pages;
using OmeZarr.Tiff.Parsing;

namespace OmeZarr.Tiff.Vendors;

/// <summary>TIFFs of ScanImage: text of lines <c>SI.… = value</c> in the tag Software or in the description. Pages run channel fastest, then frames of a slice, then slices, then volumes.</summary>
internal static class ScanImageDialect
{
    private const TiffTag Software = (TiffTag)305;
    private const string Prefix = "SI.";

    public static TiffMeaning? Read(TiffPages file, ImageFileOptions options)
    {
        var text = new[] { file.Text(0, Software), file.Description(0).Replace("scanimage.SI.", Prefix, StringComparison.Ordinal) }
            .FirstOrDefault(text => text.Contains("SI.hChannels", StringComparison.Ordinal));
        if (text is null)
        {
            return null;
        }

        var builder = new SeriesBuilder(file, options);
        var keys = new KeyValues(text);
        var pages = PageSorter.Group(PageSorter.Sort(file, builder).Main.Select(i => file[i]))[0];
        var channels = MatlabValues.Numbers(keys["SI.hChannels.channelSave"]);
        var (c, z, repeats) = (Math.Max(1, channels.Count), Slices(keys), Math.Max(1, Integer(keys, "SI.hStackManager.framesPerSlice")));
        var ordered = Order(pages, c, z, repeats, Flyback(keys), builder);
        var series = builder.Build(ordered, Describe(keys, pages[0].Layout, channels, (ordered.Count / Math.Max(1, z * c), z, c)));
        return new TiffMeaning { Format = "ScanImage", Series = [series], Findings = builder.Findings };
    }

    private static int Integer(KeyValues keys, string key) => keys.Number(key) is >= 1 and <= int.MaxValue and var value ? (int)value : 0;

    private static int Slices(KeyValues keys) =>
        Math.Max(1, Integer(keys, "SI.hStackManager.actualNumSlices") is > 0 and var actual ? actual
            : Integer(keys, "SI.hStackManager.numSlices") is > 0 and var planned ? planned : Integer(keys, "SI.hFastZ.numFramesPerVolume"));

    // Fast z stacks have frames while the focus returns.
    private static int Flyback(KeyValues keys) => keys["SI.hFastZ.enable"] is "true" or "1" ? Integer(keys, "SI.hFastZ.numDiscardFlybackFrames") : 0;

    /// <summary>The pages by frame, slice and channel. Frames of one slice follow each other in the file; in the image, volumes and these repeats are frames.</summary>
    private static List<TiffPage?> Order(List<TiffPage> pages, int channels, int slices, int repeats, int flyback, SeriesBuilder builder)
    {
        var perVolume = ((long)slices * repeats * channels) + ((long)flyback * channels);
        if (pages.Count < perVolume || (long)slices * repeats * channels > int.MaxValue)
        {
            return [.. pages];
        }

        var volumes = (int)(pages.Count / perVolume);
        var ordered = new List<TiffPage?>();
        for (var frame = 0; frame < volumes * repeats; frame++)
        {
            for (var plane = 0; plane < slices * channels; plane++)
            {
                var (slice, channel) = (plane / channels, plane % channels);
                ordered.Add(pages[(int)((frame / repeats * perVolume) + (((((long)slice * repeats) + (frame % repeats)) * channels) + channel))]);
            }
        }

        if (ordered.Count < pages.Count)
        {
            builder.Add(FileFindingKind.LeftOut, $"{pages.Count - ordered.Count} of {pages.Count} pages are flyback frames or part of a volume that is not complete, and are not read");
        }

        return ordered;
    }

    private static FileDescription Describe(KeyValues keys, PageLayout layout, IReadOnlyList<double> channels, (int T, int Z, int C) lengths)
    {
        var sizes = new Dictionary<char, PhysicalSize>();
        // The corners of the field of view: x, y for each.
        if (MatlabValues.Numbers(keys["SI.hRoiManager.imagingFovUm"]) is { Count: 8 } corners)
        {
            Resolution.Add(sizes, 'x', (corners.Where((_, i) => i % 2 == 0).Max() - corners.Where((_, i) => i % 2 == 0).Min()) / layout.Width, "micrometer");
            Resolution.Add(sizes, 'y', (corners.Where((_, i) => i % 2 == 1).Max() - corners.Where((_, i) => i % 2 == 1).Min()) / layout.Height, "micrometer");
        }

        var step = keys.Number("SI.hStackManager.actualStackZStepSize") ?? keys.Number("SI.hStackManager.stackZStepSize");
        Resolution.Add(sizes, 'z', step is { } known ? Math.Abs(known) : null, "micrometer");
        Resolution.Add(sizes, 't', lengths.Z > 1 ? 1 / keys.Number("SI.hRoiManager.scanVolumeRate") : keys.Number("SI.hRoiManager.scanFramePeriod"), "second");
        var names = MatlabValues.Texts(keys["SI.hChannels.channelName"]);
        var isComplete = (long)lengths.T * lengths.Z * lengths.C > 0 && lengths.T > 0;
        return new FileDescription
        {
            Writer = "ScanImage",
            PageAxes = isComplete ? [new PageAxis('t', lengths.T), new PageAxis('z', lengths.Z), new PageAxis('c', lengths.C)] : [new PageAxis('t', 1), new PageAxis('z', lengths.Z), new PageAxis('c', lengths.C)],
            Sizes = sizes,
            Channels = [.. channels.Select(channel => new FileChannel { Name = channel >= 1 && channel <= names.Count ? names[(int)channel - 1] : null })],
        };
    }
}
