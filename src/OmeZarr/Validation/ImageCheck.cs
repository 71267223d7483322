using OmeZarr.Rules;
using OmeZarr.Rules.Hierarchy;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Validating;

/// <summary>Checks an image against its arrays, and a label image against its image.</summary>
/// <param name="walk">The walk.</param>
/// <param name="visit">The image.</param>
/// <param name="log">Takes the findings.</param>
/// <param name="content">Its document.</param>
/// <param name="template">What all nodes below have in common.</param>
internal sealed class ImageCheck(Walk walk, NodeVisit visit, NodeLog log, GroupContent content, NodeVisit template)
{
    private readonly Dictionary<string, ZarrArray?> arrays = [];

    private bool IsLabel => content.Metadata is LabelImage || visit.Role == NodeRole.Label;

    public async Task<ImageFacts> RunAsync(Image image, CancellationToken cancellationToken)
    {
        var multiscales = new List<MultiscaleFacts>();
        foreach (var (m, multiscale) in image.Multiscales.Index())
        {
            var levels = await OpenAsync(multiscale, m, cancellationToken).ConfigureAwait(false);
            new LevelsCheck(log, multiscale, $"{content.At}multiscales[{m}]").Run(levels);
            var fits = levels.Count > 0 && levels[0]?.Shape.Rank == multiscale.Axes.Count;
            multiscales.Add(new MultiscaleFacts([.. multiscale.Axes.Select(axis => axis.Name)], multiscale.Datasets.Count, fits ? levels[0]!.Shape : null));
        }

        if (multiscales is [{ Shape: { } shape }, ..])
        {
            CheckFirst(image, shape);
        }

        if (walk.Chunks.IsWanted)
        {
            IReadOnlyList<string> axes = multiscales is [var first, ..] ? first.Axes : [];
            await new ChunkCheck(walk, log).RunAsync(visit, arrays, axes, IsLabel, cancellationToken).ConfigureAwait(false);
        }

        var facts = new ImageFacts(visit.Path, multiscales);
        if (IsLabel)
        {
            await new LabelCheck(walk, visit, log, content.At).RunAsync(image as LabelImage, facts, DataTypeOf(image), cancellationToken).ConfigureAwait(false);
        }

        return facts;
    }

    /// <summary>The arrays of a multiscale; null for those that cannot be opened.</summary>
    private async Task<IReadOnlyList<ZarrArray?>> OpenAsync(Multiscale multiscale, int number, CancellationToken cancellationToken)
    {
        var levels = new List<ZarrArray?>();
        foreach (var (i, dataset) in multiscale.Datasets.Index())
        {
            if (!arrays.TryGetValue(dataset.Path, out var array))
            {
                array = NodeName.Problem(dataset.Path) is null ? await OpenAsync(dataset.Path, $"{content.At}multiscales[{number}].datasets[{i}].path", cancellationToken).ConfigureAwait(false) : null;
                arrays.Add(dataset.Path, array);
                if (array is not null)
                {
                    new ArrayFit(log, visit.Below(dataset.Path), content.Document!.StatedVersion).Check(array, multiscale.Axes, IsLabel);
                }
            }

            levels.Add(array);
        }

        return levels;
    }

    private async Task<ZarrArray?> OpenAsync(string dataset, string location, CancellationToken cancellationToken)
    {
        var path = visit.Below(dataset);
        try
        {
            using var node = await walk.Source.ReadAsync(path, template.ZarrFormat, NodeKind.Array, cancellationToken).ConfigureAwait(false);
            if (node is null)
            {
                log.ReportBelow(path, DatasetNodeRules.Missing, string.Empty, $"there is no array; the image lists it ({location})");
                return null;
            }

            walk.CountNode(node.Kind);
            if (node.ZarrFormat != template.ZarrFormat)
            {
                log.ReportBelow(path, NodeRules.FormatMixed, string.Empty, $"the array is of Zarr v{node.ZarrFormat}, its image of v{template.ZarrFormat}");
            }

            if (node.Kind == NodeKind.Group)
            {
                log.ReportBelow(path, DatasetNodeRules.IsGroup, string.Empty, $"expected an array, found a group; the image lists it ({location})");
                return null;
            }

            return await new ArrayCheck(walk, template.Copies, log, path).OpenAsync(node, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            log.ReportBelow(path, NodeRules.Unreadable, string.Empty, e.Message);
            return null;
        }
    }

    /// <summary>Checks what the metadata say about the first level.</summary>
    private void CheckFirst(Image image, Shape shape)
    {
        var axes = image.Multiscales[0].Axes;
        if (visit.Described?.Problem(axes, shape) is { } problem)
        {
            log.Report(CollectionRules.XmlSize, problem);
        }

        if (image.Omero is not { } omero)
        {
            return;
        }

        var channelAxis = axes.Index().Where(axis => axis.Item is ChannelAxis or CustomAxis).Select(axis => (int?)axis.Index).FirstOrDefault();
        var channels = channelAxis is { } index ? shape[index] : 1;
        if (omero.Channels.Count > 0 && omero.Channels.Count != channels)
        {
            log.Report(DatasetNodeRules.ChannelCount, $"{content.At}omero.channels", $"describes {Counted.Of(omero.Channels.Count, "channel")}; the image has {channels}");
        }

        CheckDefault(omero.Rdefs?.DefaultZ, "z", "defaultZ", axes, shape);
        CheckDefault(omero.Rdefs?.DefaultT, "t", "defaultT", axes, shape);
    }

    private void CheckDefault(long? plane, string axis, string member, ValueList<Axis> axes, Shape shape)
    {
        var index = axes.Index().Where(one => one.Item.Name == axis).Select(one => (int?)one.Index).FirstOrDefault();
        var length = index is { } d ? shape[d] : 1;
        if (plane is { } number && (number < 0 || number >= Math.Max(1, length)))
        {
            log.Report(DatasetNodeRules.Defaults, $"{content.At}omero.rdefs.{member}", $"is {number}; the image has {Counted.Of(length, "plane")} along {axis}");
        }
    }

    private DataType? DataTypeOf(Image image) =>
        image.Multiscales is [{ Datasets: [var first, ..] }, ..] ? arrays.GetValueOrDefault(first.Path)?.DataType : null;
}
