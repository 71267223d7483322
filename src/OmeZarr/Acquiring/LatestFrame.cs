using OmeZarr.Acquiring.Frames;
using OmeZarr.Acquiring.Layout;

namespace OmeZarr.Acquiring;

/// <summary>Remembers the frame that came last, without keeping it in memory. Thread-safe.</summary>
internal sealed class LatestFrame
{
    private volatile Entry? last;

    internal void Set(FramePlace place, FrameBuffer frame) => last = new Entry(place, frame);

    /// <summary>Copies its pixels.</summary>
    /// <returns>Its place; null if it is not in memory.</returns>
    internal FramePlace? CopyTo(Span<byte> pixels)
    {
        if (last is not { } found || !found.Frame.TryHold())
        {
            return null;
        }

        found.Frame.Pixels.Span.CopyTo(pixels);
        found.Frame.Release();
        return found.Place;
    }

    private sealed record Entry(FramePlace Place, FrameBuffer Frame);
}
