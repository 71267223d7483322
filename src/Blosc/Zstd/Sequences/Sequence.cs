namespace Blosc.Zstd.Sequences;

/// <summary>Literals, then a match (RFC 8878, section 3.1.1.3.2).</summary>
/// <param name="Literals">The number of literals (<c>Literals_Length</c>).</param>
/// <param name="Length">The length of the match, at least 3 bytes (<c>Match_Length</c>).</param>
/// <param name="OffsetValue">1 to 3 for one of the repeat offsets, else the offset + 3 (<c>Offset_Value</c>).</param>
internal readonly record struct Sequence(int Literals, int Length, int OffsetValue);
