using System.Buffers;
using Zarr.Codecs.Compression;

namespace Zarr.Codecs.Zstandard;

/// <summary>
/// Compresses the streams of one chunk with as much effort as each part of them rewards: noise gets a Huffman code and no search for repeats, which would find none worth
/// having; the rest is searched. For one chunk at a time, its streams in order; the same streams always give the same bytes.
/// </summary>
/// <remarks>What the limits below were measured on is in docs/decisions/0016-effort-that-adapts.md.</remarks>
internal sealed class PlaneCompressor(RowLayout rows, ZstdContexts fast, ZstdContexts chains, ZstdContexts nominal)
{
    private const int MinPlaneLength = 4 * 1024;
    private const int MinLength = 8 * 1024;
    private const int MaxLength = 1024 * 1024;
    private const int FastLevel = 3;

    // Where what is searched takes so little of the whole, the fast level cannot lose 1 %. For chunks that are too short for trials.
    private const int SmallPercent = 12;
    private const int FewestStreams = 4;
    private const int FewestStreamsOfLiterals = 8;
    private const int Efforts = (int)SearchEffort.Neighbours + 1;

    private readonly PlaneSurvey survey = new();
    private readonly PlaneSketch sketch = new();
    private readonly EffortLedger ledger = new();
    private readonly NeighbourMatcher neighbours = new(rows);
    private readonly SequenceList found = new();
    private readonly SequenceWriter sequences = new();
    private int streamsOfChunk;
    private int planesOfStream;

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
        if (stream.Length is < MinLength or > MaxLength)
        {
            return nominal.Compress(stream, destination, level);
        }

