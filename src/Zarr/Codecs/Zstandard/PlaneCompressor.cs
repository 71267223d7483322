using System.Buffers;
using Zarr.Codecs.Compression;

namespace Zarr.Codecs.Zstandard;

/// <summary>
/// Compresses the streams of one chunk with as much effort as each part of them rewards: noise gets a Huffman code and no search for repeats, which would find none worth
/// having; the rest is searched. For one chunk at a time, its streams in order; the same streams always give the same bytes.
/// </summary>
/// <remarks>What the limits below were measured on is in docs/decisions/0016-effort-that-adapts.md.</remarks>
internal sealed class PlaneCompressor(ZstdContexts fast, ZstdContexts chains, ZstdContexts nominal)
{
    private const int MinPlaneLength = 4 * 1024;
    private const int MinLength = 8 * 1024;
    private const int MaxLength = 1024 * 1024;
    private const int FastLevel = 3;

    // Where what is searched takes so little of the whole, the fast level cannot lose 1 %. Elsewhere both are tried now and then.
    private const int SmallPercent = 12;
    // How much longer the fast level may make a stream, less what is chance in short ones.
    private const int FastLossPerMille = 6;
    private const int ChainsLossPerMille = 4;
    private const int StreamsPerRound = 32;
    private const int LeastGain = 32;
    private const int FewestStreamsForTrial = 4;

    private readonly PlaneSurvey survey = new();
    private bool isLearning;
    private Effort learned;
    private int streamsOfRound;

    private enum Effort
    {
        Nominal,
        Chains,
        Fast,
    }

    /// <summary>Begins a chunk: nothing that was learned from the last one is kept.</summary>
    /// <param name="streamCount">How many streams it will have, about.</param>
    public void Begin(int streamCount)
    {
        isLearning = streamCount >= FewestStreamsForTrial;
        learned = Effort.Nominal;
        streamsOfRound = 0;
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

        survey.Examine(stream, stream.Length / planes >= MinPlaneLength ? planes : 1);
        var room = (int)ZstdContexts.MaxFrameLength(stream.Length);
        var buffer = ArrayPool<byte>.Shared.Rent((2 * room) + FrameWriter.ScratchLength(Math.Min(stream.Length, FrameWriter.MaxBlockLength)));
        var workspace = new Workspace(buffer, room);
        var isSmall = survey.SearchedLength * 100L <= survey.Length * (long)SmallPercent;
        var written = !isSmall && IsTrial()
            ? Try(stream, workspace, destination, level)
            : Write(stream, Search(stream, workspace.Frame, isSmall ? Effort.Fast : learned, level), workspace.Scratch, destination);
        ArrayPool<byte>.Shared.Return(buffer);
        return written;
    }

    // The first stream of each round.
    private bool IsTrial()
    {
        streamsOfRound = streamsOfRound == StreamsPerRound ? 0 : streamsOfRound;
        return streamsOfRound++ == 0 && isLearning;
    }

    private ReadOnlySpan<byte> Search(ReadOnlySpan<byte> stream, Span<byte> frame, Effort effort, int level)
    {
        var content = stream[survey.SearchedStart..survey.SearchedEnd];
        return content.IsEmpty ? default : frame[..(effort switch
        {
            Effort.Fast => fast.Compress(content, frame, FastLevel),
            Effort.Chains => chains.Compress(content, frame, level),
            _ => nominal.Compress(content, frame, level),
        })];
    }

    // Learns from one stream what the next ones shall get: does this one each way and compares.
    private int Try(ReadOnlySpan<byte> stream, Workspace workspace, Span<byte> destination, int level)
    {
        var length = nominal.Compress(stream, destination, level);
        var limit = length == 0 ? destination.Length : length;
        var adapted = Write(stream, Search(stream, workspace.Frame, Effort.Fast, level), workspace.Scratch, workspace.Adapted);
        learned = IsGood(adapted, limit, FastLossPerMille) ? Effort.Fast : Effort.Nominal;
        if (learned == Effort.Nominal)
        {
            adapted = Write(stream, Search(stream, workspace.Frame, Effort.Chains, level), workspace.Scratch, workspace.Adapted);
            learned = IsGood(adapted, limit, ChainsLossPerMille) ? Effort.Chains : Effort.Nominal;
        }

        if (adapted >= limit)
        {
            return length;
        }

        workspace.Adapted[..adapted].CopyTo(destination);
        return adapted;
    }

    private static bool IsGood(int length, int nominal, int lossPerMille) => length + LeastGain <= nominal + (nominal * (long)lossPerMille / 1000);

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

    private readonly ref struct Workspace(Span<byte> buffer, int room)
    {
        public Span<byte> Frame { get; } = buffer[..room];

        public Span<byte> Adapted { get; } = buffer.Slice(room, room);

        public Span<byte> Scratch { get; } = buffer[(2 * room)..];
    }
}
