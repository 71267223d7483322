using System.Text.Json.Nodes;
using OmeZarr.Acquiring.Frames;
using OmeZarr.Acquiring.Layout;
using OmeZarr.Acquiring.Storing;
using Zarr;

namespace OmeZarr.Acquiring;

/// <summary>Takes frames, gives them places, and lets them be stored. What <see cref="OmeAcquisition"/> does, without the overloads.</summary>
internal sealed class FrameIntake
{
    private readonly AcquisitionPlan plan;
    private readonly FrameMemory memory;
    private readonly SlabTable slabs;
    private readonly AcquisitionRecord record;
    private readonly Completion completion;
    private readonly LatestFrame latest = new();
    private readonly RunningCalls calls = new();
    private readonly Heartbeat heart;
    private volatile Exception? failure;
    private long next;

    /// <param name="plan">The plan.</param>
    /// <param name="creator">Creates the images; the first one is there.</param>
    /// <param name="images">The images.</param>
    /// <param name="points">Makes durable points.</param>
    internal FrameIntake(AcquisitionPlan plan, IImageCreator creator, IReadOnlyList<RecordedImage> images, Func<SlabTable, AcquisitionRecord, DurablePoints> points)
    {
        this.plan = plan;
        memory = new FrameMemory(Math.Max(1, plan.Settings.MemoryLimit / plan.Memory.BytesPerFrame), plan.Layout.FrameBytes, plan.Memory.BytesPerFrame);
        record = new AcquisitionRecord(plan);
        var storer = new SlabStorer(plan, images, Stored);
        slabs = new SlabTable(plan.Layout, storer.Begin);
        (Images, Points) = (images, points(slabs, record));
        completion = new Completion(plan, creator, images, record, Points);
        heart = new Heartbeat(plan.Settings, () => Progress, MakePointAsync);
        heart.Begin();
        _ = Task.Factory.StartNew(() => memory.Prepare(plan.Layout.FrameCount ?? long.MaxValue), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The counts at this moment.</summary>
    internal AcquisitionProgress Progress => record.Progress(slabs.FramesWaiting, memory.UsedBytes, memory.PeakBytes) with { Problem = failure?.Message ?? heart.Problem ?? memory.Problem };

    private IReadOnlyList<RecordedImage> Images { get; }

    private DurablePoints Points { get; }

    // Frames in order get their places one after the other.
    private SemaphoreSlim Order { get; } = new(1, 1);

    /// <summary>Appends the next frame.</summary>
    internal async ValueTask<bool> AppendAsync<T>(T pixels, FrameMetadata? metadata, CancellationToken cancellationToken)
        where T : struct, IFramePixels
    {
        pixels.Require(plan.Layout);
        await Order.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var accepted = await AppendAsync(pixels, plan.Layout.PlaceOf(next), metadata, cancellationToken).ConfigureAwait(false);
            next++;
            return accepted;
        }
        finally
        {
            Order.Release();
        }
    }

    /// <summary>Appends a frame at its place.</summary>
    internal ValueTask<bool> AppendAsync<T>(T pixels, ReadOnlySpan<long> index, FrameMetadata? metadata, CancellationToken cancellationToken)
        where T : struct, IFramePixels
    {
        pixels.Require(plan.Layout);
        return AppendAsync(pixels, plan.Layout.PlaceOf(index), metadata, cancellationToken);
    }

    /// <summary>Leaves out the next frames.</summary>
    internal async ValueTask SkipAsync(long frames, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        await Order.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var call = calls.Begin();
            if (plan.Layout.FrameCount - next < frames)
            {
                throw new InvalidOperationException($"{frames:N0} frames cannot be left out: only {plan.Layout.FrameCount - next:N0} are left");
            }

            for (var i = 0L; i < frames; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var place = plan.Layout.PlaceOf(next++);
                slabs.Add(place, null);
                record.Skipped(place);
            }
        }
        finally
        {
            Order.Release();
        }
    }

    internal void SetMetadata(string name, JsonNode? value)
    {
        AcquisitionPlan.RequireAttribute(name);
        using var call = calls.Begin();
        record.SetMetadata(name, value);
    }

