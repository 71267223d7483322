using System.Buffers;
using System.Runtime.InteropServices;
using OmeZarr.Acquiring.Layout;

namespace OmeZarr.Acquiring.Frames;

/// <summary>The pixels of a frame in the caller's memory.</summary>
internal interface IFramePixels
{
    /// <exception cref="ArgumentException">They are not those of a frame.</exception>
    void Require(FrameLayout layout);

    /// <summary>Puts them into a frame, in C order.</summary>
    void PutInto(FrameBuffer frame, FrameLayout layout);
}

/// <summary>Pixels without gaps.</summary>
internal readonly struct MemoryPixels<T>(ReadOnlyMemory<T> pixels) : IFramePixels
    where T : unmanaged
{
    public void Require(FrameLayout layout)
    {
        if (layout.FrameElements<T>() is var expected && pixels.Length != expected)
        {
            throw new ArgumentException($"the frame has {pixels.Length:N0} elements, the acquisition has frames of {layout.Height} x {layout.Width} {layout.DataType}: {expected:N0} elements of {typeof(T).Name}");
        }
    }

    public void PutInto(FrameBuffer frame, FrameLayout layout) => MemoryMarshal.AsBytes(pixels.Span).CopyTo(frame.Allocate());
}

/// <summary>Pixels in a rectangular array.</summary>
internal readonly struct GridPixels<T>(T[,] pixels) : IFramePixels
    where T : unmanaged
{
    public void Require(FrameLayout layout)
    {
        ArgumentNullException.ThrowIfNull(pixels, "frame");
        if (typeof(T) != layout.DataType.ClrType || pixels.GetLength(0) != layout.Height || pixels.GetLength(1) != layout.Width)
        {
            throw new ArgumentException($"the frame is {pixels.GetLength(0)} x {pixels.GetLength(1)} {typeof(T).Name}, the acquisition has frames of {layout.Height} x {layout.Width} {layout.DataType}");
        }
    }

    public void PutInto(FrameBuffer frame, FrameLayout layout)
    {
        var copy = frame.Allocate();
        MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference((Array)pixels), copy.Length).CopyTo(copy);
    }
}

/// <summary>Pixels in native memory whose rows may have gaps.</summary>
internal readonly struct PitchedPixels(nint pixels, long rowBytes) : IFramePixels
{
    public void Require(FrameLayout layout)
    {
        var row = layout.Width * layout.DataType.Size;
        if (pixels == 0 || rowBytes < row)
        {
            throw new ArgumentException(pixels == 0 ? "the address of the pixels is 0" : $"the rows are {rowBytes:N0} bytes apart, but a row of {layout.Width:N0} {layout.DataType} has {row:N0} bytes");
        }
    }

    public void PutInto(FrameBuffer frame, FrameLayout layout)
    {
        var (copy, row) = (frame.Allocate(), checked((int)(layout.Width * layout.DataType.Size)));
        if (rowBytes == row)
        {
            Marshal.Copy(pixels, copy, 0, copy.Length);
            return;
        }

        for (var y = 0; y < layout.Height; y++)
        {
            Marshal.Copy(pixels + checked((nint)(y * rowBytes)), copy, y * row, row);
        }
    }
}

/// <summary>Pixels in memory that the caller lends. They are not copied.</summary>
internal readonly struct LentPixels(IMemoryOwner<byte> pixels) : IFramePixels
{
    public void Require(FrameLayout layout)
    {
        ArgumentNullException.ThrowIfNull(pixels, "frame");
        if (pixels.Memory.Length < layout.FrameBytes)
        {
            throw new ArgumentException($"the memory has {pixels.Memory.Length:N0} bytes, a frame of {layout.Height} x {layout.Width} {layout.DataType} has {layout.FrameBytes:N0}");
        }
    }

    public void PutInto(FrameBuffer frame, FrameLayout layout) => frame.Borrow(pixels, layout.FrameBytes);
}
