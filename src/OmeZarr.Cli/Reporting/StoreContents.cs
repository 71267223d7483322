using System.Globalization;
using System.Text.Json.Nodes;

namespace OmeZarr.Cli.Reporting;

/// <summary>The content of a group beside its levels: wells of a plate, fields of a well, labels, or nodes.</summary>
/// <param name="Kind">The kind of content.</param>
/// <param name="Names">Their names or paths, relative to the group.</param>
internal sealed record StoreContents(string Kind, IReadOnlyList<string> Names)
{
    internal const string Wells = "wells";
    internal const string Images = "images";

    /// <summary>The member by which the root of a collection is recognised.</summary>
    internal const string CollectionMember = "bioformats2raw.layout";

    /// <summary>Number of names or images in reports for people.</summary>
    internal const int NamesInText = 8;

    /// <summary>The content of a group that is not an image.</summary>
    internal static async Task<StoreContents> OfGroupAsync(string folder, JsonObject? ome, CancellationToken cancellationToken) =>
        FromMetadata(ome) ?? await SeriesOfAsync(folder, ome, cancellationToken).ConfigureAwait(false) ?? new StoreContents("nodes", ChildNodes(folder));

    /// <summary>The labels of an image.</summary>
    internal static async Task<StoreContents> OfImageAsync(string folder, CancellationToken cancellationToken)
    {
        var labels = Path.Join(folder, "labels");
        return FromMetadata(await GroupMetadata.ReadAsync(labels, cancellationToken).ConfigureAwait(false)) ?? new StoreContents("labels", ChildNodes(labels));
    }

    /// <summary>The first names, for one line.</summary>
    public override string ToString() => string.Join(" · ", Names.Take(NamesInText)) + (Names.Count > NamesInText ? $" · and {Names.Count - NamesInText} more" : string.Empty);

    /// <summary>A collection lists its images in the group <c>OME</c>.</summary>
    private static async Task<StoreContents?> SeriesOfAsync(string folder, JsonObject? ome, CancellationToken cancellationToken) => ome?.ContainsKey(CollectionMember) == true
        ? FromMetadata(await GroupMetadata.ReadAsync(Path.Join(folder, "OME"), cancellationToken).ConfigureAwait(false))
        : null;

    private static StoreContents? FromMetadata(JsonObject? ome) =>
        Named(Wells, (ome?["plate"] as JsonObject)?["wells"], item => (item as JsonObject)?["path"])
        ?? Named("fields", (ome?["well"] as JsonObject)?["images"], item => (item as JsonObject)?["path"])
        ?? Named("labels", ome?["labels"], item => item)
        ?? Named(Images, ome?["series"], item => item);

    private static StoreContents? Named(string kind, JsonNode? list, Func<JsonNode?, JsonNode?> name) =>
        list is JsonArray items ? new StoreContents(kind, [.. items.Select(item => name(item)?.ToString()).OfType<string>()]) : null;

    /// <summary>Numbers first, in their order, then the other names.</summary>
    private static List<string> ChildNodes(string folder) => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateDirectories(folder)
            .Where(GroupMetadata.IsNode)
            .Select(child => Path.GetFileName(child))
            .OrderBy(name => long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue)
            .ThenBy(name => name, StringComparer.Ordinal)];
}
