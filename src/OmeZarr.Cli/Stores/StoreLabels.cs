using OmeZarr.Cli.Inputs;
using OmeZarr.Files;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Cli.Stores;

/// <summary>The label images of a stored image. Those that cannot be converted with it are findings.</summary>
/// <param name="node">The image.</param>
/// <param name="axes">Its axes.</param>
internal sealed class StoreLabels(StoreNode node, string axes)
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
        var letters = StoreAxes.Letters(label.Axes) ?? string.Empty;
        // Some writers give labels the channel axis of the image, with the length 1.
        var channel = letters.IndexOf('c', StringComparison.Ordinal);
        if (channel >= 0 && label.Levels.Any(level => level.Shape[channel] != 1))
        {
            channel = -1;
        }

        IReadOnlyList<IArraySource> levels = [.. label.Levels.Select(level => channel < 0 ? (IArraySource)level : level.Select((label.Axes[channel].Name, 0)))];
        if (ProblemOf(image, label, name, channel < 0 ? letters : letters.Remove(channel, 1), levels[0]) is { } problem)
        {
            LeaveOut($"the label image {Quote.IfNeeded(name)}", problem);
            return;
        }

        var values = (label.Metadata as LabelImage)?.ImageLabel ?? new ImageLabel();
        var areAlike = levels.Select(level => level.Shape).SequenceEqual(image.Levels.Select(level => WithoutChannels(level.Shape))) && levels.All(level => level.DataType == levels[0].DataType);
        IReadOnlyList<IArraySource> sources = [.. levels.Select(level => new StorePixels(node.Path, level))];
        labels.Add(new InputLabel(name, sources[0], Free(values)) { Levels = areAlike ? [.. sources.Skip(1)] : [] });
    }

    private Shape WithoutChannels(Shape shape) => [.. shape.Where((_, axis) => axes[axis] != 'c')];

    private string? ProblemOf(OmeImage image, OmeImage label, string name, string letters, IArraySource pixels)
    {
        var shape = WithoutChannels(image.Levels[0].Shape);
        return name.Contains('/', StringComparison.Ordinal) ? "its name has a slash"
            : label.Levels[0].Path != label.Multiscale.Datasets[0].Path ? "its full resolution cannot be opened"
            : letters != axes.Replace("c", string.Empty, StringComparison.Ordinal) ? "it has other axes than the image without channels"
            : pixels.Shape != shape ? $"it is {pixels.Shape}, the image without channels {shape}"
            : !pixels.DataType.IsInteger ? $"it is {pixels.DataType}, and labels are integers"
            : null;
    }

    private void LeaveOut(string what, string reason) => findings.Add(node.Finding(FileFindingKind.LeftOut, $"{what} is left out: {reason}"));
}
