using Blosc.Zstd.Sequences;

namespace Blosc.Zstd.Encoding;

/// <summary>Writes a stream as one frame, with the effort that it is told. For one stream at a time.</summary>
internal sealed class PlaneWriter(RowLayout rows, ZstdCompressors fast, ZstdCompressors chains, ZstdCompressors nominal)
{
    private const int FastLevel = 3;

    private readonly FixedOffsetMatchFinder neighbours = new(rows);
    private readonly RunLengthMatchFinder runs = new(rows.Element);
    private readonly SequenceList found = new();
    private readonly SequenceWriter sequences = new();

    /// <summary>Writes a frame at the nominal level.</summary>
    /// <returns>Its length, or 0 if it does not fit.</returns>
    public int WriteWhole(ReadOnlySpan<byte> stream, in Workspace workspace, Span<byte> destination) => nominal.Compress(stream, destination, workspace.Level);

    /// <summary>Writes a frame.</summary>
    /// <param name="stream">The content.</param>
    /// <param name="survey">Which of its planes are searched, and the codes for the others.</param>
    /// <param name="effort">How the former are searched.</param>
    /// <param name="workspace">Room.</param>
    /// <param name="destination">Where the frame goes.</param>
    /// <returns>Its length, or 0 if it does not fit.</returns>
    public int Write(ReadOnlySpan<byte> stream, PlaneSurvey survey, SearchEffort effort, in Workspace workspace, Span<byte> destination)
    {
        if (effort == SearchEffort.Whole)
        {
            return WriteWhole(stream, workspace, destination);
        }

        var writer = new FrameWriter(destination, stream.Length);
        var segments = survey.Segments;
        AddSegments(ref writer, stream, segments, 0, segments.IndexAt(survey.SearchedStart), workspace.Scratch);
        if (effort is SearchEffort.Neighbours or SearchEffort.Runs)
        {
            AddNeighbours(ref writer, stream, survey, effort, workspace.Scratch);
        }
        else if (survey.SearchedEnd > survey.SearchedStart)
        {
            writer.AddBlocksOf(workspace.Frame[..Search(stream[survey.SearchedStart..survey.SearchedEnd], effort, workspace)]);
        }

        AddSegments(ref writer, stream, segments, segments.IndexAt(survey.SearchedEnd), segments.Count, workspace.Scratch);
        return writer.Close();
    }

    private static void AddSegments(ref FrameWriter writer, ReadOnlySpan<byte> stream, LiteralSegments segments, int from, int to, Span<byte> scratch)
    {
        for (var i = from; i < to; i++)
        {
            var segment = segments[i];
            writer.AddLiterals(stream.Slice(segment.Start, segment.Length), segments.CountsOf(i), scratch);
        }
    }

    private int Search(ReadOnlySpan<byte> content, SearchEffort effort, in Workspace workspace) => effort switch
    {
        SearchEffort.Fast => fast.Compress(content, workspace.Frame, FastLevel),
        SearchEffort.Chains => chains.Compress(content, workspace.Frame, workspace.Level),
        _ => nominal.Compress(content, workspace.Frame, workspace.Level),
    };

    private void AddNeighbours(ref FrameWriter writer, ReadOnlySpan<byte> stream, PlaneSurvey survey, SearchEffort effort, Span<byte> scratch)
    {
        found.BeginFrame();
        var length = stream.Length / survey.Planes;
        for (var plane = survey.SearchedStart / length; plane < survey.Planes && plane * length < survey.SearchedEnd; plane++)
        {
            AddNeighbours(ref writer, stream[(plane * length)..(plane == survey.Planes - 1 ? stream.Length : (plane + 1) * length)], effort, scratch);
        }
    }

    private void AddNeighbours(ref FrameWriter writer, ReadOnlySpan<byte> plane, SearchEffort effort, Span<byte> scratch)
    {
        if (plane.IndexOfAnyExcept(plane[0]) < 0)
        {
            writer.AddRepeated(plane[0], plane.Length);
            return;
        }

        var leastRepeat = effort == SearchEffort.Runs ? 0 : LeastRepeat(PlaneSketch.CostOf(plane) * 8L / plane.Length);
        for (var start = 0; start < plane.Length; start += ZstdFormat.MaxBlockLength)
        {
            var block = plane.Slice(start, Math.Min(ZstdFormat.MaxBlockLength, plane.Length - start));
            Find(block, leastRepeat, effort);
            writer.AddSequences(block, found, sequences, scratch);
        }
    }

    private void Find(ReadOnlySpan<byte> block, int leastRepeat, SearchEffort effort)
    {
        found.BeginBlock();
        if (effort == SearchEffort.Runs)
        {
            runs.Find(block, found);
        }
        else
        {
            neighbours.Find(block, leastRepeat, found);
        }
    }

    // A repeat takes about as much as ten bits of literals, and time to read.
    private static int LeastRepeat(long bitsPerByte) => bitsPerByte switch
    {
        <= 1 => 12,
        2 => 6,
        _ => 4,
    };
}
