namespace Blosc.Zstd.Encoding;

/// <summary>Compresses one stream each way, to learn which is best for those like it. For one stream at a time.</summary>
internal sealed class StreamTrial(PlaneWriter writer, PlaneSurvey survey)
{
    private const int SampleParts = 8;
    private const int Efforts = (int)SearchEffort.Runs + 1;

    private readonly PlaneSurvey surveyOfSample = new();
    private readonly int[] lengths = new int[Efforts];

    /// <summary>Bytes in the destination, or 0 if the stream did not fit.</summary>
    public int Written { get; private set; }

    /// <summary>The best of the fast ways.</summary>
    public SearchEffort Quick { get; private set; }

    /// <summary>The fastest of those that lose nothing.</summary>
    public SearchEffort Careful { get; private set; }

    /// <summary>Bytes that <see cref="Quick"/> takes.</summary>
    public int QuickLength { get; private set; }

    /// <summary>Bytes that the nominal level takes.</summary>
    public int NominalLength { get; private set; }

    /// <summary>
    /// Tries an eighth of the stream. Only if the fast way is clearly better there, the whole stream is written that way. Each byte takes the nominal level nearly as much in an eighth as in the whole, where there
    /// are no repeats from far away.
    /// </summary>
    public bool TrySample(ReadOnlySpan<byte> stream, in Workspace workspace)
    {
        // What the whole really gains is not known, so no more than that is there to be spent on other streams.
        const int MostGain = 1025;
        const int ClearlyShorter = 998;
        const int Certainty = 997;
        if (survey.HasFarRepeats && !survey.IsSearchedSmall)
        {
            return false;
        }

        var sample = TakeSample(stream, workspace);
        var nominal = writer.WriteWhole(sample, workspace, workspace.Frame) + MissedBySample();
        var (effort, quick) = FindQuickOfSample(sample, workspace);
        if (quick * 1000L > nominal * (long)ClearlyShorter)
        {
            return false;
        }

        Written = writer.Write(stream, survey, effort, workspace, workspace.Destination);
        QuickLength = Written == 0 ? stream.Length : Written;
        NominalLength = (int)(QuickLength * Math.Min((long)nominal * Certainty / quick, MostGain) / 1000);
        (Quick, Careful) = (effort, SearchEffort.Whole);
        return true;
    }

    /// <summary>Tries the whole stream and keeps the shortest.</summary>
    public void Try(ReadOnlySpan<byte> stream, in Workspace workspace)
    {
        lengths.AsSpan().Clear();
        Written = writer.WriteWhole(stream, workspace, workspace.Destination);
        NominalLength = Written == 0 ? stream.Length : Written;
        Quick = FindQuick(stream, workspace);
        QuickLength = lengths[(int)Quick];
        Careful = QuickLength > NominalLength ? FindCareful(stream, workspace) : SearchEffort.Whole;
    }

    // The whole has more segments with codes of their own than the sample; the nominal level has one code for all.
    private int MissedBySample() => Math.Max(0, (survey.Segments.SavedByCuts() / SampleParts) - surveyOfSample.Segments.SavedByCuts());

    // Runs alone where they are nearly all there is, as they are found much faster.
    private (SearchEffort Effort, int Length) FindQuickOfSample(ReadOnlySpan<byte> sample, in Workspace workspace)
    {
        const int HardlyLonger = 1015;
        if (survey.SearchedEnd == 0)
        {
            return (SearchEffort.Fast, writer.Write(sample, surveyOfSample, SearchEffort.Fast, workspace, workspace.Adapted));
        }

        var neighbours = writer.Write(sample, surveyOfSample, SearchEffort.Neighbours, workspace, workspace.Adapted);
        var runs = writer.Write(sample, surveyOfSample, SearchEffort.Runs, workspace, workspace.Adapted);
        return runs * 1000L <= neighbours * (long)HardlyLonger ? (SearchEffort.Runs, runs) : (SearchEffort.Neighbours, neighbours);
    }

    // The same part of each plane.
    private ReadOnlySpan<byte> TakeSample(ReadOnlySpan<byte> stream, in Workspace workspace)
    {
        var length = stream.Length / survey.Planes;
        var part = length / SampleParts;
        for (var plane = 0; plane < survey.Planes; plane++)
        {
            stream.Slice((plane * length) + part, part).CopyTo(workspace.Sample[(plane * part)..]);
        }

        var sample = workspace.Sample[..(survey.Planes * part)];
        surveyOfSample.Recall(sample, survey.Planes, survey.SearchedStart / length * part, (survey.SearchedEnd + length - 1) / length * part);
        return sample;
    }

    // Neighbours alone only where they clearly are what repeats: content may change, and what repeats otherwise would not be noticed.
    private SearchEffort FindQuick(ReadOnlySpan<byte> stream, in Workspace workspace)
    {
        const int ClearlyShorter = 995;
        const int MuchLonger = 1020;
        if (survey.SearchedEnd > 0 && WriteIfShorter(stream, SearchEffort.Neighbours, workspace) * 1000L <= NominalLength * (long)ClearlyShorter)
        {
            return SearchEffort.Neighbours;
        }

        if (WriteIfShorter(stream, SearchEffort.Fast, workspace) * 1000L > NominalLength * (long)MuchLonger && survey.SearchedLength < stream.Length)
        {
            TryAllPlanes(stream, workspace);
        }

        return SearchEffort.Fast;
    }

    // What the survey takes for noise is not: searches all of it.
    private void TryAllPlanes(ReadOnlySpan<byte> stream, in Workspace workspace)
    {
        var before = lengths[(int)SearchEffort.Fast];
        var (start, end) = (survey.SearchedStart, survey.SearchedEnd);
        survey.Recall(stream, survey.Planes, 0, stream.Length);
        if (WriteIfShorter(stream, SearchEffort.Fast, workspace) >= before)
        {
            lengths[(int)SearchEffort.Fast] = before;
            survey.Recall(stream, survey.Planes, start, end);
        }
    }

    private SearchEffort FindCareful(ReadOnlySpan<byte> stream, in Workspace workspace)
    {
        const int HardlyLonger = 1004;
        var candidate = CarefulCandidate(stream.Length);
        return candidate != SearchEffort.Whole && WriteIfShorter(stream, candidate, workspace) * 1000L <= NominalLength * (long)HardlyLonger ? candidate : SearchEffort.Whole;
    }

    private SearchEffort CarefulCandidate(int length)
    {
        // Chains of hashes are faster than rows of them only where there is much to be found.
        const int Repetitive = 12;
        return (long)NominalLength * Repetitive < length ? SearchEffort.Chains
            : survey.SearchedEnd > 0 && survey.SearchedEnd - survey.SearchedStart < length ? SearchEffort.Planes
            : SearchEffort.Whole;
    }

    private int WriteIfShorter(ReadOnlySpan<byte> stream, SearchEffort effort, in Workspace workspace)
    {
        var length = writer.Write(stream, survey, effort, workspace, workspace.Adapted);
        if (length > 0 && length <= workspace.Destination.Length && (Written == 0 || length < Written))
        {
            workspace.Adapted[..length].CopyTo(workspace.Destination);
            Written = length;
        }

        return lengths[(int)effort] = length == 0 ? stream.Length : length;
    }
}
