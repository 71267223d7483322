using System.Buffers;

namespace Blosc.Zstd.Encoding;

/// <summary>
/// Compresses the streams of one chunk and adapts the effort to each part: noise gets a Huffman code without a search for matches, the rest is searched. It compresses one chunk at a time, stream by stream
/// in order. The same streams always give the same bytes.
/// </summary>
/// <remarks>
/// Similar streams of a chunk form a class, recognized by a fingerprint. For the first stream of a class, a trial finds the fastest strategy that is good enough against the nominal level. Later
/// streams of the class use this strategy while the bytes that it costs stay within a budget. Checks find streams that no longer fit their class. docs/notes/adaptive-effort.md has the
/// measurements behind the limits.
/// </remarks>
internal sealed class PlaneCompressor
{
    // Shorter planes are analyzed together.
    private const int MinPlaneLength = 4 * 1024;

    // Streams of other lengths get the nominal level.
    private const int MinLength = 8 * 1024;
    private const int MaxLength = 1024 * 1024;

    // In a chunk with fewer streams, a trial costs more than it saves; of a stream in which nothing is searched, already below 8.
    private const int MinStreamsForTrials = 4;
    private const int MinStreamsForTrialsOfLiterals = 8;

    private readonly BytePlaneAnalysis analysis = new();
    private readonly BytePlaneFingerprint fingerprint = new();
    private readonly SizeBudget budget = new();
    private readonly StreamFrameWriter writer;
    private readonly TrialEncoding trial;
    private int streamsOfChunk;

    /// <summary>Creates a compressor that writes with this writer.</summary>
    public PlaneCompressor(StreamFrameWriter writer) => (this.writer, trial) = (writer, new TrialEncoding(writer, analysis));

    /// <summary>Begins a chunk and forgets the previous one.</summary>
    /// <param name="streamCount">The approximate number of its streams.</param>
    public void Begin(int streamCount)
    {
        streamsOfChunk = streamCount;
        budget.Begin(streamCount);
    }

    /// <summary>Writes one frame.</summary>
    /// <param name="stream">The content.</param>
    /// <param name="planes">The number of planes of equal length in it; the last plane includes the remaining bytes.</param>
    /// <param name="destination">Room for the frame.</param>
    /// <param name="level">The nominal level of zstd.</param>
    /// <returns>The length of the frame, or 0 if it does not fit.</returns>
    public int Compress(ReadOnlySpan<byte> stream, int planes, Span<byte> destination, int level)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Workspace.LengthFor(stream.Length));
        var workspace = new Workspace(buffer, stream.Length, destination, level);
        planes = stream.Length / planes >= MinPlaneLength ? planes : 1;
        var written = stream.Length is < MinLength or > MaxLength ? writer.WriteNominal(stream, workspace, destination)
            : streamsOfChunk >= MinStreamsForTrials && planes <= BytePlaneFingerprint.MostPlanes ? CompressOneOfMany(stream, planes, workspace)
            : CompressAlone(stream, planes, workspace);
        ArrayPool<byte>.Shared.Return(buffer);
        return written;
    }

    private int CompressAlone(ReadOnlySpan<byte> stream, int planes, in Workspace workspace)
    {
        analysis.Analyze(stream, planes);
        return writer.Write(stream, analysis, analysis.IsSearchedSmall ? MatchStrategy.Fast : MatchStrategy.Planes, workspace, workspace.Destination);
    }

    private int CompressOneOfMany(ReadOnlySpan<byte> stream, int planes, in Workspace workspace)
    {
        fingerprint.Compute(stream, planes);
        var streamClass = budget.Find(fingerprint);
        if (streamClass is null || !streamClass.Fits(BytePlaneAnalysis.FindConstantPlanes(stream, planes)))
        {
            return Analyze(stream, planes, workspace);
        }

        var strategy = budget.Choose(streamClass, fingerprint);
        return strategy == streamClass.FastStrategy ? CompressAsLearned(streamClass, stream, planes, workspace) : CompressThoroughly(streamClass, strategy, stream, planes, workspace);
    }

    private int CompressThoroughly(StreamClass streamClass, MatchStrategy strategy, ReadOnlySpan<byte> stream, int planes, in Workspace workspace)
    {
        if (strategy != MatchStrategy.Whole)
        {
            analysis.Restrict(stream, planes, streamClass.SearchedStart, streamClass.SearchedEnd);
        }

        var written = writer.Write(stream, analysis, strategy, workspace, workspace.Destination);
        budget.Record(written, written);
        return written;
    }

    private int CompressAsLearned(StreamClass streamClass, ReadOnlySpan<byte> stream, int planes, in Workspace workspace)
    {
        if (budget.IsTrialDue(streamClass))
        {
            return Analyze(stream, planes, workspace);
        }

        var isAnalyzed = false;
        if (budget.IsCheckDue(streamClass, fingerprint))
        {
            analysis.Analyze(stream, planes);
            if (streamClass.IsOutdatedBy(analysis))
            {
                return AnalyzeAgain(streamClass, stream, planes, workspace);
            }

            isAnalyzed = streamClass.Searches(analysis.SearchedStart, analysis.SearchedEnd);
        }

        if (!isAnalyzed)
        {
            analysis.Restrict(stream, planes, streamClass.SearchedStart, streamClass.SearchedEnd);
        }

        var written = writer.Write(stream, analysis, streamClass.FastStrategy, workspace, workspace.Destination);
        if (streamClass.IsUnexpected(fingerprint, written, budget.Similarity))
        {
            return AnalyzeAgain(streamClass, stream, planes, workspace);
        }

        budget.Record(written, streamClass.NominalOf(written));
        return written;
    }

    // A stream has the fingerprint of a class, but another analysis or an unexpected size. Unless a trial shows that the fast strategy suits it too, the class loses that strategy.
    private int AnalyzeAgain(StreamClass streamClass, ReadOnlySpan<byte> stream, int planes, in Workspace workspace)
    {
        var trials = budget.Trials;
        var written = Analyze(stream, planes, workspace);
        if (budget.Trials == trials || trial.FastLength > trial.NominalLength)
        {
            streamClass.Distrust();
        }

        return written;
    }

    private int Analyze(ReadOnlySpan<byte> stream, int planes, in Workspace workspace)
    {
        analysis.Analyze(stream, planes);
        if (analysis.SearchedEnd == 0 && streamsOfChunk < MinStreamsForTrialsOfLiterals)
        {
            return writer.Write(stream, analysis, MatchStrategy.Fast, workspace, workspace.Destination);
        }

        if (budget.MayTry)
        {
            return RunTrial(stream, workspace);
        }

        var written = writer.WriteNominal(stream, workspace, workspace.Destination);
        budget.Record(written, written);
        return written;
    }

    // Learns the strategies of a class from one stream.
    private int RunTrial(ReadOnlySpan<byte> stream, in Workspace workspace)
    {
        if (!trial.TryRunOnSample(stream, workspace))
        {
            trial.RunOnWhole(stream, workspace);
        }

        var streamClass = budget.NextClass();
        streamClass.Learn(fingerprint, analysis, trial);
        budget.RecordTrial(streamClass);
        budget.Record(trial.Written == 0 ? stream.Length : trial.Written, trial.NominalLength);
        return trial.Written;
    }
}
