using OmeZarr.Cli.Inputs;
using OmeZarr.Files;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Cli.Stores;

/// <summary>What a node of a store has that the output lacks, and what was guessed of it.</summary>
internal static class StoreFindings
{
    private static readonly string[] LostLevels = ["dataset-array", "dataset-path", "datasets-rank"];

    /// <summary>The attributes that OME-Zarr defines; up to 0.4 they have no common object.</summary>
    private static readonly string[] Known = ["ome", "multiscales", "omero", "image-label", "labels", "plate", "well", "bioformats2raw.layout", "series", "version"];

    /// <summary>Members of the specification's objects that say what wrote them; the output says it of itself.</summary>
    private static readonly string[] OfTheWriter = ["_creator", "version"];

    /// <summary>Findings about an image.</summary>
    internal static IEnumerable<InputFinding> Of(StoreNode node, OmeImage image) =>
        [.. Of(node, (OmeNode)image), .. PartsOf(image).Select(part => node.Finding(FileFindingKind.LeftOut, $"{part} left out"))];

    /// <summary>Findings about a node of any kind.</summary>
    internal static IEnumerable<InputFinding> Of(StoreNode node, OmeNode opened)
    {
        foreach (var finding in opened.Findings.Where(finding => finding.Severity == Severity.Error))
        {
            yield return node.Finding(LostLevels.Contains(finding.RuleId) ? FileFindingKind.LeftOut : FileFindingKind.Guessed, finding.Location.Length == 0 ? finding.Message : $"{finding.Location}: {finding.Message}");
        }

        string[] unknown = [.. opened.Group.Attributes.Select(attribute => attribute.Key).Except(Known)];
        if (unknown.Length > 0)
        {
            yield return node.Finding(FileFindingKind.LeftOut, $"the {(unknown.Length == 1 ? "attribute" : "attributes")} {string.Join(", ", unknown.Select(Quote.IfNeeded))} {(unknown.Length == 1 ? "is" : "are")} left out");
        }
    }

    private static IEnumerable<string> PartsOf(OmeImage image)
    {
        if (image.Metadata.Multiscales.Count > 1)
        {
            yield return "all multiscales but the first are";
        }

        if (image.Metadata is LabelImage { ImageLabel: { } values } && (values.Colors is not null || values.Properties is not null))
        {
            yield return "the colours and properties of the labels are";
        }

        if (image.Metadata.Omero?.Channels.Any(channel => channel.Active == false) == true)
        {
            yield return "that channels are hidden at first is";
        }

        if (image.Metadata.Omero is { Channels.Count: var channels } && channels != ChannelCount(image))
        {
            yield return $"the description of {Counted.Of(channels, "channel")} by omero, where the image has {ChannelCount(image)}, is";
        }

        if (Undefined(image) is { Count: > 0 } names)
        {
            yield return $"{Counted.Of(names.Count, "member")} that OME-Zarr does not define ({string.Join(", ", names.Select(Quote.IfNeeded))}) {(names.Count == 1 ? "is" : "are")}";
        }

        if (image.Levels.Any(level => level.DataType != image.Levels[0].DataType))
        {
            yield return "levels of another data type than full resolution are";
        }
    }

    /// <summary>Names of members in the metadata that the specification does not define.</summary>
    private static List<string> Undefined(OmeImage opened)
    {
        var image = opened.Metadata;
        var multiscale = image.Multiscales[0];
        IEnumerable<OmeObject?> objects =
        [
            image, multiscale, .. multiscale.Axes, .. multiscale.Datasets, image.Omero,
            .. image.Omero?.Channels.SelectMany(channel => new OmeObject?[] { channel, channel.Window }) ?? [],
        ];
        return [.. objects.OfType<OmeObject>().SelectMany(part => part.ExtraMembers.Names).Except([.. OfTheWriter, .. opened.Group.Attributes.Select(attribute => attribute.Key)])];
    }

    private static long ChannelCount(OmeImage image) => image.Multiscale.ChannelAxisIndex is { } axis ? image.Levels[0].Shape[axis] : 1;
}
