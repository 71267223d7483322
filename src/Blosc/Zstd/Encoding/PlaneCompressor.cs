using System.Buffers;

namespace Blosc.Zstd.Encoding;

/// <summary>
/// Compresses the streams of one chunk with as much effort as each part of them rewards: noise gets a Huffman code and no search for repeats, which would find none worth
/// having; the rest is searched. For one chunk at a time, its streams in order; the same streams always give the same bytes.
/// </summary>
/// <remarks>What the limits below were measured on is in docs/decisions/0016-effort-that-adapts.md.</remarks>
internal sealed class PlaneCompressor
{
    private const int MinPlaneLength = 4 * 1024;
    private const int MinLength = 8 * 1024;
    private const int MaxLength = 1024 * 1024;

    private const int FewestStreams = 4;
    private const int FewestStreamsOfLiterals = 8;

    private readonly PlaneSurvey survey = new();
    private readonly PlaneSketch sketch = new();
    private readonly EffortLedger ledger = new();
    private readonly PlaneWriter writer;
    private readonly StreamTrial trial;
    private int streamsOfChunk;

    /// <summary>A compressor that writes so.</summary>
    public PlaneCompressor(PlaneWriter writer) => (this.writer, trial) = (writer, new StreamTrial(writer, survey));

    /// <summary>Begins a chunk: nothing that was learned from the last one is kept.</summary>
    /// <param name="streamCount">How many streams it will have, about.</param>
    public void Begin(int streamCount)
    {
        streamsOfChunk = streamCount;
        ledger.Begin(streamCount);
    }

    /// <summary>Writes one frame.</summary>
    /// <param name="stream">The content.</param>
    /// <param name="planes">Into how many planes of the same length it falls; bytes left over belong to the last.</param>
    /// <param name="destination">Room for the frame.</param>
    /// <param name="level">The level of zstd that would be used if nothing were known of the content.</param>
    /// <returns>The length of the frame, or 0 if it does not fit.</returns>
    public int Compress(ReadOnlySpan<byte> stream, int planes, Span<byte> destination, int level)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Workspace.LengthFor(stream.Length));
        var workspace = new Workspace(buffer, stream.Length, destination, level);
        planes = stream.Length / planes >= MinPlaneLength ? planes : 1;
        var written = stream.Length is < MinLength or > MaxLength ? writer.WriteWhole(stream, workspace, destination)
            : streamsOfChunk >= FewestStreams && planes <= PlaneSketch.MostPlanes ? CompressOneOfMany(stream, planes, workspace)
            : CompressAlone(stream, planes, workspace);
        ArrayPool<byte>.Shared.Return(buffer);
        return written;
    }

    private int CompressAlone(ReadOnlySpan<byte> stream, int planes, in Workspace workspace)
    {
        survey.Examine(stream, planes);
        return writer.Write(stream, survey, survey.IsSearchedSmall ? SearchEffort.Fast : SearchEffort.Planes, workspace, workspace.Destination);
    }

    private int CompressOneOfMany(ReadOnlySpan<byte> stream, int planes, in Workspace workspace)
    {
        sketch.Draw(stream, planes);
        var kind = ledger.Find(sketch);
        if (kind is null || !kind.Fits(PlaneSurvey.FindConstantPlanes(stream, planes)))
        {
            return Examine(stream, planes, workspace);
        }

        var effort = ledger.Choose(kind, sketch);
        return effort == kind.Quick ? CompressQuickly(kind, stream, planes, workspace) : CompressCarefully(kind, effort, stream, planes, workspace);
    }

    private int CompressCarefully(StreamKind kind, SearchEffort effort, ReadOnlySpan<byte> stream, int planes, in Workspace workspace)
    {
        if (effort != SearchEffort.Whole)
        {
            survey.Recall(stream, planes, kind.SearchedStart, kind.SearchedEnd);
        }

        var written = writer.Write(stream, survey, effort, workspace, workspace.Destination);
        ledger.Note(written, written);
        return written;
    }

    private int CompressQuickly(StreamKind kind, ReadOnlySpan<byte> stream, int planes, in Workspace workspace)
    {
        if (ledger.IsTrialDue(kind))
        {
            return Examine(stream, planes, workspace);
        }

        var isSurveyed = false;
        if (ledger.IsLookDue(kind, sketch))
        {
            survey.Examine(stream, planes);
            if (kind.IsOutdatedBy(survey))
            {
                return ExamineAgain(kind, stream, planes, workspace);
            }

            isSurveyed = kind.Searches(survey.SearchedStart, survey.SearchedEnd);
        }

        if (!isSurveyed)
        {
            survey.Recall(stream, planes, kind.SearchedStart, kind.SearchedEnd);
        }

        var written = writer.Write(stream, survey, kind.Quick, workspace, workspace.Destination);
        if (kind.IsSurprise(sketch, written, ledger.Likeness))
        {
            return ExamineAgain(kind, stream, planes, workspace);
        }

        ledger.Note(written, kind.NominalOf(written));
        return written;
    }

    // A stream looked like one of a kind and was not: unless a trial shows that the fast way is good for it too, that may happen again.
    private int ExamineAgain(StreamKind kind, ReadOnlySpan<byte> stream, int planes, in Workspace workspace)
    {
        var trials = ledger.Trials;
        var written = Examine(stream, planes, workspace);
        if (ledger.Trials == trials || trial.QuickLength > trial.NominalLength)
        {
            kind.Distrust();
        }

        return written;
    }

    private int Examine(ReadOnlySpan<byte> stream, int planes, in Workspace workspace)
    {
        survey.Examine(stream, planes);
        if (survey.SearchedEnd == 0 && streamsOfChunk < FewestStreamsOfLiterals)
        {
            return writer.Write(stream, survey, SearchEffort.Fast, workspace, workspace.Destination);
        }

        if (ledger.MayTry)
        {
            return Try(stream, workspace);
        }

        var written = writer.WriteWhole(stream, workspace, workspace.Destination);
        ledger.Note(written, written);
        return written;
    }

    // Learns from one stream what those like it shall get.
    private int Try(ReadOnlySpan<byte> stream, in Workspace workspace)
    {
        if (!trial.TrySample(stream, workspace))
        {
            trial.Try(stream, workspace);
        }

        var kind = ledger.NextKind();
        kind.Learn(sketch, survey, trial);
        ledger.NoteTrial(kind);
        ledger.Note(trial.Written == 0 ? stream.Length : trial.Written, trial.NominalLength);
        return trial.Written;
    }
}
