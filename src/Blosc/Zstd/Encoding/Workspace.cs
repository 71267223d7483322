namespace Blosc.Zstd.Encoding;

/// <summary>Scratch memory to encode one stream.</summary>
internal readonly ref struct Workspace
{
    /// <summary>Divides a buffer.</summary>
    /// <param name="buffer">At least <see cref="LengthFor"/> bytes.</param>
    /// <param name="streamLength">The length of the stream.</param>
    /// <param name="destination">Room for the compressed stream.</param>
    /// <param name="level">The nominal level of zstd.</param>
    public Workspace(Span<byte> buffer, int streamLength, Span<byte> destination, int level)
    {
        var room = (int)ZstdCompressors.MaxFrameLength(streamLength);
        Destination = destination;
        Level = level;
        Frame = buffer[..room];
        Adapted = buffer.Slice(room, room);
        Sample = buffer.Slice(2 * room, streamLength);
        Scratch = buffer[((2 * room) + streamLength)..];
    }

    /// <summary>Bytes needed for a stream.</summary>
    public static int LengthFor(int streamLength) =>
        (2 * (int)ZstdCompressors.MaxFrameLength(streamLength)) + streamLength + FrameWriter.ScratchLength(Math.Min(streamLength, ZstdFormat.MaxBlockLength));

    /// <summary>A frame whose blocks are included in another frame.</summary>
    public Span<byte> Frame { get; }

    /// <summary>A frame that may be better than the one in <see cref="Destination"/>.</summary>
    public Span<byte> Adapted { get; }

    /// <summary>A part of the stream.</summary>
    public Span<byte> Sample { get; }

    /// <summary>For <see cref="FrameWriter"/>.</summary>
    public Span<byte> Scratch { get; }

    /// <summary>Room for the compressed stream.</summary>
    public Span<byte> Destination { get; }

    /// <summary>The nominal level of zstd.</summary>
    public int Level { get; }
}
