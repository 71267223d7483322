using Blosc.Shuffles;

namespace Blosc;

/// <summary>The shuffle of one block, forward and back.</summary>
internal readonly record struct BlockFilter(BloscShuffle Shuffle, int TypeSize)
{
    /// <summary>Whether the shuffle changes nothing: no shuffle, or byte shuffle of one-byte elements.</summary>
    public bool IsIdentity => Shuffle == BloscShuffle.None || (Shuffle == BloscShuffle.Byte && TypeSize == 1);

    /// <summary>Shuffles a block.</summary>
    public void Apply(ReadOnlySpan<byte> block, Span<byte> shuffled)
    {
        if (IsIdentity)
        {
            block.CopyTo(shuffled);
        }
        else if (Shuffle == BloscShuffle.Byte)
        {
            ByteShuffle.Shuffle(block, shuffled, TypeSize);
        }
        else
        {
            BitShuffle.Shuffle(block, shuffled, TypeSize);
        }
    }

    /// <summary>Unshuffles a block.</summary>
    public void Undo(ReadOnlySpan<byte> shuffled, Span<byte> block)
    {
        if (IsIdentity)
        {
            shuffled.CopyTo(block);
        }
        else if (Shuffle == BloscShuffle.Byte)
        {
            ByteShuffle.Unshuffle(shuffled, block, TypeSize);
        }
        else
        {
            BitShuffle.Unshuffle(shuffled, block, TypeSize);
        }
    }
}
