namespace Blosc.Zstd.Encoding;

/// <summary>How hard a stream is searched for repeats.</summary>
internal enum SearchEffort
{
    /// <summary>All of it at the nominal level.</summary>
    Whole,

    /// <summary>The planes that are worth it, at the nominal level.</summary>
    Planes,

    /// <summary>The planes that are worth it, at the nominal level with chains of hashes.</summary>
    Chains,

    /// <summary>The planes that are worth it, at a fast level; none at all if none is worth it.</summary>
    Fast,

    /// <summary>The planes that are worth it, for what repeats its neighbours only.</summary>
    Neighbours,

    /// <summary>The planes that are worth it, for what repeats the element before only.</summary>
    Runs,
}

/// <summary>Streams that look alike, and what came of trying one of them.</summary>
internal sealed class StreamKind
{
    // So repetitive content comes out of each level differently by chance, and the nominal level is fast on it.
    private const int Repetitive = 100;

    // Where more than that is lost, the fast level is not for this kind.
    private const int MostLossPerMille = 50;
    private const int ChanceLength = 32;

    private const int MoreGainPerMille = 15;
    private const int MuchMoreGainPerMille = 100;

    private uint constantPlanes;
    private int gainPerMille;
    private int quickLength;
    private int nominalLength;

    /// <summary>How the stream looked that was tried.</summary>
    public PlaneSketch Sketch { get; } = new();

    /// <summary>Where the planes that are searched begin.</summary>
    public int SearchedStart { get; private set; }

    /// <summary>Where they end.</summary>
    public int SearchedEnd { get; private set; }

    /// <summary>What streams get that shall not lose anything.</summary>
    public SearchEffort Careful { get; private set; }

    /// <summary>The fast way: <see cref="SearchEffort.Fast"/>, <see cref="SearchEffort.Neighbours"/> or <see cref="SearchEffort.Runs"/>.</summary>
    public SearchEffort Quick { get; private set; }

    /// <summary>Whether the fast level loses no more than so much.</summary>
    public bool IsSafe(int slackPerMille) => MayBeFast && (quickLength - nominalLength) * 1000L <= nominalLength * (long)slackPerMille;

    /// <summary>Whether the fast level may be taken at all.</summary>
    public bool MayBeFast { get; private set; }

    /// <summary>Keeps what came of a trial.</summary>
    /// <param name="sketch">How the stream looks.</param>
    /// <param name="survey">Which of its planes are searched.</param>
    /// <param name="trial">What came of it.</param>
    public void Learn(PlaneSketch sketch, PlaneSurvey survey, StreamTrial trial)
    {
        Sketch.CopyFrom(sketch);
        (SearchedStart, SearchedEnd, constantPlanes) = (survey.SearchedStart, survey.SearchedEnd, survey.ConstantPlanes);
        gainPerMille = survey.GainPerMille;
        (quickLength, nominalLength) = (trial.QuickLength, trial.NominalLength);
        (Quick, Careful) = (trial.Quick, trial.Careful);
        MayBeFast = nominalLength * (long)Repetitive > sketch.StreamLength && (quickLength - nominalLength) * 1000L <= nominalLength * (long)MostLossPerMille;
    }

    /// <summary>Never takes the fast level again.</summary>
    public void Distrust() => MayBeFast = false;

    /// <summary>Whether planes that held one value only still do.</summary>
    public bool Fits(uint constantPlanesNow) => (constantPlanes & ~constantPlanesNow) == 0;

    /// <summary>Whether it is this part that is searched.</summary>
    public bool Searches(int start, int end) => (SearchedStart, SearchedEnd) == (start, end);

    /// <summary>Whether a survey found more that is worth a search than there was in the stream that was tried: in other planes, or in planes of which only the neighbours are looked at.</summary>
    public bool IsOutdatedBy(PlaneSurvey survey)
    {
        var more = survey.GainPerMille - gainPerMille;
        var isElsewhere = survey.SearchedStart < SearchedStart || survey.SearchedEnd > SearchedEnd;
        return survey.SearchedEnd > 0 && ((isElsewhere && more > MoreGainPerMille) || (Quick is SearchEffort.Neighbours or SearchEffort.Runs && more > MuchMoreGainPerMille));
    }

    /// <summary>What the nominal level would probably make of a stream that came out so long at the fast level.</summary>
    public long NominalOf(int length) => (long)length * nominalLength / quickLength;

    /// <summary>What the fast level will probably make of a stream.</summary>
    public long FastLengthOf(PlaneSketch sketch) => sketch.Cost * quickLength / Sketch.Cost;

    /// <summary>Whether a stream came out of the fast level so differently that what is known of its kind says little about it.</summary>
    /// <param name="sketch">How the stream looks.</param>
    /// <param name="length">What it came out as.</param>
    /// <param name="likeness">A difference of one part in so many is none.</param>
    public bool IsSurprise(PlaneSketch sketch, int length, int likeness)
    {
        var expected = FastLengthOf(sketch);
        return SearchedEnd > 0 && Math.Abs(length - expected) * likeness > expected + ChanceLength;
    }
}
