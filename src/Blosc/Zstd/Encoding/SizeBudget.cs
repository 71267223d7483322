namespace Blosc.Zstd.Encoding;

/// <summary>
/// The size budget of a chunk: the stream classes tried so far, and how much is left of the 0.5 % by which the chunk may exceed its size at the nominal level. Savings on one stream raise the
/// allowance of the others.
/// </summary>
internal sealed class SizeBudget
{
    // The allowance of a stream, and the number of later streams whose allowance may be spent in advance.
    private const int SlackPerMille = 5;
    private const int MostAdvances = 3;

    private const int MaxClasses = 6;
    private const int MaxTrials = 8;
    private const int StreamsPerTrial = 16;
    private const int StreamsPerCheck = 8;

    // The gain of a fast strategy that makes further trials of a class unnecessary.
    private const int ClearGainPerMille = 20;

    // Fingerprints are similar if they differ by less than one part in this many.
    private const int CheckSimilarity = 12;
    private const int CheckSimilarityOfClearGain = 5;
    private const int StrictSimilarity = 10;
    private const int LooseSimilarity = 6;
    private const int LoosestSimilarity = 3;

    private readonly StreamClass[] classes = [.. Enumerable.Range(0, MaxClasses).Select(_ => new StreamClass())];
    private int count;
    private int agreements;
    private bool isMixed;
    private int streamsLeft;
    private int streamsSinceTrial;

    // In thousandths of a byte; positive is unspent.
    private long balance;

    /// <summary>The number of trials in this chunk.</summary>
    public int Trials { get; private set; }

    /// <summary>Whether another trial is allowed and worth its time.</summary>
    public bool MayTry => Trials < MaxTrials && streamsLeft > 0;

    /// <summary>Whether to check that the planes of a stream are still noise: at intervals, and where its fingerprint differs a little.</summary>
    public bool IsCheckDue(StreamClass streamClass, BytePlaneFingerprint fingerprint) =>
        MayTry && (streamsSinceTrial % StreamsPerCheck == StreamsPerCheck - 1
            || streamClass.Fingerprint.DifferenceTo(fingerprint, streamClass.IsSafe(-ClearGainPerMille) ? CheckSimilarityOfClearGain : CheckSimilarity) < 0);

    /// <summary>Whether a class of little gain needs another trial, because its last trial was many streams ago.</summary>
    public bool IsTrialDue(StreamClass streamClass) => MayTry && streamsSinceTrial >= StreamsPerTrial && !streamClass.IsSafe(-ClearGainPerMille);

    /// <summary>The similarity that puts two streams into one class. It falls with each trial that finds the fast strategy good enough.</summary>
    public int Similarity => isMixed || agreements == 0 ? StrictSimilarity : agreements == 1 ? LooseSimilarity : LoosestSimilarity;

    /// <summary>Begins a chunk and forgets the previous one.</summary>
    public void Begin(int streamCount)
    {
        (count, Trials, streamsLeft, streamsSinceTrial, balance) = (0, 0, streamCount, 0, 0);
        (agreements, isMixed) = (0, false);
    }

    /// <summary>Finds the class most similar to a stream, or null.</summary>
    public StreamClass? Find(BytePlaneFingerprint fingerprint)
    {
        var (found, least) = ((StreamClass?)null, long.MaxValue);
        foreach (var streamClass in classes.AsSpan(0, count))
        {
            if (streamClass.Fingerprint.DifferenceTo(fingerprint, Similarity) is >= 0 and var difference && difference < least)
            {
                (found, least) = (streamClass, difference);
            }
        }

        return found;
    }

    /// <summary>Adds a class; replaces the oldest if there are too many.</summary>
    public StreamClass NextClass()
    {
        var streamClass = classes[count < MaxClasses ? count : Trials % MaxClasses];
        count = Math.Min(count + 1, MaxClasses);
        return streamClass;
    }

    /// <summary>Chooses the strategy for a stream: the fast one if the budget covers its expected loss.</summary>
    public MatchStrategy Choose(StreamClass streamClass, BytePlaneFingerprint fingerprint)
    {
        if (!streamClass.MayBeFast)
        {
            return streamClass.SafeStrategy;
        }

        var length = streamClass.FastLengthOf(fingerprint);
        var nominal = streamClass.NominalOf((int)length);
        var advance = nominal * SlackPerMille * Math.Clamp(streamsLeft - 1, 0, MostAdvances);
        return balance + advance + Gain(length, nominal) >= 0 ? streamClass.FastStrategy : streamClass.SafeStrategy;
    }

    /// <summary>Records the size of a written stream.</summary>
    /// <param name="length">The size in bytes.</param>
    /// <param name="nominal">The estimated size at the nominal level.</param>
    public void Record(long length, long nominal)
    {
        streamsLeft--;
        streamsSinceTrial++;
        balance += Gain(length, nominal);
    }

    /// <summary>Records a trial of a class.</summary>
    public void RecordTrial(StreamClass streamClass)
    {
        Trials++;
        streamsSinceTrial = 0;
        agreements += streamClass.IsSafe(-ClearGainPerMille) ? 2 : streamClass.IsSafe(SlackPerMille) ? 1 : 0;
        isMixed |= !streamClass.IsSafe(SlackPerMille);
    }

    private static long Gain(long length, long nominal) => (nominal * (1000 + SlackPerMille)) - (length * 1000);
}
