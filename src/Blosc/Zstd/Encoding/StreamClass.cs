namespace Blosc.Zstd.Encoding;

/// <summary>The strategy of the search for matches in a stream (compare <c>ZSTD_strategy</c>).</summary>
internal enum MatchStrategy
{
    /// <summary>ZstdSharp at the nominal level, on the whole stream.</summary>
    Whole,

    /// <summary>ZstdSharp at the nominal level, on the planes worth a search.</summary>
    Planes,

    /// <summary>ZstdSharp at the nominal level with hash chains, on the planes worth a search.</summary>
    Chains,

    /// <summary>ZstdSharp at a fast level, on the planes worth a search.</summary>
    Fast,

    /// <summary><see cref="Sequences.FixedOffsetMatchFinder"/>, on the planes worth a search.</summary>
    FixedOffsets,

    /// <summary><see cref="Sequences.RunLengthMatchFinder"/>, on the planes worth a search.</summary>
    RunLengths,
}

/// <summary>A class of similar streams, with the results of the trial of one of them.</summary>
internal sealed class StreamClass
{
    // A stream that shrinks to one part in this many, or less, gets no fast strategy. The sizes of such content differ between levels by chance, and the nominal level is fast there anyway.
    private const int MaxRatioForFast = 100;

    // A class that loses more gets no fast strategy.
    private const int MostLossPerMille = 50;

    // Added to the expected size before the share is taken. Small streams may thus differ by a few bytes more: this number divided by the similarity.
    private const int ChanceLength = 32;

    // An analysis that finds more gain than the trial outdates a class. The first limit is for gain in planes that the class does not search. The second is for classes that search only for runs or at fixed offsets.
    private const int MoreGainPerMille = 15;
    private const int MuchMoreGainPerMille = 100;

    private uint constantPlanes;
    private int gainPerMille;
    private int fastLength;
    private int nominalLength;

    /// <summary>The fingerprint of the stream that was tried.</summary>
    public BytePlaneFingerprint Fingerprint { get; } = new();

    /// <summary>The start of the planes to search.</summary>
    public int SearchedStart { get; private set; }

    /// <summary>The end of the planes to search.</summary>
    public int SearchedEnd { get; private set; }

    /// <summary>The strategy without loss of size.</summary>
    public MatchStrategy SafeStrategy { get; private set; }

    /// <summary>The fast strategy: <see cref="MatchStrategy.Fast"/>, <see cref="MatchStrategy.FixedOffsets"/> or <see cref="MatchStrategy.RunLengths"/>.</summary>
    public MatchStrategy FastStrategy { get; private set; }

    /// <summary>Whether the fast strategy is allowed, and exceeded the nominal size by at most this much in the trial.</summary>
    /// <param name="slackPerMille">In thousandths of the nominal size. A negative number requires a gain.</param>
    public bool IsSafe(int slackPerMille) => MayBeFast && (fastLength - nominalLength) * 1000L <= nominalLength * (long)slackPerMille;

    /// <summary>Whether the fast strategy is allowed at all.</summary>
    public bool MayBeFast { get; private set; }

    /// <summary>Keeps the results of a trial.</summary>
    /// <param name="fingerprint">The fingerprint of the stream.</param>
    /// <param name="analysis">The analysis of the stream.</param>
    /// <param name="trial">The trial.</param>
    public void Learn(BytePlaneFingerprint fingerprint, BytePlaneAnalysis analysis, TrialEncoding trial)
    {
        Fingerprint.CopyFrom(fingerprint);
        (SearchedStart, SearchedEnd, constantPlanes) = (analysis.SearchedStart, analysis.SearchedEnd, analysis.ConstantPlanes);
        gainPerMille = analysis.GainPerMille;
        (fastLength, nominalLength) = (trial.FastLength, trial.NominalLength);
        (FastStrategy, SafeStrategy) = (trial.FastStrategy, trial.SafeStrategy);
        MayBeFast = nominalLength * (long)MaxRatioForFast > fingerprint.StreamLength && (fastLength - nominalLength) * 1000L <= nominalLength * (long)MostLossPerMille;
    }

    /// <summary>Forbids the fast strategy from now on.</summary>
    public void Distrust() => MayBeFast = false;

    /// <summary>Whether all planes that were constant still are.</summary>
    public bool Fits(uint constantPlanesNow) => (constantPlanes & ~constantPlanesNow) == 0;

    /// <summary>Whether exactly this part is searched.</summary>
    public bool Searches(int start, int end) => (SearchedStart, SearchedEnd) == (start, end);

    /// <summary>Whether an analysis found notably more matches than the trial: in other planes, or in planes that are searched only for runs or at fixed offsets.</summary>
    public bool IsOutdatedBy(BytePlaneAnalysis analysis)
    {
        var more = analysis.GainPerMille - gainPerMille;
        var isElsewhere = analysis.SearchedStart < SearchedStart || analysis.SearchedEnd > SearchedEnd;
        return analysis.SearchedEnd > 0 && ((isElsewhere && more > MoreGainPerMille) || (FastStrategy is MatchStrategy.FixedOffsets or MatchStrategy.RunLengths && more > MuchMoreGainPerMille));
    }

    /// <summary>Estimates the size at the nominal level from the size of the fast strategy.</summary>
    public long NominalOf(int length) => (long)length * nominalLength / fastLength;

    /// <summary>Estimates the size of the fast strategy.</summary>
    public long FastLengthOf(BytePlaneFingerprint fingerprint) => fingerprint.Cost * fastLength / Fingerprint.Cost;

    /// <summary>Whether the fast strategy gave a size so unexpected that the class does not describe the stream.</summary>
    /// <param name="fingerprint">The fingerprint of the stream.</param>
    /// <param name="length">The size in bytes.</param>
    /// <param name="similarity">Differences up to one part in this many count as expected.</param>
    public bool IsUnexpected(BytePlaneFingerprint fingerprint, int length, int similarity)
    {
        var expected = FastLengthOf(fingerprint);
        return SearchedEnd > 0 && Math.Abs(length - expected) * similarity > expected + ChanceLength;
    }
}
