using System.Text;
using System.Text.Json.Nodes;

namespace OmeZarr.Acquiring.Layout;

/// <summary>The metadata of the frames of one image, as lines of JSON in UTF-8: an acquisition may have millions.</summary>
internal sealed class FrameNotes
{
    private readonly OrderedDictionary<long, byte[]> lines = [];

    /// <summary>The lines, in the order in which their frames came first.</summary>
    internal IReadOnlyList<byte[]> Lines => [.. lines.Values];

    /// <summary>Adds the metadata of a frame, or replaces them.</summary>
    /// <param name="number">The number of the frame in the image.</param>
    /// <param name="line">The line.</param>
    internal void Set(long number, byte[] line) => lines[number] = line;

    /// <summary>The line of a frame.</summary>
    internal static byte[] LineOf(FramePlace place, JsonObject metadata)
    {
        var described = metadata.DeepClone().AsObject();
        described[FrameAttributes.Index] = new JsonArray([.. place.Index.Select(index => (JsonNode)index)]);
        return Encoding.UTF8.GetBytes(described.ToJsonString());
    }

    /// <summary>The metadata in a line.</summary>
    internal static JsonObject MetadataOf(byte[] line)
    {
        var described = JsonNode.Parse(line)!.AsObject();
        described.Remove(FrameAttributes.Index);
        return described;
    }
}
