using OmeZarr.V05;

namespace OmeZarr.Tiff.Writing;

/// <summary>Collects what an image has and its OME-TIFF file has not.</summary>
internal sealed class ExportLosses(OmeImage image)
{
    private readonly List<Finding> losses = [.. image.Findings];

    internal IReadOnlyList<Finding> All => losses;

    internal void Add(string rule, string message) => losses.Add(new Finding(rule, Severity.Warning, image.Group.Path.Value, message));

    /// <summary>Adds what does not depend on levels and axes.</summary>
    internal async Task AddAsync(CancellationToken cancellationToken)
    {
        if (image.Metadata.Multiscales.Count > 1)
        {
            Add("ome-tiff-multiscale", "only the first multiscale is exported");
        }

        if (image.Metadata.Omero?.Channels.Any(channel => channel.Window is not null) == true)
        {
            Add("ome-tiff-window", "the display windows of the channels are left out: OME-XML has no place for them");
        }

        if (image.Metadata is LabelImage { ImageLabel: { Colors.Count: > 0 } or { Properties.Count: > 0 } })
        {
            Add("ome-tiff-label", "the colours and properties of the labels are left out: OME-XML has no place for them");
        }

        var labels = await image.ListLabelsAsync(cancellationToken).ConfigureAwait(false);
        if (labels.Count > 0)
        {
            Add("ome-tiff-labels", $"labels are not in the file ({string.Join(", ", labels.Take(8))}{(labels.Count > 8 ? "…" : string.Empty)}); export each of them as an image of its own");
        }
    }
}
