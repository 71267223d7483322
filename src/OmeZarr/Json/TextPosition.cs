using System.Text;

namespace OmeZarr.Json;

/// <summary>A place in a text, both numbers counted from 1; columns are characters.</summary>
internal readonly record struct TextPosition(int Line, int Column)
{
    public static TextPosition Of(ReadOnlySpan<byte> utf8, int index)
    {
        var before = utf8[..Math.Min(index, utf8.Length)];
        var line = before[(before.LastIndexOf((byte)'\n') + 1)..];
        return new TextPosition(before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(line) + 1);
    }

    public override string ToString() => $"line {Line}, column {Column}";
}
