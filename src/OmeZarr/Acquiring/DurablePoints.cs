using OmeZarr.Acquiring.Frames;
using OmeZarr.Acquiring.Journal;
using OmeZarr.Acquiring.Layout;
using Zarr.Stores;

namespace OmeZarr.Acquiring;

/// <summary>Makes durable points: what was appended before one cannot be lost any more.</summary>
/// <param name="folder">The folder of the hierarchy; null in a store.</param>
/// <param name="journal">The journal beside it; null in a store, where incomplete slabs are stored instead.</param>
/// <param name="slabs">The frames in memory.</param>
/// <param name="record">What has come.</param>
/// <param name="isDurable">Whether the completed hierarchy is forced to the disk.</param>
internal sealed class DurablePoints(string? folder, FrameJournal? journal, SlabTable slabs, AcquisitionRecord record, bool isDurable)
{
    private SemaphoreSlim Making { get; } = new(1, 1);

    /// <summary>Makes a point.</summary>
    /// <exception cref="IOException">Something cannot be written.</exception>
    internal async Task MakeAsync(CancellationToken cancellationToken)
    {
        await Making.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await (journal is null ? StoreAsync(cancellationToken) : WriteJournalAsync(journal, cancellationToken)).ConfigureAwait(false);
        }
        finally
        {
            Making.Release();
        }
    }

    /// <summary>Everything is stored: forces it to the disk and removes the journal.</summary>
    internal async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await Making.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (isDurable)
            {
                await ToDiskAsync(cancellationToken).ConfigureAwait(false);
                record.Durable(record.FramesAppended);
            }

            journal?.Delete();
        }
        finally
        {
            Making.Release();
        }
    }

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        var frames = record.FramesAppended;
        slabs.StoreAll();
        await slabs.SettledAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        if (slabs.Failure is null)
        {
            record.Durable(frames);
        }
    }

    private async Task WriteJournalAsync(FrameJournal journal, CancellationToken cancellationToken)
    {
        var unsaved = record.TakeUnsaved();
        List<(FramePlace Place, FrameBuffer Frame)> held = [.. slabs.HoldOpen()];
        try
        {
            // Complete slabs are about to be stored, which is shorter than writing their frames here too.
            await slabs.SettledAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            held.AddRange(slabs.HoldFailed());

            // The point is written when all that it promises is on the disk.
            journal.WriteFrames([.. held.DistinctBy(frame => frame.Frame)]);
            await ToDiskAsync(cancellationToken).ConfigureAwait(false);
            journal.WritePoint(unsaved);
        }
        catch
        {
            record.PutBack(unsaved);
            throw;
        }
        finally
        {
            held.ForEach(frame => frame.Frame.Release());
        }

        journal.Trim();
        record.Durable(unsaved.Frames);
    }

    // The journal last: it says what the store holds.
    private async Task ToDiskAsync(CancellationToken cancellationToken)
    {
        if (folder is null)
        {
            return;
        }

        if (OperatingSystem.IsLinux()) // elsewhere, each value is forced to the disk when it is stored
        {
            await new FileSystemStore(folder).FlushAsync(StorePrefix.Root, cancellationToken).ConfigureAwait(false);
        }

        journal?.ToDisk();
    }
}
