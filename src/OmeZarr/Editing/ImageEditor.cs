using System.Text.Json.Nodes;
using OmeZarr.Fixing.Documents;
using OmeZarr.Fixing.Mending;
using OmeZarr.V05;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Editing;

/// <summary>Changes the documents of images one after the other.</summary>
/// <param name="documents">The documents of the hierarchy.</param>
internal sealed class ImageEditor(EditedDocuments documents)
{
    private readonly DocumentSaver saver = new(documents);

    private readonly Dictionary<string, Image> images = [];

    /// <summary>The documents that were changed, or would be.</summary>
    internal IReadOnlyList<DocumentFix> Changes => saver.Changes;

    /// <summary>Changes an image, and the axes of its labels.</summary>
    /// <exception cref="ArgumentException">The changes do not fit the image.</exception>
    /// <exception cref="OmeZarrException">The changed metadata would break the specification.</exception>
    /// <exception cref="InvalidMetadataException">The document is no JSON that can be changed.</exception>
    internal async Task EditImageAsync(string path, ImageChanges changes, CancellationToken cancellationToken)
    {
        var ratios = new Dictionary<string, (double Old, double New)>();
        await EditAsync(path, async ome => ratios = await ApplyAsync(ome, path, changes, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        var labels = changes.OfLabels;
        if (labels.IsEmpty)
        {
            return;
        }

        foreach (var label in await LabelsAsync(new StorePrefix(path) / "labels", cancellationToken).ConfigureAwait(false))
        {
            await EditAsync(label, ome => ApplyToAxes(ome, labels, ratios), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Changes the OME-XML that describes the images that were changed.</summary>
    internal async Task EditOmeXmlAsync(CancellationToken cancellationToken)
    {
        if (images.Count > 0 && await new OmeXmlEditor(documents).EditAsync(images, cancellationToken).ConfigureAwait(false) is { } change)
        {
            saver.Changes.Add(change);
        }
    }

    /// <summary>Names a plate.</summary>
    internal Task NamePlateAsync(string path, string name, CancellationToken cancellationToken) => EditAsync(
        path,
        ome =>
        {
            (ome["plate"] as JsonObject ?? throw new ArgumentException("the plate has no metadata"))["name"] = name;
            return Task.CompletedTask;
        },
        cancellationToken);

    private Task EditAsync(string path, Func<JsonObject, Task> change, CancellationToken cancellationToken) =>
        documents.ChangeAsync(path, () => TryEditAsync(path, change, cancellationToken), cancellationToken);

    private async Task<bool> TryEditAsync(string path, Func<JsonObject, Task> change, CancellationToken cancellationToken)
    {
        if (await NodeEdit.OpenAsync(documents.Store, path, cancellationToken).ConfigureAwait(false) is not { Ome: { } ome } edit)
        {
            throw new NodeNotFoundException(path, $"there is no metadata at {documents.NameOf(path)}");
        }

        var before = Errors(edit);
        await change(ome).ConfigureAwait(false);
        if (Errors(edit).Except(before).ToList() is { Count: > 0 } broken)
        {
            throw new OmeZarrException($"the change of {documents.NameOf(path)} would break OME-Zarr", broken);
        }

        if (!edit.IsChanged)
        {
            return true;
        }

        Note(edit);
        return await saver.TrySaveAsync(edit, [], cancellationToken).ConfigureAwait(false);
    }

    private async Task<Dictionary<string, (double Old, double New)>> ApplyAsync(JsonObject ome, string path, ImageChanges changes, CancellationToken cancellationToken)
    {
        var multiscales = (ome["multiscales"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        if (multiscales.Count == 0)
        {
            throw new ArgumentException($"{documents.NameOf(path)} is not an image with multiscales");
        }

        RequireAxes(multiscales[0], changes);
        var ratios = AxisEdit.Apply(multiscales[0], changes, null);
        multiscales.Skip(1).ToList().ForEach(other => AxisEdit.Apply(other, changes, ratios));
        if (changes.Name is { } name)
        {
            multiscales[0]["name"] = name;
        }

        if (changes.ChangesChannels)
        {
            var (count, type) = await ChannelsAsync(multiscales[0], path, cancellationToken).ConfigureAwait(false);
            ChannelEdit.Apply(ome, changes, count, type);
        }

        return ratios;
    }

    private static Task ApplyToAxes(JsonObject ome, ImageChanges changes, Dictionary<string, (double Old, double New)> ratios)
    {
        foreach (var multiscale in (ome["multiscales"] as JsonArray ?? []).OfType<JsonObject>())
        {
            AxisEdit.Apply(multiscale, changes, ratios);
        }

        return Task.CompletedTask;
    }

    private static void RequireAxes(JsonObject multiscale, ImageChanges changes)
    {
        var names = AxisEdit.Names(multiscale).ToList();
        if (changes.Scale.Keys.Concat(changes.Units.Keys).FirstOrDefault(axis => !names.Contains(axis)) is { } unknown)
        {
            throw new ArgumentException($"there is no axis {FindingText.Sanitize(unknown)}; the image has {string.Join(", ", names.Select(FindingText.Sanitize))}");
        }

        if (changes.Scale.FirstOrDefault(axis => !(double.IsFinite(axis.Value) && axis.Value > 0)) is { Key: { } wrong })
        {
            throw new ArgumentException($"the pixel size of {wrong} is a finite number above 0");
        }
    }

    /// <summary>The number of channels, and the type of the pixels.</summary>
    private async Task<(int Count, DataType Type)> ChannelsAsync(JsonObject multiscale, string path, CancellationToken cancellationToken)
    {
        if (JsonLocation.Find(multiscale, "datasets[0].path") is not JsonValue value || !value.TryGetValue<string>(out var dataset) || Rules.NodeName.Problem(dataset) is not null)
        {
            throw new ArgumentException("the image names no array whose channels could be counted");
        }

        var array = await ZarrArray.OpenAsync(documents.Store, new StorePrefix(path) / dataset, null, cancellationToken).ConfigureAwait(false);
        var axis = (multiscale["axes"] as JsonArray ?? []).Index().FirstOrDefault(one => one.Item is JsonObject { } members && members["type"]?.ToString() == "channel", (-1, null)).Index;
        return (axis >= 0 && axis < array.Shape.Rank ? (int)Math.Min(array.Shape[axis], int.MaxValue) : 1, array.DataType);
    }

    /// <summary>The label images that the group names.</summary>
    private async Task<IReadOnlyList<string>> LabelsAsync(StorePrefix group, CancellationToken cancellationToken)
    {
        var edit = await NodeEdit.OpenAsync(documents.Store, group.Value, cancellationToken).ConfigureAwait(false);
        var listed = (edit?.Ome?["labels"] as JsonArray ?? []).Select(PartList.PathOf).OfType<string>().Where(label => Rules.NodeName.Problem(label) is null).Distinct();
        var there = new List<string>();
        foreach (var label in listed.Select(label => (group / label).Value))
        {
            if (await NodeEdit.OpenAsync(documents.Store, label, cancellationToken).ConfigureAwait(false) is not null)
            {
                there.Add(label); // Validation reports those that are missing.
            }
        }

        return there;
    }

    private static List<Finding> Errors(NodeEdit edit) => [.. Parsed(edit).Validate().Where(finding => finding.Severity == Severity.Error)];

    private static OmeDocument Parsed(NodeEdit edit) => OmeDocument.Parse(edit.IsV3 ? new JsonObject { ["ome"] = edit.Ome!.DeepClone() } : edit.Root);

    private void Note(NodeEdit edit)
    {
        var document = Parsed(edit);
        if (document.TryGet<Image>(out var image) || (document.TryGet<V04.Image>(out var earlier) && (image = earlier.ToV05().Value) is not null))
        {
            images[edit.Path] = image;
        }
    }
}
