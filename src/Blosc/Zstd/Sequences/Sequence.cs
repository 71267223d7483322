namespace Blosc.Zstd.Sequences;

/// <summary>Some literals, then a repeat of what was before (RFC 8878, 3.1.1.3.2).</summary>
/// <param name="Literals">How many literals.</param>
/// <param name="Length">How long the repeat is, at least 3 bytes.</param>
/// <param name="OffsetValue">Where from: 1 to 3 for one of the last three distances, or the distance + 3.</param>
internal readonly record struct Sequence(int Literals, int Length, int OffsetValue);
