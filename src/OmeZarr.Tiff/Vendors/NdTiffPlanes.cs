using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Vendors;

/// <summary>The planes of an image of NDTiff, in the order t, z, c.</summary>
internal sealed class NdTiffPlanes(List<NdTiffCoordinate> times, List<NdTiffCoordinate> slices, List<NdTiffCoordinate> channels)
{
    private readonly Dictionary<NdTiffCoordinate, int> time = Index(times);
    private readonly Dictionary<NdTiffCoordinate, int> slice = Index(slices);
    private readonly Dictionary<NdTiffCoordinate, int> channel = Index(channels);

    public TiffPage?[] Pages { get; } = new TiffPage?[times.Count * slices.Count * channels.Count];

    /// <summary>Pages in whose place a later one is.</summary>
    public int Replaced { get; private set; }

    public int Missing => Pages.Count(page => page is null);

    /// <summary>Puts a page in its place. Of several pages in one place the last counts.</summary>
    public void Put(NdTiffPage place, TiffPage page)
    {
        var at = (((time[place.Time] * slices.Count) + slice[place.Slice]) * channels.Count) + channel[place.ChannelPlace];
        Replaced += Pages[at] is null ? 0 : 1;
        Pages[at] = page;
    }

    private static Dictionary<NdTiffCoordinate, int> Index(List<NdTiffCoordinate> places) => places.Index().ToDictionary(place => place.Item, place => place.Index);
}
