using System.Text.Json;

namespace Zarr.Metadata;

/// <summary>JSON as it stands in messages: what was found, but never megabytes of it.</summary>
internal static class JsonExcerpt
{
    private const int MaxLength = 80;

    internal static string Excerpt(this JsonElement json) => Excerpt(json.GetRawText());

    internal static string Excerpt(string text) => text.Length <= MaxLength ? text : $"{text.AsSpan(0, MaxLength)}…";
}
