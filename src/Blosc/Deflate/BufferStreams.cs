namespace Blosc.Deflate;

/// <summary>
/// The input of the framework's decompressors, which read from streams only. It tells a truncated stream (<see cref="RanOut"/>) from one that ends before its source does
/// (<see cref="Consumed"/> is less than the length). The framework reads ahead, so the last byte is delivered in a read of its own: it counts as consumed only if the decompressor needed it.
/// </summary>
/// <param name="bytes">The compressed bytes.</param>
/// <param name="maxReadLength">The most bytes that one read delivers: 1 finds the exact end of the stream.</param>
internal sealed class SourceStream(ReadOnlyMemory<byte> bytes, int maxReadLength) : OneWayStream
{
    /// <summary>Number of bytes that were read.</summary>
    public int Consumed { get; private set; }

    /// <summary>Whether a read was attempted after the last byte.</summary>
    public bool RanOut { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var left = bytes.Length - Consumed;
        var length = Math.Min(Math.Min(maxReadLength, buffer.Length), left > 1 ? left - 1 : left);
        RanOut |= left == 0;
        bytes.Span.Slice(Consumed, length).CopyTo(buffer);
        Consumed += length;
        return length;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
}

/// <summary>The output of the framework's compressors: a buffer that records whether all bytes fitted.</summary>
internal sealed class SinkStream(Memory<byte> buffer) : OneWayStream
{
    /// <summary>Number of bytes in the buffer.</summary>
    public int Written { get; private set; }

    /// <summary>Whether a write did not fit. That write and all later ones are dropped.</summary>
    public bool Overflowed { get; private set; }

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> bytes)
    {
        Overflowed |= bytes.Length > buffer.Length - Written;
        if (Overflowed)
        {
            return;
        }

        bytes.CopyTo(buffer.Span[Written..]);
        Written += bytes.Length;
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
}

/// <summary>A stream that is only read or only written, from front to back.</summary>
internal abstract class OneWayStream : Stream
{
    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
