namespace Blosc.Buffers;

/// <summary>A compressed stream within a source, and its content within a destination.</summary>
/// <param name="Start">The offset of the stream in the source.</param>
/// <param name="Length">The length of the stream in bytes.</param>
/// <param name="To">The offset of the content in the destination.</param>
/// <param name="ContentLength">The length of the content in bytes.</param>
internal readonly record struct StreamSegment(int Start, int Length, int To, int ContentLength)
{
    /// <summary>The bytes of the stream.</summary>
    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> source) => source.Slice(Start, Length);

    /// <summary>The room for its content.</summary>
    public Span<byte> ContentIn(Span<byte> destination) => destination.Slice(To, ContentLength);
}
