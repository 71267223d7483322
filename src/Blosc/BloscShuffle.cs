namespace Blosc;

/// <summary>The rearrangement of elements before compression.</summary>
public enum BloscShuffle
{
    /// <summary>No rearrangement (<c>noshuffle</c>).</summary>
    None,

    /// <summary>The first bytes of all elements, then the second bytes, and so on (<c>shuffle</c>).</summary>
    Byte,

    /// <summary>The lowest bits of all elements, then the second lowest, and so on (<c>bitshuffle</c>).</summary>
    Bit,
}
