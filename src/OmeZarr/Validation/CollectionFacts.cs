using System.Globalization;
using OmeZarr.Planning;
using OmeZarr.Rules;
using OmeZarr.Rules.Hierarchy;
using Zarr;

namespace OmeZarr.Validating;

/// <summary>A collection, or a plate in the layout of one, whose images are known only when the group <c>OME</c> was read.</summary>
/// <param name="visit">The group.</param>
/// <param name="children">The nodes below it.</param>
/// <param name="log">Takes findings about it.</param>
/// <param name="at">Location of the metadata in the document of the group <c>OME</c>, with a dot behind it.</param>
/// <param name="plate">The plate; null for a collection.</param>
internal sealed class CollectionFacts(NodeVisit visit, ChildNodes children, NodeLog log, string at, PlateFacts? plate)
{
    /// <summary>Hands the images to the walk. Called once, by the check of the group <c>OME</c>.</summary>
    /// <param name="walk">The walk.</param>
    /// <param name="paths">The list of images; null if there is none.</param>
    /// <param name="described">The images of the OME-XML; null if it cannot be read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public async Task PushAsync(Walk walk, ValueList<string>? paths, IReadOnlyList<DescribedImage>? described, CancellationToken cancellationToken)
    {
        if (plate is not null)
        {
            plate.Series = paths;
            return;
        }

        if (paths is null)
        {
            described = CheckCount(described, await AddNumberedAsync(walk, described, cancellationToken).ConfigureAwait(false));
        }
        else
        {
            described = CheckCount(described, paths.Value.Count);
            foreach (var (i, path) in paths.Value.Index().Where(path => NodeName.Problem(path.Item) is null))
            {
                children.Add(new ListedNode(path, NodeRole.Series, $"the group OME lists it ({at}series[{i}])") { Described = described?[i] });
            }
        }

        children.Push();
    }

    /// <summary>The descriptions, if there is one for each image.</summary>
    private IReadOnlyList<DescribedImage>? CheckCount(IReadOnlyList<DescribedImage>? described, int images)
    {
        if (described is null || described.Count == images)
        {
            return described;
        }

        log.ReportBelow(visit.Below(NodeNames.SeriesGroup), CollectionRules.XmlCount, string.Empty, $"{NodeNames.OmeXml} describes {Counted.Of(described.Count, "image")}; the collection has {images}");
        return null;
    }

    /// <summary>Names the groups 0, 1, 2…</summary>
    private async Task<int> AddNumberedAsync(Walk walk, IReadOnlyList<DescribedImage>? described, CancellationToken cancellationToken)
    {
        var numbers = children.Names is { } names ? [.. names.Select(Number).OfType<int>().Order()] : await CountAsync(walk, cancellationToken).ConfigureAwait(false);
        if (numbers.Count == 0)
        {
            log.Report(CollectionRules.Empty, "there is no list of images in the group OME, and no group 0");
        }

        foreach (var (i, number) in numbers.Index())
        {
            children.Add(new ListedNode(Text(number), NodeRole.Series, "the images of a collection without a list are 0, 1, 2…") { Described = described?.Count == numbers.Count ? described[i] : null });
        }

        var missing = Enumerable.Range(0, numbers.Count).FirstOrDefault(i => numbers[i] != i, -1);
        if (missing >= 0)
        {
            log.Report(CollectionRules.Gap, $"there is no {missing}, but {numbers[missing]}");
        }

        return numbers.Count;
    }

    /// <summary>Looks for the groups in a store that cannot be listed.</summary>
    private async Task<List<int>> CountAsync(Walk walk, CancellationToken cancellationToken)
    {
        var numbers = new List<int>();
        while (true)
        {
            using var node = await walk.Source.ReadAsync(visit.Below(Text(numbers.Count)), visit.ZarrFormat, NodeKind.Group, cancellationToken).ConfigureAwait(false);
            if (node is null)
            {
                return numbers;
            }

            numbers.Add(numbers.Count);
        }
    }

    private static int? Number(string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Text(number) == name ? number : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
