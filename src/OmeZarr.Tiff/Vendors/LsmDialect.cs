using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Images;
using OmeZarr.Tiff.Pages;
using OmeZarr.Tiff.Parsing;

namespace OmeZarr.Tiff.Vendors;

/// <summary>LSM files of Zeiss: a page for each z, t and position with its channels as planes, each followed by a thumbnail; tag 34412 has a structure with the dimensions.</summary>
internal static class LsmDialect
{
    private const TiffTag Info = (TiffTag)34412;
    private const double MicrometersPerMeter = 1e6;
    private const long Wrap = 1L << 32;

    public static TiffMeaning? Read(TiffPages file, ImageFileOptions options)
    {
        if (file.Directories[0].Find(Info) is not { Count: >= 128 } field || !IsLsm(file.File, field.Offset))
        {
            return null;
        }

        var builder = new SeriesBuilder(file, options);
        var info = new FileBytes(file.File);
        List<TiffPage> main = [.. Enumerable.Range(0, file.Directories.Count).Where(i => i == 0 || !file.IsReduced(i)).Select(i => file[i]).TakeWhile((page, i) => page.Layout.IsSameImage(file[0].Layout))];
        var positions = Positions(info, field);
        var pages = WithFullOffsets(file, main, positions, Dimension(info, field, 24));
        var perPosition = pages.Count % positions == 0 ? pages.Count / positions : pages.Count;
        var series = pages.Chunk(perPosition).Select((part, i) => builder.Build(part, Describe(info, field, part) with { Name = pages.Count > perPosition ? $"Position {i + 1}" : null }));
        return new TiffMeaning { Format = "LSM", Series = [.. series], Findings = builder.Findings };
    }

    private static bool IsLsm(TiffStorage file, long offset) => new FileBytes(file).UInt32(offset) is 0x0300_494C or 0x0400_494C;

    // Several positions or tiles (P, M) are further pages, the slowest axis.
    private static int Positions(FileBytes info, TiffField field) => info.UInt32(field.Offset + 4) is >= 272 && field.Count >= 272
        ? (int)Math.Clamp((long)Dimension(info, field, 264) * Dimension(info, field, 268), 1, int.MaxValue)
        : 1;

    private static int Dimension(FileBytes info, TiffField field, int offset) => Math.Max(1, info.Int32(field.Offset + offset) ?? 1);

    private static FileDescription Describe(FileBytes info, TiffField field, TiffPage[] pages)
    {
        var (z, t) = (Dimension(info, field, 16), Dimension(info, field, 24));
        var channels = pages[0].Layout.Samples;
        // Scans along lines (x-z, x-t) have z or t as rows of a page.
        var inPages = (long)z * t == pages.Length ? [new PageAxis('t', t), new PageAxis('z', z)]
            : t == pages.Length ? [new PageAxis('t', t)]
            : z == pages.Length ? [new PageAxis('z', z)]
            : (long)z * t > pages.Length && pages.Length > 1 ? [new PageAxis('t', t), new PageAxis('z', z)]
            : new PageAxis[] { new(null, pages.Length) };
        return new FileDescription
        {
            Writer = "LSM",
            PageAxes = inPages,
            Sizes = Sizes(info, field),
            Channels = LsmChannels.Read(info, info.UInt32(field.Offset + 108) ?? 0, channels),
        };
    }

    private static Dictionary<char, PhysicalSize> Sizes(FileBytes info, TiffField field)
    {
        var sizes = new Dictionary<char, PhysicalSize>();
        foreach (var (axis, offset) in new[] { ('x', 40), ('y', 48), ('z', 56) })
        {
            Resolution.Add(sizes, axis, info.Double(field.Offset + offset) * MicrometersPerMeter, "micrometer");
        }

        Resolution.Add(sizes, 't', info.Double(field.Offset + 112), "second");
        return sizes;
    }

    /// <summary>Offsets of files beyond 4 GB are cut to 32 bits. Pages are stored in the order in which they were taken, so an offset below the one before is 4 GB larger.</summary>
    private static List<TiffPage> WithFullOffsets(TiffPages file, List<TiffPage> pages, int positions, int frames)
    {
        if (file.File.Length <= Wrap || file.File.IsBig)
        {
            return pages;
        }

        var (wraps, last) = (0L, 0L);
        var moved = pages.ToArray();
        foreach (var index in InOrderOfTime(pages.Count, positions, frames))
        {
            var ranges = pages[index].Locate(file.File, 0, checked((int)pages[index].BlockCount));
            for (var i = 0; i < ranges.Length; i++)
            {
                wraps += ranges[i].Offset < last ? Wrap : 0;
                last = ranges[i].Offset;
                ranges[i] = ranges[i] with { Offset = ranges[i].Offset + wraps };
            }

            moved[index] = pages[index].At(ranges);
        }

        return [.. moved];
    }

    /// <summary>The list of pages goes through the positions one after another; the microscope visits all of them in each frame.</summary>
    private static IEnumerable<int> InOrderOfTime(int pages, int positions, int frames)
    {
        if ((long)positions * frames > pages || pages % (positions * frames) != 0)
        {
            return Enumerable.Range(0, pages);
        }

        var slices = pages / (positions * frames);
        return from frame in Enumerable.Range(0, frames) from position in Enumerable.Range(0, positions) from slice in Enumerable.Range(0, slices) select (((position * frames) + frame) * slices) + slice;
    }
}
