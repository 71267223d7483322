using System.Text.Json;
using OmeZarr.Json;
using OmeZarr.V05;

namespace OmeZarr.Planning;

/// <summary>Splices the <c>zarr.json</c> of a plate from a template and rendered wells. The bytes equal those of a complete rendering.</summary>
internal sealed class SplicedPlateJson
{
    private const int MaxDepth = 2 * JsonText.MaxDepth;

    private byte[] buffer = [];
    private byte[] prefix = [];
    private byte[] separator = [];
    private byte[] suffix = [];

    /// <summary>Renders the entry of a well.</summary>
    /// <param name="plate">A plate with this well only.</param>
    internal static byte[] RenderWell(Plate plate)
    {
        var utf8 = GroupDocument.Of(plate);
        var (_, start, end) = Find(utf8);
        return utf8[start..end];
    }

    /// <summary>Sets the template: the document around the list of wells, and the separator of the entries.</summary>
    /// <param name="utf8">The document of a plate with one well.</param>
    internal void SetTemplate(byte[] utf8)
    {
        var (list, start, end) = Find(utf8);
        (prefix, separator, suffix) = (utf8[..start], [(byte)',', .. utf8[list..start]], utf8[end..]);
    }

    /// <summary>The document with these wells; valid until the next call.</summary>
    internal ReadOnlyMemory<byte> Splice(IEnumerable<byte[]> entries)
    {
        var length = Append(prefix, 0);
        var next = Array.Empty<byte>();
        foreach (var entry in entries)
        {
            length = Append(entry, Append(next, length));
            next = separator;
        }

        length = Append(suffix, length); // may replace the buffer
        return buffer.AsMemory(0, length);
    }

    private int Append(byte[] part, int length)
    {
        var end = length + part.Length;
        if (end > buffer.Length)
        {
            Array.Resize(ref buffer, Math.Max(end, 2 * buffer.Length));
        }

        part.CopyTo(buffer, length);
        return end;
    }

    /// <summary>Locates the list of wells and its only entry.</summary>
    private static (int List, int Start, int End) Find(ReadOnlySpan<byte> utf8)
    {
        var json = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        json.Read();
        foreach (var member in (ReadOnlySpan<string>)["attributes", GroupDocument.MetadataKey, "plate", "wells"])
        {
            Enter(ref json, member);
        }

        var list = (int)json.BytesConsumed;
        json.Read();
        var start = (int)json.TokenStartIndex;
        json.Skip();
        return (list, start, (int)json.BytesConsumed);
    }

    /// <summary>Moves from the start of an object to the value of an existing member.</summary>
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
