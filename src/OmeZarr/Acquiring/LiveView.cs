using OmeZarr.Acquiring.Frames;
using OmeZarr.Acquiring.Layout;
using OmeZarr.Acquiring.Storing;
using OmeZarr.Writing.Pyramids;
using Zarr;

namespace OmeZarr.Acquiring;

/// <summary>An image at full resolution while it is acquired: frames in memory, and those that are stored.</summary>
internal sealed class LiveView : IArraySource
{
    private readonly AcquisitionPlan plan;
    private readonly int position;
    private readonly SlabTable slabs;
    private readonly RecordedImage image;

    internal LiveView(AcquisitionPlan plan, int position, long extent, SlabTable slabs, RecordedImage image)
    {
        (this.plan, this.position, this.slabs, this.image) = (plan, position, slabs, image);
        var lengths = plan.Levels[0].Shape.ToArray();
        if (plan.Layout.Growing >= 0)
        {
            lengths[plan.Layout.Growing] = extent;
        }

        Shape = Shape.Create(lengths);
    }

    public Shape Shape { get; }

    public DataType DataType => plan.Settings.DataType;

    public async ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        region.RequireInside(Shape);
        region.RequireLength(destination.Length, DataType.Size);

        // Frames are held before the array is read: one that is stored meanwhile is in one of both.
        List<(Region Frame, FrameBuffer Buffer)> held = [.. HeldIn(region)];
        try
        {
            if (held.Count < region.Shape.SkipLast(2).Aggregate(1L, (product, length) => product * length))
            {
                await ReadStoredAsync(region, destination, cancellationToken).ConfigureAwait(false);
            }

            foreach (var (frame, buffer) in held)
            {
                var shared = LevelGrid.Shared(frame, region);
                ElementBox.Copy(buffer.Pixels.Span, frame, destination.Span, region, shared, DataType.Size);
            }
        }
        finally
        {
            held.ForEach(frame => frame.Buffer.Release());
        }
    }

    private IEnumerable<(Region Frame, FrameBuffer Buffer)> HeldIn(Region region)
    {
        var index = region.Offset[..^2].ToArray();
        if (region.Shape.AsSpan().Contains(0))
        {
            yield break;
        }

        do
        {
            if (slabs.TryHold(new FramePlace(position, index), out var buffer))
            {
                long[] lengths = [.. index.Select(_ => 1L), plan.Layout.Height, plan.Layout.Width];
                yield return (new Region([.. index, 0, 0], Shape.Create(lengths)), buffer);
            }
        }
        while (Next(index, region));
    }

    private async Task ReadStoredAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        destination.Span.Clear();
        if (!image.IsCreated)
        {
            return;
        }

        var array = image.Arrays[0];
        var lengths = region.Shape.ToArray();
        if (plan.Layout.Growing is >= 0 and var growing)
        {
            lengths[growing] = Math.Clamp(array.Shape[growing] - region.Offset[growing], 0, lengths[growing]);
        }

        var stored = new Region(region.Offset, Shape.Create(lengths));
        if (stored.Shape == region.Shape)
        {
            await ((IArraySource)array).ReadAsync(region, destination, cancellationToken).ConfigureAwait(false);
        }
        else if (!lengths.Contains(0))
        {
            var part = new byte[stored.Shape.ElementCount * DataType.Size];
            await ((IArraySource)array).ReadAsync(stored, part, cancellationToken).ConfigureAwait(false);
            ElementBox.Copy(part, stored, destination.Span, region, stored, DataType.Size);
        }
    }

    private static bool Next(long[] index, Region region)
    {
        for (var d = index.Length - 1; d >= 0; d--)
        {
            if (++index[d] < region.Offset[d] + region.Shape[d])
            {
                return true;
            }

            index[d] = region.Offset[d];
        }

        return false;
    }
}
