using K4os.Compression.LZ4;

namespace Blosc.Lz4;

/// <summary>
/// Writes and reads LZ4 blocks (lz4_Block_format.md). The encoder searches as the fast mode of the reference implementation: one hash table of the last positions, and a step that grows while there is no match.
/// </summary>
public static class Lz4Block
{
    /// <summary>The largest length in half a token. It means that more bytes of the length follow.</summary>
    internal const int LongNibble = 15;

    /// <summary>The highest acceleration of the reference implementation.</summary>
    private const int MaxAcceleration = 65537;

    // One token without literals, which K4os does not accept.
    private const byte BlockOfNothing = 0;

    // The last bytes are always literals.
    private const int LastLiterals = 5;

    // Shorter content is encoded in one piece: a second piece would start without the matches of the first.
    private const int MinHalf = 16 * 1024;

    /// <summary>The longest block for content of this length (<c>LZ4_compressBound</c>).</summary>
    public static long MaxLength(int contentLength) => (long)contentLength + (contentLength / byte.MaxValue) + 16;

    /// <summary>Writes one block.</summary>
    /// <param name="source">The content.</param>
    /// <param name="destination">Room for the block.</param>
    /// <param name="acceleration">The initial step of the search, 1 to 65537: larger is faster and gives larger blocks.</param>
    /// <returns>The length of the block, or 0 if it does not fit. It always fits <see cref="MaxLength"/> bytes.</returns>
    public static int Compress(ReadOnlySpan<byte> source, Span<byte> destination, int acceleration)
    {
        acceleration = Math.Clamp(acceleration, 1, MaxAcceleration);
        Span<ushort> places = stackalloc ushort[2 * Lz4StreamEncoder.PlaceCount];
        if (source.Length >= 2 * MinHalf && TryCompressHalves(source, destination, places, acceleration) is { } written)
        {
            return written;
        }

        return CompressWhole(source, destination, places, acceleration);
    }

    /// <summary>Reads one block.</summary>
    /// <param name="source">Untrusted bytes.</param>
    /// <param name="destination">Room for the content.</param>
    /// <returns>The length of the content, or a negative number if the block is damaged or the content does not fit.</returns>
    public static int Decompress(ReadOnlySpan<byte> source, Span<byte> destination) =>
        source is [BlockOfNothing] ? 0 : LZ4Codec.Decode(source, destination);

    private static int CompressWhole(ReadOnlySpan<byte> source, Span<byte> destination, Span<ushort> places, int acceleration)
    {
        places.Clear();
        var lane = new Lz4StreamEncoder(source, 0, source.Length - LastLiterals, destination, places, acceleration);
        while (lane.FindMatch())
        {
            Lz4StreamEncoder.Run(ref lane);
        }

        return WriteLast(destination, lane.Written.Length, source[lane.Anchor..]);
    }

    // Null if one half did not fit its half of the room. Both together may still fit.
    private static int? TryCompressHalves(ReadOnlySpan<byte> source, Span<byte> destination, Span<ushort> places, int acceleration)
    {
        var (middle, half) = (source.Length / 2, destination.Length / 2);
        var left = new Lz4StreamEncoder(source[..middle], 0, middle, destination[..half], places, acceleration);
        var right = new Lz4StreamEncoder(source, middle, source.Length - LastLiterals, destination[half..], places[Lz4StreamEncoder.PlaceCount..], acceleration);
        if (!left.FindMatch())
        {
            right.JumpAs(left);
        }

        while (left.FindMatch() & right.FindMatch())
        {
            Lz4StreamEncoder.RunBoth(ref left, ref right);
        }

        while (left.FindMatch())
        {
            Lz4StreamEncoder.Run(ref left);
        }

        while (right.FindMatch())
        {
            Lz4StreamEncoder.Run(ref right);
        }

        if (left.IsFull && right.IsFull && destination.Length < MaxLength(source.Length))
        {
            return 0;
        }

        return left.IsFull || right.IsFull ? null : Join(source, destination, left, right);
    }

    // The literals before the first match of the right half begin where the last match of the left one ends.
    private static int Join(ReadOnlySpan<byte> source, Span<byte> destination, Lz4StreamEncoder left, Lz4StreamEncoder right)
    {
        var written = left.Written.Length;
        if (right.Written.IsEmpty)
        {
            return WriteLast(destination, written, source[left.Anchor..]);
        }

        var literals = ReadLiteralsLength(right.Written);
        var between = source[left.Anchor..((source.Length / 2) + literals)];
        var first = right.Written[0] & LongNibble;
        var rest = right.Written[LiteralsLength(literals)..];
        var start = written + LiteralsLength(between.Length);
        if (start + rest.Length > destination.Length)
        {
            return 0;
        }

        rest.CopyTo(destination[start..]);
        WriteLiterals(destination, written, between);
        destination[written] |= (byte)first;
        return WriteLast(destination, start + rest.Length, source[right.Anchor..]);
    }

    // The number of literals of the first sequence.
    private static int ReadLiteralsLength(ReadOnlySpan<byte> sequences)
    {
        var length = sequences[0] >> 4;
        if (length < LongNibble)
        {
            return length;
        }

        var full = sequences[1..].IndexOfAnyExcept(byte.MaxValue);
        return LongNibble + (full * byte.MaxValue) + sequences[1 + full];
    }

    private static int WriteLast(Span<byte> destination, int written, ReadOnlySpan<byte> literals) =>
        written + LiteralsLength(literals.Length) <= destination.Length ? WriteLiterals(destination, written, literals) : 0;

    /// <summary>The length of a token with literals.</summary>
    internal static int LiteralsLength(int count) => 1 + (count >= LongNibble ? ((count - LongNibble) / byte.MaxValue) + 1 : 0) + count;

    /// <summary>Writes the rest of a length that exceeds half a token.</summary>
    /// <returns>Offset of the next byte.</returns>
    internal static int WriteLength(Span<byte> destination, int written, int length)
    {
        var rest = length - LongNibble;
        for (; rest >= byte.MaxValue; rest -= byte.MaxValue)
        {
            destination[written++] = byte.MaxValue;
        }

        destination[written++] = (byte)rest;
        return written;
    }

    /// <summary>Writes a token without a match, and literals.</summary>
    /// <returns>Offset of the next byte.</returns>
    internal static int WriteLiterals(Span<byte> destination, int written, ReadOnlySpan<byte> literals)
    {
        destination[written++] = (byte)(Math.Min(literals.Length, LongNibble) << 4);
        if (literals.Length >= LongNibble)
        {
            written = WriteLength(destination, written, literals.Length);
        }

        literals.CopyTo(destination[written..]);
        return written + literals.Length;
    }
}
