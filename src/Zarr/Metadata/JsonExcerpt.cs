using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Zarr.Metadata;

/// <summary>Excerpts of JSON for error messages, never megabytes long.</summary>
internal static class JsonExcerpt
{
    private const int MaxLength = 80;

    internal static string Excerpt(this JsonElement json)
    {
        var raw = JsonMarshal.GetRawUtf8Value(json);
        var bare = PythonJson.Bare(raw);

        // A UTF-16 unit has up to three bytes. A character that is cut in two lies beyond the excerpt.
        return Excerpt(Encoding.UTF8.GetString(bare.IsEmpty ? raw[..Math.Min(raw.Length, 4 * MaxLength)] : bare));
    }

    internal static string Excerpt(string text) => text.Length <= MaxLength ? text : $"{text.AsSpan(0, MaxLength)}…";
}
