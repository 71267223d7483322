using Blosc.Zstd.Sequences;

namespace Blosc.Zstd.Encoding;

/// <summary>Writes a stream of a Blosc block (byte planes, one after the other) as one zstd frame. Not thread-safe.</summary>
/// <param name="rows">The rows and elements of the chunk before the shuffle.</param>
/// <param name="fast">Compressors for <see cref="MatchStrategy.Fast"/>.</param>
/// <param name="chains">Compressors for <see cref="MatchStrategy.Chains"/>.</param>
/// <param name="nominal">Compressors that work as those of c-blosc.</param>
internal sealed class StreamFrameWriter(RowLayout rows, ZstdCompressors fast, ZstdCompressors chains, ZstdCompressors nominal)
{
    // docs/notes/adaptive-effort.md compares the levels of zstd.
    private const int FastLevel = 3;

    private readonly FixedOffsetMatchFinder fixedOffsets = new(rows);
    private readonly RunLengthMatchFinder runs = new(rows.Element);
    private readonly SequenceList sequenceList = new();
    private readonly SequenceWriter sequenceWriter = new();

    /// <summary>Writes a frame at the nominal level, without a division into segments.</summary>
    /// <returns>Its length, or 0 if it does not fit.</returns>
    public int WriteNominal(ReadOnlySpan<byte> stream, in Workspace workspace, Span<byte> destination) => nominal.Compress(stream, destination, workspace.Level);

    /// <summary>Writes a frame.</summary>
    /// <param name="stream">The content.</param>
    /// <param name="analysis">The range that is searched for matches (<see cref="BytePlaneAnalysis.SearchedStart"/>, <see cref="BytePlaneAnalysis.SearchedEnd"/>), and the segments of literals before and after it.</param>
    /// <param name="strategy">The strategy of the search.</param>
    /// <param name="workspace">Scratch memory, and the nominal level.</param>
    /// <param name="destination">Room for the frame.</param>
    /// <returns>Its length, or 0 if it does not fit.</returns>
    public int Write(ReadOnlySpan<byte> stream, BytePlaneAnalysis analysis, MatchStrategy strategy, in Workspace workspace, Span<byte> destination)
    {
        if (strategy == MatchStrategy.Whole)
        {
            return WriteNominal(stream, workspace, destination);
        }

        var writer = new FrameWriter(destination, stream.Length);
        var segments = analysis.Segments;
        AddSegments(ref writer, stream, segments, 0, segments.IndexAt(analysis.SearchedStart), workspace.Scratch);
        if (strategy is MatchStrategy.FixedOffsets or MatchStrategy.RunLengths)
        {
            AddSearchedPlanes(ref writer, stream, analysis, strategy, workspace.Scratch);
        }
        else if (analysis.SearchedEnd > analysis.SearchedStart)
        {
            writer.AddBlocksOf(workspace.Frame[..Search(stream[analysis.SearchedStart..analysis.SearchedEnd], strategy, workspace)]);
        }

        AddSegments(ref writer, stream, segments, segments.IndexAt(analysis.SearchedEnd), segments.Count, workspace.Scratch);
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

    private int Search(ReadOnlySpan<byte> content, MatchStrategy strategy, in Workspace workspace) => strategy switch
    {
        MatchStrategy.Fast => fast.Compress(content, workspace.Frame, FastLevel),
        MatchStrategy.Chains => chains.Compress(content, workspace.Frame, workspace.Level),
        _ => nominal.Compress(content, workspace.Frame, workspace.Level),
    };

    private void AddSearchedPlanes(ref FrameWriter writer, ReadOnlySpan<byte> stream, BytePlaneAnalysis analysis, MatchStrategy strategy, Span<byte> scratch)
    {
        sequenceList.BeginFrame();
        // The last plane includes the bytes behind the last whole element.
        var planeLength = stream.Length / analysis.Planes;
        for (var plane = analysis.SearchedStart / planeLength; plane < analysis.Planes && plane * planeLength < analysis.SearchedEnd; plane++)
        {
            AddPlane(ref writer, stream[(plane * planeLength)..(plane == analysis.Planes - 1 ? stream.Length : (plane + 1) * planeLength)], strategy, scratch);
        }
    }

    private void AddPlane(ref FrameWriter writer, ReadOnlySpan<byte> plane, MatchStrategy strategy, Span<byte> scratch)
    {
        if (plane.IndexOfAnyExcept(plane[0]) < 0)
        {
            writer.AddRle(plane[0], plane.Length);
            return;
        }

        var minMatch = strategy == MatchStrategy.RunLengths ? 0 : MinMatchFor(BytePlaneFingerprint.CostOf(plane) * 8L / plane.Length);
        for (var start = 0; start < plane.Length; start += ZstdFormat.MaxBlockLength)
        {
            var block = plane.Slice(start, Math.Min(ZstdFormat.MaxBlockLength, plane.Length - start));
            Find(block, minMatch, strategy);
            writer.AddSequences(block, sequenceList, sequenceWriter, scratch);
        }
    }

    private void Find(ReadOnlySpan<byte> block, int minMatch, MatchStrategy strategy)
    {
        sequenceList.BeginBlock();
        if (strategy == MatchStrategy.RunLengths)
        {
            runs.Find(block, sequenceList);
        }
        else
        {
            fixedOffsets.Find(block, minMatch, sequenceList);
        }
    }

    // A sequence costs about ten bits, and time to decode. So a match has to save about twelve. The bits are rounded down.
    private static int MinMatchFor(long bitsPerByte) => bitsPerByte switch
    {
        <= 1 => 12,
        2 => 6,
        _ => 4,
    };
}
