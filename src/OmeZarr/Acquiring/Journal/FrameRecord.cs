using System.Buffers.Binary;
using System.Text.Json.Nodes;
using OmeZarr.Acquiring.Layout;
using Zarr;

namespace OmeZarr.Acquiring.Journal;

/// <summary>The form of a frame in a segment of the journal: a head of 24 bytes, a JSON object that says where the frame belongs, and its pixels.</summary>
internal static class FrameRecord
{
    /// <summary>Bytes of the head: <c>OZFR</c>, length of the JSON, length of the pixels, checksum of JSON and pixels, checksum of the head before.</summary>
    internal const int HeadLength = 24;

    private const uint Magic = 0x5246_5A4F;

    /// <summary>Head and JSON of a frame.</summary>
    internal static byte[] Begin(FramePlace place, ReadOnlySpan<byte> pixels)
    {
        var json = System.Text.Encoding.UTF8.GetBytes(ToJson(place).ToJsonString());
        var record = new byte[HeadLength + json.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(record, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(4), json.Length);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(8), pixels.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(16), Crc32C.Append(Crc32C.Checksum(json), pixels));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(20), Crc32C.Checksum(record.AsSpan(0, 20)));
        json.CopyTo(record, HeadLength);
        return record;
    }

    /// <summary>Reads a head.</summary>
    /// <returns>False if it is damaged.</returns>
    internal static bool TryReadHead(ReadOnlySpan<byte> head, out int json, out long pixels, out uint checksum)
    {
        json = BinaryPrimitives.ReadInt32LittleEndian(head[4..]);
        pixels = BinaryPrimitives.ReadInt64LittleEndian(head[8..]);
        checksum = BinaryPrimitives.ReadUInt32LittleEndian(head[16..]);
        return BinaryPrimitives.ReadUInt32LittleEndian(head) == Magic && BinaryPrimitives.ReadUInt32LittleEndian(head[20..]) == Crc32C.Checksum(head[..20]);
    }

    internal static JsonObject ToJson(FramePlace place) => new()
    {
        ["image"] = place.Image,
        ["index"] = new JsonArray([.. place.Index.Select(index => (JsonNode)index)]),
    };
}
