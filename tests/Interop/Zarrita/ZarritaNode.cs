using System.Text.Json.Nodes;

namespace Interop.Zarrita;

/// <summary>A group or array as zarrita sees it. What it could not find out is null; then <see cref="Error"/> says why.</summary>
/// <param name="Path">Path in the store.</param>
/// <param name="Kind"><c>group</c> or <c>array</c>.</param>
/// <param name="Attributes">The user's attributes.</param>
/// <param name="Dtype">Name of the data type.</param>
/// <param name="Shape">Lengths of the array.</param>
/// <param name="DimensionNames">Names of the dimensions, null if the document has none.</param>
/// <param name="Elements">All elements in C order, in the byte order of the machine.</param>
/// <param name="Error">Name and message of zarrita's exception.</param>
public sealed record ZarritaNode(
    string Path,
    string? Kind = null,
    JsonObject? Attributes = null,
    string? Dtype = null,
    IReadOnlyList<long>? Shape = null,
    IReadOnlyList<string?>? DimensionNames = null,
    byte[]? Elements = null,
    string? Error = null);

/// <summary>An array that zarrita is to write.</summary>
/// <param name="Path">Path in the store.</param>
/// <param name="Dtype">Name of the data type.</param>
/// <param name="Shape">Lengths of the array.</param>
/// <param name="ChunkShape">Lengths of a chunk.</param>
/// <param name="Codecs">The codecs, as in <c>zarr.json</c>.</param>
/// <param name="FillValue">The fill value, as in <c>zarr.json</c>.</param>
/// <param name="Elements">All elements in C order, in the byte order of the machine; null to write no chunk.</param>
public sealed record ZarritaArray(
    string Path,
    string Dtype,
    IReadOnlyList<long> Shape,
    IReadOnlyList<long> ChunkShape,
    IReadOnlyList<JsonObject> Codecs,
    JsonNode FillValue,
    byte[]? Elements);
