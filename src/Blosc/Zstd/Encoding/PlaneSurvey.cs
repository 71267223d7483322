using Blosc.Zstd.Entropy;

namespace Blosc.Zstd.Encoding;

/// <summary>Looks at a stream before it is compressed: which of its planes are worth a search for repeats, and where the others need which Huffman code.</summary>
internal sealed class PlaneSurvey
{
    // What a search must save of a plane to be worth while, by the bits that a byte of it takes: searching bytes that take few bits finds many short matches that cost more than they
    // save.
    private const int FewBits = 4 * BitCost.Bit;
    private const int ManyBits = 13 * BitCost.Bit / 2;
    private const int SavedPerMilleOfFew = 50;
    private const int SavedPerMille = 30;
    private const int SavedPerMilleOfMany = 5;
    private const int FarPerMille = 40;
    private const int SmallPercent = 12;

    private readonly MatchProbe probe = new();
    private long cost;
    private long searchedCost;
    private long probed;
    private long saved;

    /// <summary>The pieces of all planes that are not worth a search, in order.</summary>
    public LiteralSegments Segments { get; } = new();

    /// <summary>Where the planes that are worth a search begin.</summary>
    public int SearchedStart { get; private set; }

    /// <summary>Where they end; 0 if there are none. Planes in between are searched too: a frame can take over the blocks of one other frame only.</summary>
    public int SearchedEnd { get; private set; }

    /// <summary>Into how many planes the stream falls.</summary>
    public int Planes { get; private set; } = 1;

    /// <summary>Whether what is searched takes so little of the whole that a fast search cannot lose 1 %.</summary>
    public bool IsSearchedSmall => SearchedLength * 100L <= Length * (long)SmallPercent;

    /// <summary>Whether there are long repeats from anywhere before, and not only nearby.</summary>
    public bool HasFarRepeats { get; private set; }

    /// <summary>The planes, as bits, that hold one value only.</summary>
    public uint ConstantPlanes { get; private set; }

    /// <summary>How much a search would save of the sample that was searched.</summary>
    public int GainPerMille => (int)(saved * 1000 / Math.Max(1, probed));

    /// <summary>About how many bytes the whole stream takes compressed.</summary>
    public int Length => BytesOf(cost);

    /// <summary>About how many of them belong to what is searched.</summary>
    public int SearchedLength => BytesOf(searchedCost);

    /// <summary>Looks at a stream.</summary>
    /// <param name="stream">The content.</param>
    /// <param name="planes">Into how many planes it falls; bytes left over belong to the last.</param>
    public void Examine(ReadOnlySpan<byte> stream, int planes)
    {
        Segments.Clear();
        (cost, searchedCost, SearchedStart, SearchedEnd) = (0, 0, 0, 0);
        (probed, saved, Planes, HasFarRepeats) = (0, 0, planes, false);
        ConstantPlanes = FindConstantPlanes(stream, planes);
        var length = stream.Length / planes;
        for (var plane = 0; plane < planes; plane++)
        {
            Examine(stream, plane * length, plane == planes - 1 ? stream.Length : (plane + 1) * length);
        }
    }

    /// <summary>Takes over what is worth a search from a stream that was alike, and looks only at the rest.</summary>
    public void Recall(ReadOnlySpan<byte> stream, int planes, int searchedStart, int searchedEnd)
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

    /// <summary>The planes, as bits, that hold one value only.</summary>
    public static uint FindConstantPlanes(ReadOnlySpan<byte> stream, int planes)
    {
        var found = 0u;
        var length = stream.Length / planes;
        for (var plane = 0; plane < Math.Min(planes, PlaneSketch.MostPlanes); plane++)
        {
            var start = plane * length;
            var end = plane == planes - 1 ? stream.Length : start + length;
            found |= stream[start..end].IndexOfAnyExcept(stream[start]) < 0 ? 1u << plane : 0;
        }

        return found;
    }

    private static int BytesOf(long bits) => (int)(bits / (8 * BitCost.Bit));

    private void Examine(ReadOnlySpan<byte> stream, int start, int end)
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

        probe.Probe(plane);
        probed += probe.Literals;
        saved += probe.Saved;
        var bits = probe.Literals / Math.Max(1, probe.Length);
        var worth = bits < FewBits ? SavedPerMilleOfFew : bits < ManyBits ? SavedPerMille : SavedPerMilleOfMany;
        var isFar = (long)probe.FarRepeats * MatchProbe.BytesPerFarRepeat * 1000 > (long)plane.Length * FarPerMille;
        HasFarRepeats |= isFar;
        return isFar || probe.Saved * 1000 > probe.Literals * worth;
    }

    private void AddSearched(int start, int end)
    {
        SearchedStart = SearchedEnd == 0 ? start : SearchedStart;
        searchedCost += SearchedEnd == 0 ? 0 : Segments.CostFrom(Segments.IndexAt(SearchedEnd));
        SearchedEnd = end;
        var remaining = (probe.Literals - probe.Saved) * (end - start) / Math.Max(1, probe.Length);
        cost += remaining;
        searchedCost += remaining;
    }
}
