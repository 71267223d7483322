using System.Text.Json;
using System.Text.Json.Nodes;
using OmeZarr.V05;
using Zarr.Metadata;

namespace OmeZarr.Planning;

/// <summary>Puts the file of a plate together from parts of renderings, so that all bytes are as if it were rendered as a whole.</summary>
internal sealed class PlateText
{
    private const int MaxDepth = 2 * JsonText.MaxDepth;

    private byte[] buffer = [];
    private byte[] before = [];
    private byte[] between = [];
    private byte[] after = [];

    /// <summary>What the file says of a well.</summary>
    /// <param name="plate">A plate of nothing but that well.</param>
    internal static byte[] Entry(Plate plate)
    {
        var (utf8, (_, start, end)) = Render(new GroupMetadata { Attributes = new JsonObject { [GroupAttributes.MetadataKey] = plate.ToJson() } });
        return utf8[start..end];
    }

    /// <summary>Sets what stands around the wells.</summary>
    /// <param name="group">The group of a plate of one well.</param>
    internal void Surround(GroupMetadata group)
    {
        var (utf8, (list, start, end)) = Render(group);
        (before, between, after) = (utf8[..start], [(byte)',', .. utf8[list..start]], utf8[end..]);
    }

    /// <summary>The file; valid until the next call.</summary>
    internal ReadOnlyMemory<byte> With(IEnumerable<byte[]> entries)
    {
        var length = Append(before, 0);
        var separator = Array.Empty<byte>();
        foreach (var entry in entries)
        {
            length = Append(entry, Append(separator, length));
            separator = between;
        }

        length = Append(after, length); // may replace the buffer
        return buffer.AsMemory(0, length);
    }

    private int Append(byte[] part, int length)
    {
        var end = length + part.Length;
        if (end > buffer.Length)
        {
            Array.Resize(ref buffer, Math.Max(end, checked(2 * buffer.Length)));
        }

        part.CopyTo(buffer, length);
        return end;
    }

    /// <summary>The document of a group, and where in it the list of wells and its only well are.</summary>
    private static (byte[] Utf8, (int List, int Start, int End) Well) Render(GroupMetadata group)
    {
        var utf8 = group.ToUtf8();
        return (utf8, Find(utf8));
    }

    private static (int List, int Start, int End) Find(ReadOnlySpan<byte> utf8)
    {
        var json = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        json.Read();
        foreach (var member in (ReadOnlySpan<string>)["attributes", GroupAttributes.MetadataKey, "plate", "wells"])
        {
            Enter(ref json, member);
        }

        var list = (int)json.BytesConsumed;
        json.Read();
        var start = (int)json.TokenStartIndex;
        json.Skip();
        return (list, start, (int)json.BytesConsumed);
    }

    /// <summary>From the beginning of an object to the value of a member, which is there.</summary>
    private static void Enter(ref Utf8JsonReader json, string member)
    {
        json.Read();
        while (!json.ValueTextEquals(member))
        {
            json.Skip();
            json.Read();
        }

        json.Read();
    }
}
