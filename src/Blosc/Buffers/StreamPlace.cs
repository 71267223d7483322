namespace Blosc.Buffers;

/// <summary>Where a compressed stream lies, and where its content belongs.</summary>
/// <param name="Start">Where it begins in the memory that it lies in.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="To">Where its content begins in the memory that that belongs into.</param>
/// <param name="ContentLength">Bytes of its content.</param>
internal readonly record struct StreamPlace(int Start, int Length, int To, int ContentLength)
{
    /// <summary>The stream.</summary>
    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> source) => source.Slice(Start, Length);

    /// <summary>Its content.</summary>
    public Span<byte> ContentIn(Span<byte> destination) => destination.Slice(To, ContentLength);
}
