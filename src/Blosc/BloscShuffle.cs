namespace Blosc;

/// <summary>How elements are rearranged before they are compressed, the <c>shuffle</c> member.</summary>
public enum BloscShuffle
{
    /// <summary><c>noshuffle</c>: not at all.</summary>
    None,

    /// <summary><c>shuffle</c>: the first bytes of all elements, then the second bytes, and so on.</summary>
    Byte,

    /// <summary><c>bitshuffle</c>: the lowest bits of all elements, then the second lowest, and so on.</summary>
    Bit,
}
