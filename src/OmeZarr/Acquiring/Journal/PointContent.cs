using System.Text.Json.Nodes;
using OmeZarr.Acquiring.Layout;

namespace OmeZarr.Acquiring.Journal;

/// <summary>What the journal records at a durable point beside frames.</summary>
/// <param name="Frames">Number of accepted frames.</param>
/// <param name="Extents">The length of the growing axis of each image.</param>
/// <param name="Metadata">Metadata of frames since the last point.</param>
/// <param name="Attributes">All attributes that were set; null if none was set since the last point.</param>
internal sealed record PointContent(long Frames, long[] Extents, IReadOnlyList<(FramePlace Place, JsonObject Metadata)> Metadata, JsonObject? Attributes);
