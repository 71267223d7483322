using OmeZarr.Acquiring.Frames;
using OmeZarr.Acquiring.Journal;
using OmeZarr.Acquiring.Layout;
using OmeZarr.Acquiring.Storing;
using Zarr;

namespace OmeZarr.Acquiring.Recovery;

/// <summary>Stores frames of a journal, and slabs anew of which perhaps not all levels were stored.</summary>
internal sealed class FrameRestorer
{
    private readonly AcquisitionPlan plan;
    private readonly IReadOnlyList<RecordedImage> images;
    private readonly FrameMemory memory;
    private readonly SlabTable slabs;
    private volatile Exception? failure;

    internal FrameRestorer(AcquisitionPlan plan, IReadOnlyList<RecordedImage> images)
    {
        (this.plan, this.images) = (plan, images);
        memory = new FrameMemory(Math.Max(1, plan.Settings.MemoryLimit / plan.Memory.BytesPerFrame), plan.Layout.FrameBytes, plan.Memory.BytesPerFrame);
        var storer = new SlabStorer(plan, images, Stored);
        slabs = new SlabTable(plan.Layout, storer.Begin, resumes: true);
    }

    /// <summary>Reads the frames of a slab from the first level, and stores all levels of them again.</summary>
    /// <param name="image">The number of the image.</param>
    /// <param name="index">The index of a frame of the slab along the stored axes but y and x.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    internal async Task StoreAgainAsync(int image, long[] index, CancellationToken cancellationToken)
    {
        var frames = plan.Layout.FramesOfSlab(index);
        await images[image].EnsureAsync(plan.Layout.Growing < 0 ? 0 : frames.Offset[plan.Layout.Growing] + frames.Shape[plan.Layout.Growing], cancellationToken).ConfigureAwait(false);
        for (var slot = 0L; slot < frames.Shape.ElementCount; slot++)
        {
            var place = new FramePlace(image, IndexOf(frames, slot));
            var frame = await RentAsync(cancellationToken).ConfigureAwait(false);
            var region = new Region([.. place.Index, 0, 0], Shape.Create([.. place.Index.Select(_ => 1L), plan.Layout.Height, plan.Layout.Width]));
            await ((IArraySource)images[image].Arrays[0]).ReadAsync(region, frame.Allocate(), cancellationToken).ConfigureAwait(false);
            slabs.Add(place, frame);
        }
    }

    /// <summary>Stores the frames of a segment.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The number of frames.</returns>
    internal async Task<long> RestoreAsync(JournalSegment segment, CancellationToken cancellationToken)
    {
        var count = 0L;
        foreach (var (place, pixels) in JournalReader.FramesOf(segment, plan.Layout.FrameBytes).Where(frame => IsInside(frame.Place)))
        {
            var frame = await RentAsync(cancellationToken).ConfigureAwait(false);
            pixels.Span.CopyTo(frame.Allocate());
            slabs.Add(place, frame);
            count++;
        }

        return count;
    }

    /// <summary>Stores what is still in memory.</summary>
    /// <exception cref="IOException">Something could not be stored.</exception>
    internal async Task FlushAsync(CancellationToken cancellationToken)
    {
        slabs.StoreAll();
        await slabs.IdleAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        ThrowIfFailed();
    }

    /// <summary>Waits until nothing is being stored any more.</summary>
    internal Task IdleAsync() => slabs.IdleAsync();

    private async Task<FrameBuffer> RentAsync(CancellationToken cancellationToken)
    {
        ThrowIfFailed();
        if (memory.TryRent(out var frame))
        {
            return frame;
        }

        slabs.MakeRoom();
        return await memory.RentAsync(cancellationToken).ConfigureAwait(false);
    }

    private bool IsInside(FramePlace place) =>
        place.Image >= 0 && place.Image < images.Count && place.Index.Length == plan.Layout.Lengths.Length && place.Index.Zip(plan.Layout.Lengths).All(axis => axis.First >= 0 && axis.First < axis.Second);

    private void Stored(Slab slab, Exception? error)
    {
        if (error is null)
        {
            slabs.Done(slab);
            return;
        }

        failure = new IOException($"frames could not be stored: {error.Message} Recover again when that is mended; nothing is lost.", error);
        memory.Fail(failure);
        slabs.Failed(slab, error);
    }

    private void ThrowIfFailed()
    {
        if (failure is { } error)
        {
            throw new IOException(error.Message, error.InnerException);
        }
    }

    private static long[] IndexOf(Region frames, long slot)
    {
        var index = frames.Offset.ToArray();
        for (var d = index.Length - 1; d >= 0; d--)
        {
            index[d] += slot % frames.Shape[d];
            slot /= frames.Shape[d];
        }

        return index;
    }
}