        planes = stream.Length / planes >= MinPlaneLength ? planes : 1;
        var room = (int)ZstdContexts.MaxFrameLength(stream.Length);
        var buffer = ArrayPool<byte>.Shared.Rent((2 * room) + FrameWriter.ScratchLength(Math.Min(stream.Length, FrameWriter.MaxBlockLength)));
        var workspace = new Workspace(buffer, room, destination, level);
        var written = streamsOfChunk >= FewestStreams && planes <= PlaneSketch.MostPlanes
            ? CompressOneOfMany(stream, planes, workspace)
            : CompressAlone(stream, planes, workspace);
        ArrayPool<byte>.Shared.Return(buffer);
        return written;
    }

    private int CompressAlone(ReadOnlySpan<byte> stream, int planes, in Workspace workspace)
    {
        survey.Examine(stream, planes);
        var isSmall = survey.SearchedLength * 100L <= survey.Length * (long)SmallPercent;
        return Write(stream, isSmall ? SearchEffort.Fast : SearchEffort.Planes, workspace, workspace.Destination);
    }

    private int CompressOneOfMany(ReadOnlySpan<byte> stream, int planes, in Workspace workspace)
    {
        planesOfStream = planes;
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

        var written = Write(stream, effort, workspace, workspace.Destination);
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
                kind.Distrust();
                return Try(stream, planes, workspace);
            }

            isSurveyed = kind.Searches(survey.SearchedStart, survey.SearchedEnd);
        }

        if (!isSurveyed)
        {
            survey.Recall(stream, planes, kind.SearchedStart, kind.SearchedEnd);
        }

        var written = Write(stream, kind.Quick, workspace, workspace.Destination);
        if (!kind.IsSurprise(sketch, written, ledger.Likeness))
        {
            ledger.Note(written, kind.NominalOf(written));
            return written;
        }

        kind.Distrust();
        return Examine(stream, planes, workspace);
    }

    private int Examine(ReadOnlySpan<byte> stream, int planes, in Workspace workspace)
    {
        survey.Examine(stream, planes);
        if (survey.SearchedEnd == 0 && streamsOfChunk < FewestStreamsOfLiterals)
        {
            return Write(stream, SearchEffort.Fast, workspace, workspace.Destination);
        }

        if (ledger.MayTry)
        {
            return Try(stream, planes, workspace);
        }

        var written = nominal.Compress(stream, workspace.Destination, workspace.Level);
        ledger.Note(written, written);
        return written;
    }

    // Learns from one stream what those like it shall get: does this one each way and keeps the shortest.
    private int Try(ReadOnlySpan<byte> stream, int planes, in Workspace workspace)
    {
        Span<int> lengths = stackalloc int[Efforts];
        lengths.Clear();
        var written = nominal.Compress(stream, workspace.Destination, workspace.Level);
        var nominalLength = written == 0 ? stream.Length : written;
        lengths[(int)SearchEffort.Whole] = nominalLength;
        var quick = TryQuick(stream, planes, workspace, ref written, lengths);
        var careful = lengths[(int)quick] > nominalLength ? TryCareful(stream, workspace, ref written, lengths) : SearchEffort.Whole;
        var kind = ledger.NextKind();
        kind.Learn(sketch, survey, lengths, quick, careful);
        ledger.NoteTrial(kind);
        ledger.Note(written == 0 ? stream.Length : written, nominalLength);
        return written;
    }

    // Neighbours alone only where they clearly are what repeats: content may change, and what repeats otherwise would not be noticed.
    private SearchEffort TryQuick(ReadOnlySpan<byte> stream, int planes, in Workspace workspace, ref int written, Span<int> lengths)
    {
        const int ClearlyShorter = 995;
        const int MuchLonger = 1020;
        var nominalLength = lengths[(int)SearchEffort.Whole];
        if (survey.SearchedEnd > 0)
        {
            written = WriteIfShorter(stream, SearchEffort.Neighbours, workspace, written, lengths);
            if (lengths[(int)SearchEffort.Neighbours] * 1000L <= nominalLength * (long)ClearlyShorter)
            {
                return SearchEffort.Neighbours;
            }
        }

        written = WriteIfShorter(stream, SearchEffort.Fast, workspace, written, lengths);
        if (lengths[(int)SearchEffort.Fast] * 1000L > nominalLength * (long)MuchLonger && survey.SearchedLength < stream.Length)
        {
            written = TryAllPlanes(stream, planes, workspace, written, lengths);
        }

        return SearchEffort.Fast;
    }

    // What the survey takes for noise is not: searches all of it.
    private int TryAllPlanes(ReadOnlySpan<byte> stream, int planes, in Workspace workspace, int written, Span<int> lengths)
    {
        var before = lengths[(int)SearchEffort.Fast];
        var (start, end) = (survey.SearchedStart, survey.SearchedEnd);
        survey.Recall(stream, planes, 0, stream.Length);
        written = WriteIfShorter(stream, SearchEffort.Fast, workspace, written, lengths);
        if (lengths[(int)SearchEffort.Fast] >= before)
        {
            lengths[(int)SearchEffort.Fast] = before;
            survey.Recall(stream, planes, start, end);
        }

        return written;
    }

    private SearchEffort TryCareful(ReadOnlySpan<byte> stream, in Workspace workspace, ref int written, Span<int> lengths)
    {
        const int HardlyLonger = 1004;
        var nominalLength = lengths[(int)SearchEffort.Whole];
        var candidate = CarefulCandidate(stream.Length, nominalLength);
        if (candidate == SearchEffort.Whole)
        {
            return candidate;
        }

        written = WriteIfShorter(stream, candidate, workspace, written, lengths);
        return lengths[(int)candidate] * 1000L <= nominalLength * (long)HardlyLonger ? candidate : SearchEffort.Whole;
    }

    private SearchEffort CarefulCandidate(int length, int nominalLength)
    {
        // Chains of hashes are faster than rows of them only where there is much to be found.
        const int Repetitive = 12;
        return (long)nominalLength * Repetitive < length ? SearchEffort.Chains
            : survey.SearchedEnd > 0 && survey.SearchedEnd - survey.SearchedStart < length ? SearchEffort.Planes
            : SearchEffort.Whole;
    }

    private int WriteIfShorter(ReadOnlySpan<byte> stream, SearchEffort effort, in Workspace workspace, int written, Span<int> lengths)
    {
        var length = Write(stream, effort, workspace, workspace.Adapted);
        lengths[(int)effort] = length == 0 ? stream.Length : length;
        if (length == 0 || length > workspace.Destination.Length || (written > 0 && length >= written))
        {
            return written;
        }

        workspace.Adapted[..length].CopyTo(workspace.Destination);
        return length;
    }

    private int Write(ReadOnlySpan<byte> stream, SearchEffort effort, in Workspace workspace, Span<byte> destination)
    {
        if (effort == SearchEffort.Whole)
        {
            return nominal.Compress(stream, destination, workspace.Level);
        }

        var writer = new FrameWriter(destination, stream.Length);
        var segments = survey.Segments;
        AddSegments(ref writer, stream, 0, segments.IndexAt(survey.SearchedStart), workspace.Scratch);
        if (effort == SearchEffort.Neighbours)
        {
            AddNeighbours(ref writer, stream, workspace.Scratch);
        }
        else if (survey.SearchedEnd > survey.SearchedStart)
        {
            writer.AddBlocksOf(workspace.Frame[..Search(stream[survey.SearchedStart..survey.SearchedEnd], workspace, effort)]);
        }

        AddSegments(ref writer, stream, segments.IndexAt(survey.SearchedEnd), segments.Count, workspace.Scratch);
        return writer.Close();
    }

    private void AddNeighbours(ref FrameWriter writer, ReadOnlySpan<byte> stream, Span<byte> scratch)
    {
        found.BeginFrame();
        var length = stream.Length / planesOfStream;
        for (var plane = survey.SearchedStart / length; plane < planesOfStream && plane * length < survey.SearchedEnd; plane++)
        {
            var end = plane == planesOfStream - 1 ? stream.Length : (plane + 1) * length;
            AddNeighbours(ref writer, stream[(plane * length)..end], LeastRepeat(sketch.BitsOf(plane)), scratch);
        }
    }

    private void AddNeighbours(ref FrameWriter writer, ReadOnlySpan<byte> plane, int leastRepeat, Span<byte> scratch)
    {
        if (plane.IndexOfAnyExcept(plane[0]) < 0)
        {
            writer.AddRepeated(plane[0], plane.Length);
            return;
        }

        for (var start = 0; start < plane.Length; start += FrameWriter.MaxBlockLength)
        {
            var block = plane.Slice(start, Math.Min(FrameWriter.MaxBlockLength, plane.Length - start));
            found.BeginBlock();
            neighbours.Find(block, leastRepeat, found);
            writer.AddSequences(block, found, sequences, scratch);
        }
    }

    // A repeat takes about as much as ten bits of literals.
    private static int LeastRepeat(int bitsPerByte) => bitsPerByte switch
    {
        <= 1 => 8,
        2 => 6,
        _ => 4,
    };

    private int Search(ReadOnlySpan<byte> content, in Workspace workspace, SearchEffort effort) => effort switch
    {
        SearchEffort.Fast => fast.Compress(content, workspace.Frame, FastLevel),
        SearchEffort.Chains => chains.Compress(content, workspace.Frame, workspace.Level),
        _ => nominal.Compress(content, workspace.Frame, workspace.Level),
    };

    private void AddSegments(ref FrameWriter writer, ReadOnlySpan<byte> stream, int from, int to, Span<byte> scratch)
    {
        for (var i = from; i < to; i++)
        {
            var segment = survey.Segments[i];
            writer.AddLiterals(stream.Slice(segment.Start, segment.Length), survey.Segments.CountsOf(i), scratch);
        }
    }

    private readonly ref struct Workspace(Span<byte> buffer, int room, Span<byte> destination, int level)
    {
        public Span<byte> Frame { get; } = buffer[..room];

        public Span<byte> Adapted { get; } = buffer.Slice(room, room);

        public Span<byte> Scratch { get; } = buffer[(2 * room)..];

        public Span<byte> Destination { get; } = destination;

        public int Level { get; } = level;
    }
}
