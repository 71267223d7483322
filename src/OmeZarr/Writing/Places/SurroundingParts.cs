using System.Text.Json;
using OmeZarr.Planning;
using static OmeZarr.Writing.Places.NodeJson;

namespace OmeZarr.Writing.Places;

/// <summary>A child node that the metadata of a group name.</summary>
/// <param name="Path">Its path, relative to the group.</param>
/// <param name="Kind">The required kind; null for an array.</param>
/// <param name="Name">Its name in error messages.</param>
/// <param name="Advice">Advice how to change it without breaking the group.</param>
internal sealed record SurroundingParts(string Path, OmeDocumentKind? Kind, string Name, string Advice)
{
    /// <summary>The child nodes of an OME-Zarr 0.5 group; none for other nodes. Damaged documents have none.</summary>
    /// <param name="document">Its document.</param>
    /// <param name="series">The document that lists the images of a collection; null if there is none. Asked for only if the group is one.</param>
    internal static IEnumerable<SurroundingParts> Of(JsonElement document, Func<JsonElement?> series)
    {
        var ome = OmeOf(document);
        return [.. OfImage(ome), .. OfLabels(ome), .. OfPlate(ome), .. OfWell(ome), .. OfCollection(ome, series)];
    }

    /// <summary>Throws if the metadata of a group require another node at a destination or below it.</summary>
    /// <param name="destination">The destination, for messages.</param>
    /// <param name="group">The group, for messages.</param>
    /// <param name="path">The path of the destination, relative to the group.</param>
    /// <param name="parts">What the group names.</param>
    /// <param name="kind">The kind of the new hierarchy.</param>
    /// <exception cref="MisplacedDestinationException">They do.</exception>
    internal static void RequireKind(string destination, string group, string path, IEnumerable<SurroundingParts> parts, OmeDocumentKind kind)
    {
        foreach (var part in parts)
        {
            if (part.Path == path ? part.Kind != kind : part.Path.StartsWith(path + "/", StringComparison.Ordinal))
            {
                var relation = part.Path == path ? "is" : "holds";
                throw new MisplacedDestinationException(destination, group, $"{destination} {relation} {part.Name} of {group}, which would break. {part.Advice}; nothing was changed.");
            }
        }
    }

    private static IEnumerable<SurroundingParts> OfImage(JsonElement? ome)
    {
        if (Member(ome, "multiscales") is not { } multiscales)
        {
            yield break;
        }

        foreach (var path in Items(multiscales).SelectMany(multiscale => Items(Member(multiscale, "datasets"))).Select(dataset => Text(Member(dataset, "path"))).OfType<string>())
        {
            yield return New(path, null, "the level", "Write that image anew, or choose another path");
        }

        yield return new(NodeNames.LabelsGroup, OmeDocumentKind.LabelsGroup, "the place for label images", $"Write them with LabelsBuilder, or choose another path");
    }

    private static IEnumerable<SurroundingParts> OfLabels(JsonElement? ome) =>
        Items(Member(ome, "labels")).Select(Text).OfType<string>().Select(path => New(path, OmeDocumentKind.LabelImage, "the label image", $"Replace it with LabelsBuilder, or choose another path"));

    private static IEnumerable<SurroundingParts> OfPlate(JsonElement? ome) =>
        Paths(Member(Member(ome, "plate"), "wells")).Select(path => New(path, OmeDocumentKind.Well, "the well", $"Write wells with PlateBuilder, or choose another path"));

    private static IEnumerable<SurroundingParts> OfWell(JsonElement? ome) =>
        Paths(Member(Member(ome, "well"), "images")).Select(path => New(path, OmeDocumentKind.Image, "the field", "Only an image can take its place; choose another path"));

    private static IEnumerable<SurroundingParts> OfCollection(JsonElement? ome, Func<JsonElement?> series)
    {
        if (Member(ome, "bioformats2raw.layout") is null)
        {
            yield break;
        }

        yield return new(NodeNames.SeriesGroup, OmeDocumentKind.Series, "the list of images", "Choose another path");
        var list = Member(OmeOf(series()), "series");
        foreach (var path in Items(list).Select(Text).OfType<string>())
        {
            yield return New(path, OmeDocumentKind.Image, "the image", "Only an image can take its place; choose another path");
        }
    }

    private static JsonElement? OmeOf(JsonElement? document) => Member(Member(document, "attributes"), "ome");

    private static SurroundingParts New(string path, OmeDocumentKind? kind, string what, string advice) =>
        new(string.Join('/', path.Split('/').Where(part => part is not ("" or "."))), kind, $"{what} \"{FindingText.Sanitize(path)}\"", advice);

    private static IEnumerable<string> Paths(JsonElement? list) => Items(list).Select(item => Text(Member(item, "path"))).OfType<string>();

    private static IEnumerable<JsonElement?> Items(JsonElement? list) =>
        list is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray().Select(item => (JsonElement?)item) : [];
}
