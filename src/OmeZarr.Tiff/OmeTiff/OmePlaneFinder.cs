using OmeZarr.Files;
using OmeZarr.Tiff.OmeXml;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.OmeTiff;

/// <summary>Finds the page of each plane of an image, from the elements TiffData of its pixels.</summary>
/// <param name="files">The files of the set.</param>
/// <param name="pixels">The description of the pixels.</param>
/// <param name="what">The image, for messages.</param>
/// <param name="findings">Gets what a user must know.</param>
internal sealed class OmePlaneFinder(OmeFiles files, PixelsElement pixels, string what, List<FileFinding> findings)
{
    // A document may promise any number of planes. Real images that were stopped early lack some of them.
    private const int MostPlanes = 1 << 20;
    private const int MostPlanesPerPage = 16;

    private OmePage[] pages = [];
    private OmePlaneGrid grid;
    private (int Z, int C, int T) origin;

    /// <summary>The page of each plane; null if all of them are missing.</summary>
    /// <exception cref="TiffFormatException">The first page is damaged or uses a feature that is not supported, or the document promises absurdly many planes.</exception>
    public OmePlanes? Find()
    {
        if (FirstLayout() is not { } layout)
        {
            return null;
        }

        grid = GridOf(layout);
        RequirePossible();
        pages = new OmePage[(int)grid.Count];
        if (pixels.TiffData.Count == 0)
        {
            TakeInOrder();
        }
        else
        {
            TakeByData();
        }

        return pages.All(page => page.IsMissing) ? null : new OmePlanes { Pages = pages, Layout = layout, Grid = grid };
    }

    private PageLayout? FirstLayout()
    {
        if (pixels.TiffData.Count == 0)
        {
            return files.Home is { } home && home.NextInOrder < home.Count ? home.Page(home.NextInOrder).Layout : null;
        }

        foreach (var data in pixels.TiffData)
        {
            if (files.Of(data) is { } file && (data.Ifd ?? 0) < file.Count)
            {
                return file.Page((int)(data.Ifd ?? 0)).Layout;
            }
        }

        return null;
    }

    /// <summary>SizeC counts the samples of all channels, and the pages say how many samples they hold. Some writers count otherwise.</summary>
    private OmePlaneGrid GridOf(PageLayout layout)
    {
        var (samples, channels) = (layout.Samples, pixels.Channels);
        var isCountedByChannel = samples > 1 && channels.Count == pixels.SizeC && channels.All(channel => channel.Samples == samples);
        var isSound = pixels.SizeC % samples == 0 && !isCountedByChannel;
        var count = isSound ? pixels.SizeC / samples : Math.Max(1, channels.Count);
        if (!isSound)
        {
            findings.Add(new FileFinding(
                FileFindingKind.Guessed,
                $"{what}: the OME-XML has {pixels.SizeC} channels, the pages have {samples} samples; it is read as {(long)count * samples} channels"));
        }

        return new OmePlaneGrid(pixels.PlaneOrder.ToLowerInvariant(), pixels.SizeZ, count, pixels.SizeT);
    }

    private void RequirePossible()
    {
        var present = files.PageCount;
        if (grid.Count > MostPlanes && grid.Count / MostPlanesPerPage > present)
        {
            throw new TiffFormatException(files.All[0].Path, $"the OME-XML promises {grid.Count} planes for {what}, there are {present} pages; its sizes are damaged");
        }
    }

    private void TakeInOrder()
    {
        var home = files.Home!;
        for (var plane = 0; plane < pages.Length && home.NextInOrder < home.Count; plane++)
        {
            pages[plane] = home.Use(home.NextInOrder++);
        }
    }

    private void TakeByData()
    {
        origin = (Origin('z', data => data.FirstZ), Origin('c', data => data.FirstC), Origin('t', data => data.FirstT));
        var outside = pixels.TiffData.Count(data => !TryTake(data));
        if (outside > 0)
        {
            findings.Add(new FileFinding(FileFindingKind.LeftOut, $"{what}: {outside} elements TiffData of the OME-XML name planes outside of the image"));
        }

        FillDown();
    }

    /// <summary>Some writers count FirstZ, FirstC and FirstT from 1 (Bio-Formats reads them, too).</summary>
    private int Origin(char letter, Func<TiffDataElement, int> first) =>
        pixels.TiffData.Min(first) >= 1 && pixels.TiffData.Max(first) == grid.Length(letter) ? 1 : 0;

    private int? PlaneOf(TiffDataElement data)
    {
        var (z, c, t) = (data.FirstZ - origin.Z, data.FirstC - origin.C, data.FirstT - origin.T);
        return z < grid.Z && c < grid.C && t < grid.T ? (int)((z * grid.Stride('z')) + (c * grid.Stride('c')) + (t * grid.Stride('t'))) : null;
    }

    private bool TryTake(TiffDataElement data)
    {
        if (PlaneOf(data) is not { } plane)
        {
            return false;
        }

        if (files.Of(data) is { } file)
        {
            var first = data.Ifd ?? 0;
            // The specification: all pages of the file, unless IFD is given; then one.
            var count = data.PlaneCount is > 0 and var given ? given : data.Ifd is null ? file.Count : 1;
            for (var i = 0L; i < count && plane + i < pages.Length && first + i < file.Count; i++)
            {
                pages[plane + i] = file.Use((int)(first + i));
            }
        }

        return true;
    }

    /// <summary>Some writers give IFD and mean all following pages. These are taken if no other element names them.</summary>
    private void FillDown()
    {
        var filled = 0;
        foreach (var data in pixels.TiffData.Where(data => data is { Ifd: not null, PlaneCount: null }))
        {
            if (PlaneOf(data) is { } plane && files.Of(data) is { } file)
            {
                filled += FillDown(file, plane + 1, data.Ifd!.Value + 1);
            }
        }

        if (filled > 0)
        {
            findings.Add(new FileFinding(FileFindingKind.Guessed, $"{what}: the OME-XML does not say which pages hold {filled} of its planes; the pages that follow were taken"));
        }
    }

    private int FillDown(OmeFile file, int plane, long page)
    {
        var first = plane;
        while (plane < pages.Length && pages[plane].IsMissing && page < file.Count && !file.IsUsed((int)page))
        {
            pages[plane++] = file.Use((int)page++);
        }

        return plane - first;
    }
}
