using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OmeZarr.Acquiring.Frames;
using OmeZarr.Acquiring.Layout;
using Zarr.Stores;
using Zarr.Stores.Files;

namespace OmeZarr.Acquiring.Journal;

/// <summary>The folder beside a hierarchy that holds what is not yet stored of its acquisition (decision 43). It is locked as long as the acquisition runs. Calls come one at a time.</summary>
internal sealed class FrameJournal : IDisposable
{
    private readonly FolderLock? held;
    private readonly List<Segment> segments = [];
    private List<Segment> finished = [];
    private JsonArray alive = [];
    private long lastSegment;
    private long point;
    private long logLength;

    private FrameJournal(string folder, FolderLock? held) => (Folder, this.held) = (folder, held);

    /// <summary>The folder.</summary>
    internal string Folder { get; }

    /// <summary>Makes the journal of an acquisition.</summary>
    /// <param name="hierarchy">The absolute path of the hierarchy.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="paths">Paths of the images in the hierarchy.</param>
    internal static FrameJournal Create(string hierarchy, AcquisitionPlan plan, IReadOnlyList<string> paths)
    {
        var folder = JournalFolder.New(hierarchy);
        Directory.CreateDirectory(folder);
        FolderLock.TryAcquire(folder, out var held);
        File.WriteAllText(Path.Join(folder, JournalFolder.Plan), JournalLine.Write(JournalPlan.Write(plan, Path.GetRelativePath(folder, hierarchy), paths)));
        var journal = new FrameJournal(folder, held);
        journal.ToDisk();
        return journal;
    }

    /// <summary>Writes the frames that are in memory and not in the journal. They count when a point names them.</summary>
    /// <param name="memory">The frames in memory.</param>
    internal void WriteFrames(IReadOnlyList<(FramePlace Place, FrameBuffer Frame)> memory)
    {
        if (memory.Any(frame => frame.Frame.Segment == 0))
        {
            WriteSegment(++lastSegment, memory);
        }

        var frames = memory.ToLookup(frame => frame.Frame.Segment, frame => frame.Frame.SegmentIndex);
        finished = [.. segments.Where(segment => !frames.Contains(segment.Number))];
        alive = [.. segments.Except(finished).Select(segment => (JsonNode)new JsonObject { ["number"] = segment.Number, ["frames"] = RangesOf(frames[segment.Number]) })];
    }

    /// <summary>Writes a durable point, which counts at once: the frames before it are on the disk, stored or in the journal.</summary>
    internal void WritePoint(PointContent content)
    {
        var log = new StringBuilder();
        foreach (var (place, described) in content.Metadata)
        {
            var frame = FrameRecord.ToJson(place);
            frame["metadata"] = described.DeepClone();
            log.Append(JournalLine.Write(new JsonObject { ["frame"] = frame })).Append('\n');
        }

        if (content.Attributes is not null)
        {
            log.Append(JournalLine.Write(new JsonObject { ["attributes"] = content.Attributes.DeepClone() })).Append('\n');
        }

        log.Append(JournalLine.Write(PointOf(point + 1, content.Frames, content.Extents))).Append('\n');
        AppendLog(log.ToString());
        point++;
    }

    /// <summary>Forces the journal to the disk.</summary>
    internal void ToDisk() => FileSystemStore.FlushFolder(Folder);

    /// <summary>Deletes the segments whose frames were stored before the last point, which is on the disk.</summary>
    internal void Trim()
    {
        foreach (var segment in finished)
        {
            File.Delete(segment.Path);
            segments.Remove(segment);
        }

        finished = [];
    }

    /// <summary>Deletes the journal: everything is stored.</summary>
    internal void Delete()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }

        Dispose();
    }

    public void Dispose() => held?.Dispose();

    private JsonObject PointOf(long number, long frames, long[] extents) => new()
    {
        ["point"] = new JsonObject
        {
            ["number"] = number,
            ["frames"] = frames,
            ["extents"] = new JsonArray([.. extents.Select(extent => (JsonNode)extent)]),
            ["segments"] = alive.DeepClone(),
        },
    };

    /// <summary>Numbers as ranges: first and last.</summary>
    private static JsonArray RangesOf(IEnumerable<int> numbers)
    {
        var ranges = new List<(int First, int Last)>();
        foreach (var number in numbers.Order())
        {
            if (ranges.Count > 0 && ranges[^1].Last == number - 1)
            {
                ranges[^1] = (ranges[^1].First, number);
            }
            else
            {
                ranges.Add((number, number));
            }
        }

        return [.. ranges.Select(range => (JsonNode)new JsonArray(range.First, range.Last))];
    }

    private void WriteSegment(long number, IReadOnlyList<(FramePlace Place, FrameBuffer Frame)> memory)
    {
        var path = Path.Join(Folder, JournalFolder.SegmentName(number));
        using (var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
        {
            var end = 0L;
            foreach (var (place, frame) in memory.Where(frame => frame.Frame.Segment == 0))
            {
                var head = FrameRecord.Begin(place, frame.Pixels.Span);
                RandomAccess.Write(file, head, end);
                RandomAccess.Write(file, frame.Pixels.Span, end + head.Length);
                end += head.Length + frame.Pixels.Length;
            }
        }

        foreach (var (index, (_, frame)) in memory.Where(frame => frame.Frame.Segment == 0).ToList().Index())
        {
            (frame.Segment, frame.SegmentIndex) = (number, index);
        }

        segments.Add(new Segment(number, path));
    }

    /// <summary>Appends to the log. What an earlier call could not write to its end is overwritten.</summary>
    private void AppendLog(string lines)
    {
        using var file = File.OpenHandle(Path.Join(Folder, JournalFolder.Log), FileMode.OpenOrCreate, FileAccess.Write);
        var bytes = Encoding.UTF8.GetBytes(lines);
        RandomAccess.Write(file, bytes, logLength);
        RandomAccess.FlushToDisk(file);
        logLength += bytes.Length;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Folder}: {segments.Count} segments");

    private sealed record Segment(long Number, string Path);
}
