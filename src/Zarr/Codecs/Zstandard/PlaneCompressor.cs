using System.Buffers;
using Zarr.Codecs.Compression;

namespace Zarr.Codecs.Zstandard;

/// <summary>
/// Compresses the streams of one chunk with as much effort as each part of them rewards: noise gets a Huffman code and no search for repeats, which would find none worth
/// having; the rest is searched. For one chunk at a time, its streams in order; the same streams always give the same bytes.
/// </summary>
/// <remarks>What the limits below were measured on is in docs/decisions/0015-effort-that-adapts.md.</remarks>
internal sealed class PlaneCompressor(ZstdContexts fast, ZstdContexts thorough)
{
    private const int MinPlaneLength = 4 * 1024;
    private const int MinLength = 8 * 1024;
    private const int MaxLength = 1024 * 1024;
    private const int FastLevel = 3;

    // Where what is searched takes so little of the whole, the fast level cannot lose 1 %. Elsewhere both are tried now and then.
    private const int SmallPercent = 10;
    private const int FastLossPerMille = 7;
    private const int StreamsPerTrial = 16;
    private const int FewestStreamsForTrial = 4;

    private readonly PlaneSurvey survey = new();
    private int streamsUntilTrial;
    private bool isFastGood;

    /// <summary>Begins a chunk: nothing that was learned from the last one is kept.</summary>
    /// <param name="streamCount">How many streams it will have, about.</param>
    public void Begin(int streamCount)
    {
        isFastGood = false;
        streamsUntilTrial = streamCount < FewestStreamsForTrial ? int.MaxValue : 0;
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
            return thorough.Compress(stream, destination, level);
        }

        survey.Examine(stream, stream.Length / planes >= MinPlaneLength ? planes : 1);
        var content = stream[survey.SearchedStart..survey.SearchedEnd];
        var room = (int)ZstdContexts.MaxFrameLength(content.Length);
        var buffer = ArrayPool<byte>.Shared.Rent((2 * room) + FrameWriter.ScratchLength(Math.Min(stream.Length, FrameWriter.MaxBlockLength)));
        var frame = buffer.AsSpan(0, content.IsEmpty ? 0 : Search(content, buffer.AsSpan(0, room), buffer.AsSpan(room, room), level));
        var written = Write(stream, frame, buffer.AsSpan(2 * room), destination);
        ArrayPool<byte>.Shared.Return(buffer);
        return written;
    }

    // Returns the length of a frame of the content.
    private int Search(ReadOnlySpan<byte> content, Span<byte> destination, Span<byte> other, int level)
    {
        var isSmall = survey.SearchedLength * 100L <= survey.Length * (long)SmallPercent;
        if (!isSmall && streamsUntilTrial-- == 0)
        {
            return Try(content, destination, other, level);
        }

        return isSmall || isFastGood ? fast.Compress(content, destination, FastLevel) : thorough.Compress(content, destination, level);
    }

    // Learns from one stream what the next ones shall get. This one gets the nominal level.
    private int Try(ReadOnlySpan<byte> content, Span<byte> destination, Span<byte> other, int level)
    {
        var nominal = thorough.Compress(content, destination, level);
        var rest = Math.Max(0, survey.Length - survey.SearchedLength);
        var allowed = nominal + ((nominal + (long)rest) * FastLossPerMille / 1000);
        isFastGood = fast.Compress(content, other, FastLevel) <= allowed;
        streamsUntilTrial = StreamsPerTrial - 1;
        return nominal;
    }

    private int Write(ReadOnlySpan<byte> stream, ReadOnlySpan<byte> frame, Span<byte> scratch, Span<byte> destination)
    {
        var writer = new FrameWriter(destination, stream.Length);
        var segments = survey.Segments;
        AddSegments(ref writer, stream, 0, segments.IndexAt(survey.SearchedStart), scratch);
        if (!frame.IsEmpty)
        {
            writer.AddBlocksOf(frame);
        }

        AddSegments(ref writer, stream, segments.IndexAt(survey.SearchedEnd), segments.Count, scratch);
        return writer.Close();
    }

    private void AddSegments(ref FrameWriter writer, ReadOnlySpan<byte> stream, int from, int to, Span<byte> scratch)
    {
        for (var i = from; i < to; i++)
        {
            var segment = survey.Segments[i];
            writer.AddLiterals(stream.Slice(segment.Start, segment.Length), survey.Segments.CountsOf(i), scratch);
        }
    }
}
