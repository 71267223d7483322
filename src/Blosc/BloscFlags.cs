using Blosc.Streams;

namespace Blosc;

/// <summary>The low five bits of the header's flags; the other three are the <see cref="StreamFormat"/>.</summary>
[Flags]
internal enum BloscFlags
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>The bytes are shuffled.</summary>
    ByteShuffle = 0x01,

    /// <summary>The content is neither shuffled nor compressed ("memcpyed" in c-blosc).</summary>
    Stored = 0x02,

    /// <summary>The bits are shuffled.</summary>
    BitShuffle = 0x04,

    /// <summary>Both shuffle bits. Blosc 2 marks its chunks by them.</summary>
    BothShuffles = ByteShuffle | BitShuffle,

    /// <summary>Not used by Blosc 1.</summary>
    Reserved = 0x08,

    /// <summary>Every block is one stream.</summary>
    NotSplit = 0x10,
}
