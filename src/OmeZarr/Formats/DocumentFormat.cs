using OmeZarr.Json;

namespace OmeZarr.Formats;

/// <summary>How documents of one kind and version are read.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Version">The version of the specification.</param>
/// <param name="Root">Location of the metadata in the document.</param>
/// <param name="Read">Reads the metadata.</param>
internal sealed record DocumentFormat(OmeDocumentKind Kind, string Version, string Root, Func<JsonCursor, OmeMetadata?> Read);
