using System.Text.Json;
using OmeZarr.Json;
using OmeZarr.Planning;

namespace OmeZarr.Writing.Places;

/// <summary>Reads documents of nodes on disk without validation. Missing members and members of another type are null.</summary>
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

    /// <summary>A member of the OME-Zarr metadata (0.5 or 0.4) of a group.</summary>
    /// <exception cref="IOException">A document cannot be read.</exception>
    internal static JsonElement? OmeMember(string folder, string name) =>
        Member(Member(Member(Read(folder, GroupDocument.Name), "attributes"), "ome"), name) ?? Member(Read(folder, ".zattrs"), name);
}
