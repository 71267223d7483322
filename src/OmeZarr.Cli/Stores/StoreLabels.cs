using OmeZarr.Cli.Inputs;
using OmeZarr.Files;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Cli.Stores;

/// <summary>The label images of a stored image. Those that cannot be converted with it are findings.</summary>
/// <param name="node">The image.</param>
/// <param name="order">Its axes.</param>
internal sealed class StoreLabels(StoreNode node, StoredOrder order)
{
    private readonly List<InputFinding> findings = [];
    private readonly List<InputLabel> labels = [];

    internal IReadOnlyList<InputFinding> Findings => findings;

    internal IReadOnlyList<InputLabel> Labels => labels;

    internal async Task ReadAsync(OmeImage image, CancellationToken cancellationToken)
    {
        foreach (var name in await ListAsync(image, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                Take(image, name, await image.OpenLabelAsync(name, cancellationToken).ConfigureAwait(false));
            }
            catch (Exception error) when (error is OmeZarrException or (ZarrException and not NodeReplacedException))
            {
                LeaveOut($"the label image {Quote.IfNeeded(name)}", error.Message);
            }
        }
    }

    /// <summary>What is said about labels, without what is said about the place of the image.</summary>
    internal static ImageLabel Free(ImageLabel values) => values with { Source = null, Version = null };

    private async Task<IReadOnlyList<string>> ListAsync(OmeImage image, CancellationToken cancellationToken)
    {
        try
        {
            return await image.ListLabelsAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OmeZarrException or (ZarrException and not NodeReplacedException))
        {
            LeaveOut("what is in the group labels", error.Message);
            return [];
        }
    }

    private void Take(OmeImage image, string name, OmeImage label)
    {
        // Some writers give labels the channel axis of the image, with the length 1.
        var channel = label.Axes.Index().Where(axis => StoreAxes.LetterOf(axis.Item) == 'c' && label.Levels.All(level => level.Shape[axis.Index] == 1)).Select(axis => axis.Index).FirstOrDefault(-1);
        var own = StoreAxes.OrderOf([.. label.Axes.Where((_, axis) => axis != channel)]);
        IReadOnlyList<IArraySource> levels = [.. label.Levels.Select(level => channel < 0 ? (IArraySource)level : level.Select((label.Axes[channel].Name, 0))).Select(level => own?.Sorted(level) ?? level)];
        if (ProblemOf(image, label, name, own?.Axes, levels[0]) is { } problem)
        {
            LeaveOut($"the label image {Quote.IfNeeded(name)}", problem);
            return;
        }

        var values = (label.Metadata as LabelImage)?.ImageLabel ?? new ImageLabel();
        var areAlike = levels.Select(level => level.Shape).SequenceEqual(image.Levels.Select(level => WithoutChannels(level.Shape))) && levels.All(level => level.DataType == levels[0].DataType);
        IReadOnlyList<IArraySource> sources = [.. levels.Select(level => new StorePixels(node.Path, level))];
        labels.Add(new InputLabel(name, sources[0], Free(values)) { Levels = areAlike ? [.. sources.Skip(1)] : [] });
    }

    private Shape WithoutChannels(Shape shape) => [.. order.Sorted(shape).Where((_, axis) => order.Axes[axis] != 'c')];

    private string? ProblemOf(OmeImage image, OmeImage label, string name, string? axes, IArraySource pixels)
    {
        var shape = WithoutChannels(image.Levels[0].Shape);
        return name.Contains('/', StringComparison.Ordinal) ? "its name has a slash"
            : label.Levels[0].Path != label.Multiscale.Datasets[0].Path ? "its full resolution cannot be opened"
            : axes != order.Axes.Replace("c", string.Empty, StringComparison.Ordinal) ? "it has other axes than the image without channels"
            : pixels.Shape != shape ? $"it is {pixels.Shape}, the image without channels {shape}"
            : !pixels.DataType.IsInteger ? $"it is {pixels.DataType}, and labels are integers"
            : null;
    }

    private void LeaveOut(string what, string reason) => findings.Add(node.Finding(FileFindingKind.LeftOut, $"{what} is left out: {reason}"));
}
