using Blosc.Zstd.Entropy;

namespace Blosc.Zstd.Encoding;

/// <summary>Analyzes a stream before compression: which byte planes are worth a search for matches, and how to cut the others into segments with a Huffman code each.</summary>
internal sealed class BytePlaneAnalysis
{
    // The least saving that justifies a search, by the bits per byte of the plane. Planes of few bits per byte have many short matches that cost more than they save.
    private const int FewBits = 4 * BitCost.Bit;
    private const int ManyBits = 13 * BitCost.Bit / 2;
    private const int SavedPerMilleOfFew = 50;
    private const int SavedPerMille = 30;
    private const int SavedPerMilleOfMany = 5;
    private const int FarPerMille = 40;
    private const int SmallPercent = 12;

    private readonly MatchGainEstimator estimator = new();
    private long cost;
    private long searchedCost;
    private long probed;
    private long saved;

    /// <summary>The segments of all planes that are not worth a search, in order.</summary>
    public LiteralSegments Segments { get; } = new();

    /// <summary>The start of the planes worth a search.</summary>
    public int SearchedStart { get; private set; }

    /// <summary>The end of these planes; 0 if there are none. All planes between start and end are searched, because a frame can include the blocks of only one other frame.</summary>
    public int SearchedEnd { get; private set; }

    /// <summary>The number of byte planes.</summary>
    public int Planes { get; private set; } = 1;

    /// <summary>Whether the searched planes are so small a part of the result that a fast search loses less than 1 %.</summary>
    public bool IsSearchedSmall => SearchedLength * 100L <= Length * (long)SmallPercent;

    /// <summary>Whether there are long matches at far offsets.</summary>
    public bool HasFarMatches { get; private set; }

    /// <summary>The constant planes, as bits.</summary>
    public uint ConstantPlanes { get; private set; }

    /// <summary>The part of the sample that matches would save.</summary>
    public int GainPerMille => (int)(saved * 1000 / Math.Max(1, probed));

    /// <summary>The estimated compressed size of the stream in bytes.</summary>
    public int Length => BytesOf(cost);

    /// <summary>The estimated compressed size of the searched planes in bytes.</summary>
    public int SearchedLength => BytesOf(searchedCost);

    /// <summary>Analyzes a stream.</summary>
    /// <param name="stream">The content.</param>
    /// <param name="planes">The number of its planes; the last plane includes the remaining bytes.</param>
    public void Analyze(ReadOnlySpan<byte> stream, int planes)
    {
        Segments.Clear();
        (cost, searchedCost, SearchedStart, SearchedEnd) = (0, 0, 0, 0);
        (probed, saved, Planes, HasFarMatches) = (0, 0, planes, false);
        ConstantPlanes = FindConstantPlanes(stream, planes);
        var length = stream.Length / planes;
        for (var plane = 0; plane < planes; plane++)
        {
            Analyze(stream, plane * length, plane == planes - 1 ? stream.Length : (plane + 1) * length);
        }
    }

    /// <summary>Searches the same planes as for a similar stream, and analyzes only the others.</summary>
    public void Restrict(ReadOnlySpan<byte> stream, int planes, int searchedStart, int searchedEnd)
    {
        Segments.Clear();
        (SearchedStart, SearchedEnd, Planes) = (searchedStart, searchedEnd, planes);
        var length = stream.Length / planes;
        for (var plane = 0; plane < planes; plane++)
        {
            var start = plane * length;
            if (start < searchedStart || start >= searchedEnd)
            {
                Segments.Add(stream, start, plane == planes - 1 ? stream.Length : start + length);
            }
        }
    }

    /// <summary>Finds the constant planes, as bits.</summary>
    public static uint FindConstantPlanes(ReadOnlySpan<byte> stream, int planes)
    {
        var found = 0u;
        var length = stream.Length / planes;
        for (var plane = 0; plane < Math.Min(planes, BytePlaneFingerprint.MostPlanes); plane++)
        {
            var start = plane * length;
            var end = plane == planes - 1 ? stream.Length : start + length;
            found |= stream[start..end].IndexOfAnyExcept(stream[start]) < 0 ? 1u << plane : 0;
        }

        return found;
    }

    private static int BytesOf(long bits) => (int)(bits / (8 * BitCost.Bit));

    private void Analyze(ReadOnlySpan<byte> stream, int start, int end)
    {
        if (IsWorthSearching(stream[start..end]))
        {
            AddSearched(start, end);
            return;
        }

        var first = Segments.Count;
        Segments.Add(stream, start, end);
        cost += Segments.CostFrom(first);
    }

    private bool IsWorthSearching(ReadOnlySpan<byte> plane)
    {
        if (plane.IndexOfAnyExcept(plane[0]) < 0)
        {
            return false;
        }

        estimator.Estimate(plane);
        probed += estimator.Literals;
        saved += estimator.Saved;
        var bits = estimator.Literals / Math.Max(1, estimator.Length);
        var worth = bits < FewBits ? SavedPerMilleOfFew : bits < ManyBits ? SavedPerMille : SavedPerMilleOfMany;
        var isFar = (long)estimator.FarMatches * MatchGainEstimator.BytesPerFarMatch * 1000 > (long)plane.Length * FarPerMille;
        HasFarMatches |= isFar;
        return isFar || estimator.Saved * 1000 > estimator.Literals * worth;
    }

    private void AddSearched(int start, int end)
    {
        SearchedStart = SearchedEnd == 0 ? start : SearchedStart;
        searchedCost += SearchedEnd == 0 ? 0 : Segments.CostFrom(Segments.IndexAt(SearchedEnd));
        SearchedEnd = end;
        var remaining = (estimator.Literals - estimator.Saved) * (end - start) / Math.Max(1, estimator.Length);
        cost += remaining;
        searchedCost += remaining;
    }
}
