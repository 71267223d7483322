using System.Diagnostics;
using System.Text.Json.Nodes;
using OmeZarr.Acquiring.Journal;
using OmeZarr.Acquiring.Layout;

namespace OmeZarr.Acquiring;

/// <summary>What has come: counts, lengths of the growing axes, and metadata. Thread-safe.</summary>
internal sealed class AcquisitionRecord
{
    private readonly Lock gate = new();
    private readonly AcquisitionPlan plan;
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly long[] extents;
    private readonly FrameNotes[] notes;
    private readonly JsonObject attributes = [];
    private List<(FramePlace Place, byte[] Line)> unsaved = [];
    private bool hasChanged;
    private long appended;
    private long skipped;
    private long dropped;
    private long stored;
    private long durable;

    internal AcquisitionRecord(AcquisitionPlan plan)
    {
        this.plan = plan;
        extents = new long[plan.Layout.Positions];
        notes = [.. extents.Select(_ => new FrameNotes())];
    }

    /// <summary>Frames that were accepted.</summary>
    internal long FramesAppended => Interlocked.Read(ref appended);

    internal AcquisitionProgress Progress(long waiting, long used, long peak)
    {
        lock (gate)
        {
            return new AcquisitionProgress
            {
                FramesAppended = appended,
                FramesSkipped = skipped,
                FramesDropped = dropped,
                FramesStored = stored,
                FramesDurable = durable,
                FramesWaiting = waiting,
                BytesInMemory = used,
                PeakBytesInMemory = peak,
                BytesAppended = appended * plan.Layout.FrameBytes,
                Elapsed = watch.Elapsed,
            };
        }
    }

    internal void Appended(FramePlace place, JsonObject? metadata)
    {
        var line = metadata is null ? null : FrameNotes.LineOf(place, metadata);
        lock (gate)
        {
            appended++;
            Extend(place);
            if (line is not null)
            {
                notes[place.Image].Set(plan.Layout.NumberOf(place.Index), line);
                unsaved.Add((place, line));
            }
        }
    }

    internal void Skipped(FramePlace place)
    {
        lock (gate)
        {
            skipped++;
            Extend(place);
        }
    }

    internal void Dropped(FramePlace place)
    {
        lock (gate)
        {
            dropped++;
            Extend(place);
        }
    }

    internal void Stored(long count) => Interlocked.Add(ref stored, count);

    internal void Durable(long count)
    {
        lock (gate)
        {
            durable = Math.Max(durable, count);
        }
    }

    internal void SetMetadata(string name, JsonNode? value)
    {
        lock (gate)
        {
            attributes[name] = value?.DeepClone();
            hasChanged = true;
        }
    }

    /// <summary>The attributes that were set.</summary>
    internal JsonObject Attributes()
    {
        lock (gate)
        {
            return attributes.DeepClone().AsObject();
        }
    }

    /// <summary>The length of the growing axis of an image: behind the last frame that came, was skipped or dropped.</summary>
    internal long Extent(int image)
    {
        lock (gate)
        {
            return extents[image];
        }
    }

    /// <summary>What belongs into the journal at a durable point.</summary>
    internal PointContent TakeUnsaved()
    {
        lock (gate)
        {
            var (taken, changed) = (unsaved, hasChanged ? attributes.DeepClone().AsObject() : null);
            (unsaved, hasChanged) = ([], false);
            return new PointContent(appended, [.. extents], [.. taken.Select(frame => (frame.Place, FrameNotes.MetadataOf(frame.Line)))], changed);
        }
    }

    /// <summary>It could not be written, and is taken again.</summary>
    internal void PutBack(PointContent content)
    {
        lock (gate)
        {
            unsaved = [.. content.Metadata.Select(frame => (frame.Place, FrameNotes.LineOf(frame.Place, frame.Metadata))), .. unsaved];
            hasChanged |= content.Attributes is not null;
        }
    }

    /// <summary>The metadata of the frames of an image: one line of JSON for each.</summary>
    internal IReadOnlyList<byte[]> NotesOf(int image)
    {
        lock (gate)
        {
            return notes[image].Lines;
        }
    }

    private void Extend(FramePlace place) =>
        extents[place.Image] = Math.Max(extents[place.Image], plan.Layout.Growing < 0 ? 1 : place.Index[plan.Layout.Growing] + 1);
}
