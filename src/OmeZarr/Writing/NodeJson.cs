using System.Text.Json;
using OmeZarr.Json;

namespace OmeZarr.Writing;

/// <summary>Documents of nodes on disk, looked at without asking whether they are right: what is not there, or is of another kind than expected, is null.</summary>
internal static class NodeJson
{
    /// <summary>The JSON object in a document of a folder.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static JsonElement? Read(string folder, string document) =>
        Destination.ReadOrNull(Path.Join(folder, document)) is { } utf8 ? Parse(utf8) : null;

    /// <summary>The JSON object in the bytes of a document.</summary>
    internal static JsonElement? Parse(ReadOnlySpan<byte> utf8) =>
        JsonSource.Read(utf8, JsonSource.MaxLength, new FindingList()) is { ValueKind: JsonValueKind.Object } json ? json : null;

    internal static JsonElement? Member(JsonElement? json, string name) =>
        json is { ValueKind: JsonValueKind.Object } element && element.TryGetProperty(name, out var value) ? value : null;

    internal static string? Text(JsonElement? json) => json is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A member of the metadata of OME-Zarr of a group, 0.5 or 0.4.</summary>
    /// <exception cref="IOException">A document cannot be read.</exception>
    internal static JsonElement? OmeMember(string folder, string name) =>
        Member(Member(Member(Read(folder, GroupDocument.Name), "attributes"), "ome"), name) ?? Member(Read(folder, ".zattrs"), name);
}
