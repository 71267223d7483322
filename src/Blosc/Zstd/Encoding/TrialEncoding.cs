namespace Blosc.Zstd.Encoding;

/// <summary>Encodes one stream with several strategies, to learn which is best for its class. For one stream at a time.</summary>
internal sealed class TrialEncoding(StreamFrameWriter writer, BytePlaneAnalysis analysis)
{
    private const int SampleParts = 8;
    private const int Strategies = (int)MatchStrategy.RunLengths + 1;

    private readonly BytePlaneAnalysis sampleAnalysis = new();
    private readonly int[] lengths = new int[Strategies];

    /// <summary>The size in the destination, or 0 if the stream did not fit.</summary>
    public int Written { get; private set; }

    /// <summary>The best fast strategy.</summary>
    public MatchStrategy FastStrategy { get; private set; }

    /// <summary>The fastest strategy without loss of size.</summary>
    public MatchStrategy SafeStrategy { get; private set; }

    /// <summary>The size with <see cref="FastStrategy"/>.</summary>
    public int FastLength { get; private set; }

    /// <summary>The size at the nominal level.</summary>
    public int NominalLength { get; private set; }

    /// <summary>
    /// Tries an eighth of the stream. If a fast strategy is clearly better there, writes the whole stream with it. Without far matches, the nominal level needs nearly as many bits per byte in an
    /// eighth as in the whole.
    /// </summary>
    public bool TryRunOnSample(ReadOnlySpan<byte> stream, in Workspace workspace)
    {
        // The gain on the whole stream is only estimated, so other streams may spend at most this part of it.
        const int MostGain = 1025;
        const int ClearlyShorter = 998;
        const int Certainty = 997;
        if (analysis.HasFarMatches && !analysis.IsSearchedSmall)
        {
            return false;
        }

        var sample = TakeSample(stream, workspace);
        var nominal = writer.WriteNominal(sample, workspace, workspace.Frame) + MissedBySample();
        var (strategy, quick) = FindFastOfSample(sample, workspace);
        if (quick * 1000L > nominal * (long)ClearlyShorter)
        {
            return false;
        }

        Written = writer.Write(stream, analysis, strategy, workspace, workspace.Destination);
        FastLength = Written == 0 ? stream.Length : Written;
        NominalLength = (int)(FastLength * Math.Min((long)nominal * Certainty / quick, MostGain) / 1000);
        (FastStrategy, SafeStrategy) = (strategy, MatchStrategy.Whole);
        return true;
    }

    /// <summary>Tries the whole stream and keeps the shortest result.</summary>
    public void RunOnWhole(ReadOnlySpan<byte> stream, in Workspace workspace)
    {
        lengths.AsSpan().Clear();
        Written = writer.WriteNominal(stream, workspace, workspace.Destination);
        NominalLength = Written == 0 ? stream.Length : Written;
        FastStrategy = FindFast(stream, workspace);
        FastLength = lengths[(int)FastStrategy];
        SafeStrategy = FastLength > NominalLength ? FindSafe(stream, workspace) : MatchStrategy.Whole;
    }

    // The whole stream has more segments with their own codes than the sample; the nominal level has one code for all.
    private int MissedBySample() => Math.Max(0, (analysis.Segments.SavedByCuts() / SampleParts) - sampleAnalysis.Segments.SavedByCuts());

    // Only runs if nearly all matches are runs, because runs are found much faster.
    private (MatchStrategy Effort, int Length) FindFastOfSample(ReadOnlySpan<byte> sample, in Workspace workspace)
    {
        const int HardlyLonger = 1015;
        if (analysis.SearchedEnd == 0)
        {
            return (MatchStrategy.Fast, writer.Write(sample, sampleAnalysis, MatchStrategy.Fast, workspace, workspace.Adapted));
        }

        var fixedOffsets = writer.Write(sample, sampleAnalysis, MatchStrategy.FixedOffsets, workspace, workspace.Adapted);
        var runs = writer.Write(sample, sampleAnalysis, MatchStrategy.RunLengths, workspace, workspace.Adapted);
        return runs * 1000L <= fixedOffsets * (long)HardlyLonger ? (MatchStrategy.RunLengths, runs) : (MatchStrategy.FixedOffsets, fixedOffsets);
    }

    // Copies the same part of each plane.
    private ReadOnlySpan<byte> TakeSample(ReadOnlySpan<byte> stream, in Workspace workspace)
    {
        var length = stream.Length / analysis.Planes;
        var part = length / SampleParts;
        for (var plane = 0; plane < analysis.Planes; plane++)
        {
            stream.Slice((plane * length) + part, part).CopyTo(workspace.Sample[(plane * part)..]);
        }

        var sample = workspace.Sample[..(analysis.Planes * part)];
        sampleAnalysis.Restrict(sample, analysis.Planes, analysis.SearchedStart / length * part, (analysis.SearchedEnd + length - 1) / length * part);
        return sample;
    }

    // Fixed offsets only if they are clearly better: if the content changes, they miss matches at other offsets.
    private MatchStrategy FindFast(ReadOnlySpan<byte> stream, in Workspace workspace)
    {
        const int ClearlyShorter = 995;
        const int MuchLonger = 1020;
        if (analysis.SearchedEnd > 0 && WriteIfShorter(stream, MatchStrategy.FixedOffsets, workspace) * 1000L <= NominalLength * (long)ClearlyShorter)
        {
            return MatchStrategy.FixedOffsets;
        }

        if (WriteIfShorter(stream, MatchStrategy.Fast, workspace) * 1000L > NominalLength * (long)MuchLonger && analysis.SearchedLength < stream.Length)
        {
            TryAllPlanes(stream, workspace);
        }

        return MatchStrategy.Fast;
    }

    // The analysis may have mistaken planes for noise, so all of them are searched.
    private void TryAllPlanes(ReadOnlySpan<byte> stream, in Workspace workspace)
    {
        var before = lengths[(int)MatchStrategy.Fast];
        var (start, end) = (analysis.SearchedStart, analysis.SearchedEnd);
        analysis.Restrict(stream, analysis.Planes, 0, stream.Length);
        if (WriteIfShorter(stream, MatchStrategy.Fast, workspace) >= before)
        {
            lengths[(int)MatchStrategy.Fast] = before;
            analysis.Restrict(stream, analysis.Planes, start, end);
        }
    }

    private MatchStrategy FindSafe(ReadOnlySpan<byte> stream, in Workspace workspace)
    {
        const int HardlyLonger = 1004;
        var candidate = SafeCandidate(stream.Length);
        return candidate != MatchStrategy.Whole && WriteIfShorter(stream, candidate, workspace) * 1000L <= NominalLength * (long)HardlyLonger ? candidate : MatchStrategy.Whole;
    }

    private MatchStrategy SafeCandidate(int length)
    {
        // Hash chains are faster than the row match finder only where there are many matches.
        const int Repetitive = 12;
        return (long)NominalLength * Repetitive < length ? MatchStrategy.Chains
            : analysis.SearchedEnd > 0 && analysis.SearchedEnd - analysis.SearchedStart < length ? MatchStrategy.Planes
            : MatchStrategy.Whole;
    }

    private int WriteIfShorter(ReadOnlySpan<byte> stream, MatchStrategy strategy, in Workspace workspace)
    {
        var length = writer.Write(stream, analysis, strategy, workspace, workspace.Adapted);
        if (length > 0 && length <= workspace.Destination.Length && (Written == 0 || length < Written))
        {
            workspace.Adapted[..length].CopyTo(workspace.Destination);
            Written = length;
        }

        return lengths[(int)strategy] = length == 0 ? stream.Length : length;
    }
}
