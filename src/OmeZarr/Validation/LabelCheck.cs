using OmeZarr.Rules.Hierarchy;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Validating;

/// <summary>Compares a label image with its image.</summary>
/// <param name="walk">The walk.</param>
/// <param name="visit">The label image.</param>
/// <param name="log">Takes the findings.</param>
/// <param name="at">Location of the metadata, with a dot behind it.</param>
internal sealed class LabelCheck(Walk walk, NodeVisit visit, NodeLog log, string at)
{
    private const string DefaultSource = "../../";

    /// <param name="label">The metadata; null if the image has no <c>image-label</c>.</param>
    /// <param name="facts">The multiscales of the label image.</param>
    /// <param name="type">Type of its first array; null if it cannot be opened.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task RunAsync(LabelImage? label, ImageFacts facts, DataType? type, CancellationToken cancellationToken)
    {
        if (visit.Role == NodeRole.Label && visit.Image is { } image)
        {
            Compare(facts, image);
        }

        if (label is null)
        {
            return;
        }

        if (type?.IsInteger == true)
        {
            CheckValues(label.ImageLabel, type);
        }

        if (label.ImageLabel.Source?.Image is { } source)
        {
            await CheckSourceAsync(source, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Compare(ImageFacts label, ImageFacts image)
    {
        if (label.Multiscales.Count > image.Multiscales.Count)
        {
            log.Report(LabelNodeRules.MultiscalesCount, $"{at}multiscales", $"has {Counted.Of(label.Multiscales.Count, "multiscale")}; the image has {image.Multiscales.Count}");
        }

        foreach (var (i, (own, other)) in label.Multiscales.Zip(image.Multiscales).Index())
        {
            if (own.Levels != other.Levels)
            {
                log.Report(LabelNodeRules.Levels, $"{at}multiscales[{i}].datasets", $"has {Counted.Of(own.Levels, "level")}; the image has {other.Levels}");
            }

            List<string> strange = [.. own.Axes.Except(other.Axes)];
            if (strange.Count > 0)
            {
                log.Report(LabelNodeRules.Axes, $"{at}multiscales[{i}].axes", $"the image has no {string.Join(", ", strange)}; its axes are {string.Join(", ", other.Axes)}");
            }

            CheckShape(own, other, $"{at}multiscales[{i}]");
        }
    }

    private void CheckShape(MultiscaleFacts own, MultiscaleFacts image, string location)
    {
        if (own.Shape is not { } shape || image.Shape is not { } expected)
        {
            return;
        }

        foreach (var (d, axis) in own.Axes.Index())
        {
            var index = image.Axes.Index().Where(one => one.Item == axis).Select(one => (int?)one.Index).FirstOrDefault();
            if (index is { } of && shape[d] != expected[of] && shape[d] != 1)
            {
                log.Report(LabelNodeRules.Shape, location, $"is {shape[d]} long along {axis}; the image is {expected[of]} long");
            }
        }
    }

    private void CheckValues(ImageLabel label, DataType type)
    {
        var bits = type.Size * 8;
        var (least, most) = type.Kind == DataTypeKind.SignedInteger
            ? (bits == 64 ? long.MinValue : -(1L << (bits - 1)), bits == 64 ? long.MaxValue : (1L << (bits - 1)) - 1)
            : (0L, bits == 64 ? long.MaxValue : (1L << bits) - 1);
        var values = (label.Colors ?? []).Index().Select(color => (At: $"colors[{color.Index}]", color.Item.LabelValue))
            .Concat((label.Properties ?? []).Index().Select(property => (At: $"properties[{property.Index}]", property.Item.LabelValue)));
        foreach (var (place, value) in values.Where(value => value.LabelValue < least || value.LabelValue > most))
        {
            log.Report(LabelNodeRules.ValueRange, $"{at}{ImageLabel.Member}.{place}.label-value", $"is {value}; the arrays hold {type.Name}, from {least} to {most}");
        }
    }

    /// <summary>Looks at the image that a label image names. One outside the hierarchy is not looked for.</summary>
    private async Task CheckSourceAsync(string source, CancellationToken cancellationToken)
    {
        var location = $"{at}{ImageLabel.Member}.source.image";
        if (source.Contains("://", StringComparison.Ordinal) || Resolve(visit.Path, source) is not { } path || path == visit.Image?.Path)
        {
            return;
        }

        using var node = await walk.Source.ReadAsync(path, visit.ZarrFormat, NodeKind.Group, cancellationToken).ConfigureAwait(false);
        if (node is null)
        {
            log.Report(LabelNodeRules.SourceMissing, location, $"\"{source}\" leads to /{path}, where there is nothing{Usually}");
            return;
        }

        var content = await GroupContent.ReadAsync(node, isRoot: false, walk.Options, walk.ZarrOptions, new NodeLog(new FindingCollector(walk.Options), path), cancellationToken).ConfigureAwait(false);
        if (content.Document?.Kind is not (OmeDocumentKind.Image or OmeDocumentKind.LabelImage))
        {
            log.Report(LabelNodeRules.SourceKind, location, $"\"{source}\" leads to /{path}, which is no image{Usually}");
        }
    }

    private string Usually => visit.Image is null ? string.Empty : $"; its image is {DefaultSource}";

    /// <summary>The path that a relative path leads to; null if it leads out of the hierarchy.</summary>
    private static string? Resolve(string path, string relative)
    {
        List<string> parts = relative.StartsWith('/') ? [] : [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries)];
        foreach (var part in relative.Split('/').Where(part => part is not ("" or ".")))
        {
            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count == 0)
            {
                return null;
            }
            else
            {
                parts.RemoveAt(parts.Count - 1);
            }
        }

        return string.Join('/', parts);
    }
}
