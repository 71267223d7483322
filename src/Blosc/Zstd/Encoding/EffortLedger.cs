namespace Blosc.Zstd.Encoding;

/// <summary>
/// What is known of the streams of one chunk so far: the kinds that were tried, and how much longer than at the nominal level the chunk may still get. What one stream saves
/// may be spent on others.
/// </summary>
internal sealed class EffortLedger
{
    private const int SlackPerMille = 5;
    private const int MostAdvances = 3;
    private const int MostKinds = 6;
    private const int MostTrials = 8;
    private const int StreamsPerTrial = 16;
    private const int LookLikeness = 12;
    private const int LookLikenessOfClearGain = 5;
    private const int StreamsPerLook = 8;
    private const int ClearGainPerMille = 20;
    private const int StrictLikeness = 10;
    private const int LooseLikeness = 6;
    private const int LoosestLikeness = 3;

    private readonly StreamKind[] kinds = [.. Enumerable.Range(0, MostKinds).Select(_ => new StreamKind())];
    private int count;
    private int agreements;
    private bool isMixed;
    private int streamsLeft;
    private int streamsSinceTrial;

    // In thousandths of a byte.
    private long balance;

    /// <summary>How many trials there were.</summary>
    public int Trials { get; private set; }

    /// <summary>Whether another trial is worth its time.</summary>
    public bool MayTry => Trials < MostTrials && streamsLeft > 0;

    /// <summary>Whether it is to be checked that the planes of a stream still are noise: now and then, and where it looks a little different.</summary>
    public bool IsLookDue(StreamKind kind, PlaneSketch sketch) =>
        MayTry && (streamsSinceTrial % StreamsPerLook == StreamsPerLook - 1
            || kind.Sketch.DifferenceTo(sketch, kind.IsSafe(-ClearGainPerMille) ? LookLikenessOfClearGain : LookLikeness) < 0);

    /// <summary>Whether the last trial is so long ago, for a kind that gains little, that there is to be another.</summary>
    public bool IsTrialDue(StreamKind kind) => MayTry && streamsSinceTrial >= StreamsPerTrial && !kind.IsSafe(-ClearGainPerMille);

    /// <summary>How much alike streams must be for what is known of one to be used for another: the less, the more trials agreed that the fast level is good enough.</summary>
    public int Likeness => isMixed || agreements == 0 ? StrictLikeness : agreements == 1 ? LooseLikeness : LoosestLikeness;

    /// <summary>Forgets everything.</summary>
    public void Begin(int streamCount)
    {
        (count, Trials, streamsLeft, streamsSinceTrial, balance) = (0, 0, streamCount, 0, 0);
        (agreements, isMixed) = (0, false);
    }

    /// <summary>The kind that a stream is most like, or null.</summary>
    public StreamKind? Find(PlaneSketch sketch)
    {
        var (found, least) = ((StreamKind?)null, long.MaxValue);
        foreach (var kind in kinds.AsSpan(0, count))
        {
            if (kind.Sketch.DifferenceTo(sketch, Likeness) is >= 0 and var difference && difference < least)
            {
                (found, least) = (kind, difference);
            }
        }

        return found;
    }

    /// <summary>A kind to be learned, in place of the oldest if there are too many.</summary>
    public StreamKind NextKind()
    {
        var kind = kinds[count < MostKinds ? count : Trials % MostKinds];
        count = Math.Min(count + 1, MostKinds);
        return kind;
    }

    /// <summary>How hard to work on a stream of a kind: fast if what that loses can be afforded.</summary>
    public SearchEffort Choose(StreamKind kind, PlaneSketch sketch)
    {
        if (!kind.MayBeFast)
        {
            return kind.Careful;
        }

        var length = kind.FastLengthOf(sketch);
        var nominal = kind.NominalOf((int)length);
        var advance = nominal * SlackPerMille * Math.Clamp(streamsLeft - 1, 0, MostAdvances);
        return balance + advance + Gain(length, nominal) >= 0 ? kind.Quick : kind.Careful;
    }

    /// <summary>Notes what was written.</summary>
    /// <param name="length">Bytes taken.</param>
    /// <param name="nominal">Bytes that the nominal level would take, about.</param>
    public void Note(long length, long nominal)
    {
        streamsLeft--;
        streamsSinceTrial++;
        balance += Gain(length, nominal);
    }

    /// <summary>Notes that a stream was tried.</summary>
    public void NoteTrial(StreamKind kind)
    {
        Trials++;
        streamsSinceTrial = 0;
        agreements += kind.IsSafe(-ClearGainPerMille) ? 2 : kind.IsSafe(SlackPerMille) ? 1 : 0;
        isMixed |= !kind.IsSafe(SlackPerMille);
    }

    private static long Gain(long length, long nominal) => (nominal * (1000 + SlackPerMille)) - (length * 1000);
}
