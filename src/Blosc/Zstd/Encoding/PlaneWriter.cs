using Blosc.Zstd.Sequences;

namespace Blosc.Zstd.Encoding;

/// <summary>Writes a stream as one frame with a given strategy. For one stream at a time.</summary>
internal sealed class PlaneWriter(RowLayout rows, ZstdCompressors fast, ZstdCompressors chains, ZstdCompressors nominal)
{
    private const int FastLevel = 3;

    private readonly FixedOffsetMatchFinder fixedOffsets = new(rows);
    private readonly RunLengthMatchFinder runs = new(rows.Element);
    private readonly SequenceList found = new();
    private readonly SequenceWriter sequences = new();

    /// <summary>Writes a frame at the nominal level.</summary>
    /// <returns>Its length, or 0 if it does not fit.</returns>
    public int WriteWhole(ReadOnlySpan<byte> stream, in Workspace workspace, Span<byte> destination) => nominal.Compress(stream, destination, workspace.Level);

    /// <summary>Writes a frame.</summary>
    /// <param name="stream">The content.</param>
    /// <param name="analysis">The planes to search, and the segments of the others.</param>
    /// <param name="strategy">The strategy of the search.</param>
    /// <param name="workspace">Scratch memory.</param>
    /// <param name="destination">Room for the frame.</param>
    /// <returns>Its length, or 0 if it does not fit.</returns>
    public int Write(ReadOnlySpan<byte> stream, BytePlaneAnalysis analysis, MatchStrategy strategy, in Workspace workspace, Span<byte> destination)
    {
        if (strategy == MatchStrategy.Whole)
        {
            return WriteWhole(stream, workspace, destination);
        }

        var writer = new FrameWriter(destination, stream.Length);
        var segments = analysis.Segments;
        AddSegments(ref writer, stream, segments, 0, segments.IndexAt(analysis.SearchedStart), workspace.Scratch);
        if (strategy is MatchStrategy.FixedOffsets or MatchStrategy.RunLengths)
        {
            AddFixedOffsets(ref writer, stream, analysis, strategy, workspace.Scratch);
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

    private void AddFixedOffsets(ref FrameWriter writer, ReadOnlySpan<byte> stream, BytePlaneAnalysis analysis, MatchStrategy strategy, Span<byte> scratch)
    {
        found.BeginFrame();
        var length = stream.Length / analysis.Planes;
        for (var plane = analysis.SearchedStart / length; plane < analysis.Planes && plane * length < analysis.SearchedEnd; plane++)
        {
            AddFixedOffsets(ref writer, stream[(plane * length)..(plane == analysis.Planes - 1 ? stream.Length : (plane + 1) * length)], strategy, scratch);
        }
    }

    private void AddFixedOffsets(ref FrameWriter writer, ReadOnlySpan<byte> plane, MatchStrategy strategy, Span<byte> scratch)
    {
        if (plane.IndexOfAnyExcept(plane[0]) < 0)
        {
            writer.AddRepeated(plane[0], plane.Length);
            return;
        }

        var minMatch = strategy == MatchStrategy.RunLengths ? 0 : MinMatchFor(BytePlaneFingerprint.CostOf(plane) * 8L / plane.Length);
        for (var start = 0; start < plane.Length; start += ZstdFormat.MaxBlockLength)
        {
            var block = plane.Slice(start, Math.Min(ZstdFormat.MaxBlockLength, plane.Length - start));
            Find(block, minMatch, strategy);
            writer.AddSequences(block, found, sequences, scratch);
        }
    }

    private void Find(ReadOnlySpan<byte> block, int minMatch, MatchStrategy strategy)
    {
        found.BeginBlock();
        if (strategy == MatchStrategy.RunLengths)
        {
            runs.Find(block, found);
        }
        else
        {
            fixedOffsets.Find(block, minMatch, found);
        }
    }

    // A sequence costs about as much as ten bits of literals, and time to decode.
    private static int MinMatchFor(long bitsPerByte) => bitsPerByte switch
    {
        <= 1 => 12,
        2 => 6,
        _ => 4,
    };
}