    internal IArraySource View(int position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, plan.Layout.Positions);
        return new LiveView(plan, position, record.Extent(position), slabs, Images[position]);
    }

    internal ValueList<long>? CopyLatest<T>(Span<T> destination)
        where T : unmanaged
    {
        if (destination.Length != plan.Layout.FrameElements<T>())
        {
            throw new ArgumentException($"the destination has {destination.Length:N0} elements, a frame {plan.Layout.FrameElements<T>():N0}", nameof(destination));
        }

        return latest.CopyTo(System.Runtime.InteropServices.MemoryMarshal.AsBytes(destination)) is { } place ? plan.Layout.IndexOf(place) : null;
    }

    /// <summary>Makes a durable point.</summary>
    internal async Task FlushAsync(CancellationToken cancellationToken)
    {
        Retry();
        await Points.MakeAsync(cancellationToken).ConfigureAwait(false);
        ThrowIfFailed();
    }

    /// <summary>Ends the acquisition.</summary>
    /// <returns>The paths of the images.</returns>
    internal async Task<ValueList<string>> CompleteAsync(CancellationToken cancellationToken)
    {
        await calls.CloseAsync(cancellationToken).ConfigureAwait(false);
        await heart.EndAsync().ConfigureAwait(false);
        var paths = await completion.RunAsync(StoreAllAsync, cancellationToken).ConfigureAwait(false);
        memory.Leave();
        return paths;
    }

    private async Task StoreAllAsync(CancellationToken cancellationToken)
    {
        Retry();
        slabs.StoreAll();
        await slabs.IdleAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        ThrowIfFailed();
    }

    private async ValueTask<bool> AppendAsync<T>(T pixels, FramePlace place, FrameMetadata? metadata, CancellationToken cancellationToken)
        where T : struct, IFramePixels
    {
        using var call = calls.Begin();
        var described = metadata is null ? null : FrameAttributes.Of(metadata);
        if (!memory.TryRent(out var frame) && await RentAsync(cancellationToken).ConfigureAwait(false) is var rented)
        {
            frame = rented;
        }

        if (frame is null)
        {
            slabs.Add(place, null);
            record.Dropped(place);
            return false;
        }

        Put(pixels, frame);
        latest.Set(place, frame);
        slabs.Add(place, frame);
        record.Appended(place, described); // after the slab has it: what is counted is in memory or stored
        heart.Appended();
        return true;
    }

    private void Put<T>(T pixels, FrameBuffer frame)
        where T : struct, IFramePixels
    {
        try
        {
            pixels.PutInto(frame, plan.Layout);
        }
        catch
        {
            frame.Release();
            throw;
        }
    }

    /// <returns>Memory for a frame; null if the frame is dropped.</returns>
    private async ValueTask<FrameBuffer?> RentAsync(CancellationToken cancellationToken)
    {
        ThrowIfFailed(); // frames are accepted as long as there is memory
        var waiting = plan.Settings.Backpressure == Backpressure.Wait ? memory.RentAsync(cancellationToken) : null;
        slabs.MakeRoom(); // after the call waits: a slab that is stored meanwhile looks whether somebody does
        return plan.Settings.Backpressure switch
        {
            Backpressure.Wait => await waiting!.ConfigureAwait(false),
            Backpressure.Drop => null,
            _ => throw new AcquisitionOverflowException($"the memory for frames ({plan.Settings.MemoryLimit:N0} bytes) is full: frames come faster than they are stored. Append the frame again later, or choose another {nameof(Backpressure)} or a higher {nameof(AcquisitionSettings.MemoryLimit)}"),
        };
    }

    private void Stored(Slab slab, Exception? error)
    {
        if (error is null)
        {
            record.Stored(slab.Held);
            slabs.Done(slab);
            if (memory.IsAwaited)
            {
                slabs.MakeRoom();
            }

            return;
        }

        Fail(error);
        slabs.Failed(slab, error);
    }

    private void Fail(Exception error)
    {
        failure ??= new IOException($"frames could not be stored: {error.Message} They are kept in memory; the next durable point, {nameof(OmeAcquisition.FlushAsync)} or {nameof(OmeAcquisition.CompleteAsync)} tries again", error);
        memory.Fail(failure);
    }

    /// <summary>Makes a durable point on schedule. No caller waits for it, so the progress tells an error, and the next point tries again.</summary>
    private async Task MakePointAsync(CancellationToken cancellationToken)
    {
        try
        {
            Retry();
            await Points.MakeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Fail(error);
        }
    }

    private void Retry()
    {
        if (failure is not null || slabs.Failure is not null)
        {
            failure = null;
            memory.Recover();
            slabs.Retry();
        }
    }

    private void ThrowIfFailed()
    {
        // A slab may fail while another call begins to try again, and forgets what it knows of failures. The table knows.
        if (slabs.Failure is { } kept)
        {
            Fail(kept);
        }

        if (failure is { } error)
        {
            throw new IOException(error.Message, error.InnerException);
        }
    }
}
