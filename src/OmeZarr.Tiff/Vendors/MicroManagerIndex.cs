using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Parsing;

namespace OmeZarr.Tiff.Vendors;

/// <summary>The place of a page in an acquisition of Micro-Manager; all numbers count from 0.</summary>
internal readonly record struct MicroManagerPlace(int Page, int Channel, int Slice, int Frame, int Position);

/// <summary>Where each page belongs: by the index map at the end of the file, or by the metadata of each page.</summary>
internal static class MicroManagerIndex
{
    private const uint HeaderMark = 54773648;
    private const uint IndexMark = 3453623;
    private const int EntryBytes = 20;
    private const int MostIndex = 1 << 24;

    /// <summary>The places, one for each page; null if the file does not say them.</summary>
    public static List<MicroManagerPlace>? Read(TiffPages file) => ReadMap(file) ?? ReadPages(file);

    private static List<MicroManagerPlace>? ReadMap(TiffPages file)
    {
        var bytes = new FileBytes(file.File);
        if (bytes.UInt32(8) != HeaderMark || bytes.UInt32(12) is not { } at || bytes.UInt32(at) != IndexMark
            || bytes.UInt32(at + 4L) != file.Directories.Count || !file.File.Holds(at + 8L, (long)EntryBytes * file.Directories.Count))
        {
            return null;
        }

        var entries = Enumerable.Range(0, file.Directories.Count).Select(i => at + 8L + ((long)EntryBytes * i)).OrderBy(entry => bytes.UInt32(entry + 16)).ToList();
        // The entries name offsets of directories, which lie in the order of the pages.
        return Valid(entries.Select((entry, page) => new MicroManagerPlace(
            page, bytes.Int32(entry) ?? -1, bytes.Int32(entry + 4) ?? -1, bytes.Int32(entry + 8) ?? -1, bytes.Int32(entry + 12) ?? -1)));
    }

    private static List<MicroManagerPlace>? ReadPages(TiffPages file) => Valid(Enumerable.Range(0, file.Directories.Count).Select(page =>
    {
        using var json = JsonValues.TryParse(file.Text(page, MicroManagerDialect.PageMetadata));
        int Index(string name) => json?.RootElement.Integer(name) ?? (json?.RootElement.Find(name) is null && name == "PositionIndex" ? 0 : -1);
        return json is null ? new MicroManagerPlace(page, -1, -1, -1, -1) : new MicroManagerPlace(page, Index("ChannelIndex"), Index("SliceIndex"), Index("FrameIndex"), Index("PositionIndex"));
    }));

    private static List<MicroManagerPlace>? Valid(IEnumerable<MicroManagerPlace> places)
    {
        var result = new List<MicroManagerPlace>();
        var seen = new HashSet<(int, int, int, int)>();
        foreach (var place in places)
        {
            if (new[] { place.Channel, place.Slice, place.Frame, place.Position }.Any(index => index is < 0 or > MostIndex)
                || !seen.Add((place.Channel, place.Slice, place.Frame, place.Position)))
            {
                return null;
            }

            result.Add(place);
        }

        return result;
    }
}
