using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmeZarr.Acquiring.Layout;
using Zarr;

namespace OmeZarr.Acquiring.Journal;

/// <summary>What a journal says: the last durable point, the metadata of frames, and the frames that are not stored. The journal may be damaged at any place.</summary>
internal sealed class JournalReader
{
    private const int LongestPlace = 64 << 10;

    private readonly string folder;
    private readonly List<(FramePlace Place, JsonObject Metadata)> metadata = [];

    // Before the next point says that they count.
    private readonly List<(FramePlace Place, JsonObject Metadata)> pending = [];
    private JsonObject? pendingAttributes;

    private JournalReader(string folder) => this.folder = folder;

    /// <summary>Accepted frames at the last durable point.</summary>
    internal long Frames { get; private set; }

    /// <summary>The length of the growing axis of each image at that point; empty if there was none.</summary>
    internal IReadOnlyList<long> Extents { get; private set; } = [];

    /// <summary>Metadata of frames.</summary>
    internal IReadOnlyList<(FramePlace Place, JsonObject Metadata)> Metadata => metadata;

    /// <summary>Attributes that the caller set.</summary>
    internal JsonObject Attributes { get; private set; } = [];

    /// <summary>The segments that belong to the point.</summary>
    internal IReadOnlyList<JournalSegment> Segments { get; private set; } = [];

    /// <summary>Whether there is a point: without one, the hierarchy was perhaps never created.</summary>
    internal bool HasPoint => Extents.Count > 0;

    /// <summary>Reads the log of a journal. Lines that are damaged or were not written to their end do not count.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    internal static JournalReader Open(string folder)
    {
        var journal = new JournalReader(folder);
        var log = Path.Join(folder, JournalFolder.Log);
        foreach (var line in File.Exists(log) ? File.ReadLines(log, Encoding.UTF8) : [])
        {
            if (JournalLine.TryRead(line) is { } json)
            {
                journal.Take(json);
            }
        }

        return journal;
    }

    /// <summary>The frames of a segment that belong to the point, up to the first whose head is damaged. The pixels are valid until the next frame is asked for.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="frameBytes">Bytes of a frame.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal static IEnumerable<(FramePlace Place, ReadOnlyMemory<byte> Pixels)> FramesOf(JournalSegment segment, int frameBytes)
    {
        if (!File.Exists(segment.Path))
        {
            yield break;
        }

        using var file = File.OpenHandle(segment.Path);
        var (head, pixels, at) = (new byte[FrameRecord.HeadLength], new byte[frameBytes], 0L);
        for (var number = 0; RandomAccess.Read(file, head, at) == head.Length && FrameRecord.TryReadHead(head, out var jsonLength, out var length, out var checksum)
            && length == frameBytes && jsonLength is > 0 and <= LongestPlace; number++)
        {
            var json = new byte[jsonLength];
            if (segment.Holds(number) && RandomAccess.Read(file, json, at + head.Length) == jsonLength && RandomAccess.Read(file, pixels, at + head.Length + jsonLength) == frameBytes
                && Crc32C.Append(Crc32C.Checksum(json), pixels) == checksum && PlaceOf(Parse(Encoding.UTF8.GetString(json))) is { } place)
            {
                yield return (place, pixels);
            }

            at += head.Length + jsonLength + frameBytes;
        }
    }

    private static JsonObject? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            return null; // cut off
        }
    }

    private static FramePlace? PlaceOf(JsonNode? json) => json?["image"] is JsonValue image && image.TryGetValue<int>(out var number) && json["index"] is JsonArray index
        ? new FramePlace(number, [.. index.Select(at => at is JsonValue value && value.TryGetValue<long>(out var position) ? position : -1)])
        : null;

    private void Take(JsonObject line)
    {
        if (PlaceOf(line["frame"]) is { } place && line["frame"]!["metadata"] is JsonObject described)
        {
            pending.Add((place, described.DeepClone().AsObject()));
        }
        else if (line["attributes"] is JsonObject attributes)
        {
            pendingAttributes = attributes.DeepClone().AsObject();
        }
        else if (line["point"] is JsonObject point)
        {
            Frames = point["frames"]!.GetValue<long>();
            Extents = [.. point["extents"]!.AsArray().Select(extent => extent!.GetValue<long>())];
            Segments = [.. point["segments"]!.AsArray().Select(segment => SegmentOf(segment!))];
            metadata.AddRange(pending);
            pending.Clear();
            (Attributes, pendingAttributes) = (pendingAttributes ?? Attributes, null);
        }
    }

    private JournalSegment SegmentOf(JsonNode json) => new(
        Path.Join(folder, JournalFolder.SegmentName(json["number"]!.GetValue<long>())),
        [.. json["frames"]!.AsArray().Select(range => (range![0]!.GetValue<int>(), range[1]!.GetValue<int>()))]);
}
