using System.Text.Json;
using System.Text.Json.Nodes;
using OmeZarr.V05;
using Zarr;
using Zarr.Metadata;

namespace OmeZarr.Planning;

/// <summary>Everything that will be written for an image, decided and checked before anything is created: the group's attributes and each level's metadata.</summary>
/// <param name="Attributes">Attributes of the image group.</param>
/// <param name="Levels">The arrays, finest first.</param>
internal sealed record ImagePlan(JsonObject Attributes, IReadOnlyList<PlannedArray> Levels)
{
    private const string MetadataKey = "ome";

    /// <summary>Decides what is written.</summary>
    /// <param name="subject">What errors call the image, usually its destination.</param>
    /// <param name="image">The metadata.</param>
    /// <param name="levels">Shape and type for each dataset of the metadata, in its order.</param>
    /// <param name="options">Chunks, compression and further attributes.</param>
    /// <exception cref="OmeZarrException">The metadata breaks the specification.</exception>
    /// <exception cref="ArgumentException">Metadata, arrays and options do not fit each other.</exception>
    internal static ImagePlan Create(string subject, Image image, IReadOnlyList<ArraySpec> levels, WriteOptions options)
    {
        RequireValid(subject, image);
        var multiscale = image.Multiscales.Count == 1
            ? image.Multiscales[0]
            : throw new ArgumentException($"an image to be written has exactly one multiscale, this one has {image.Multiscales.Count}; write each to a path of its own", nameof(image));
        if (levels.Count != multiscale.Datasets.Count)
        {
            throw new ArgumentException(
                $"there are {levels.Count} arrays for the {multiscale.Datasets.Count} datasets of the metadata; give one for each, in the same order", nameof(levels));
        }

        LevelRules.Require(multiscale, levels);
        RequireChannels(image, multiscale, levels[0].Shape);
        return new ImagePlan(AttributesOf(image, options.ExtraAttributes), [.. multiscale.Datasets.Zip(levels, (d, l) => Plan(multiscale, d, l, options))]);
    }

    /// <summary>The same arrays with metadata that was completed after the pixels were written.</summary>
    /// <exception cref="OmeZarrException">The completed metadata breaks the specification.</exception>
    /// <exception cref="ArgumentException">Its multiscales are not those that were written.</exception>
    internal ImagePlan Complete(string subject, Image planned, Image? completed)
    {
        if (completed is null)
        {
            throw new ArgumentException($"{nameof(WriteOptions.CompleteMetadata)} gave null; it gives the metadata to publish", nameof(completed));
        }

        RequireValid(subject, completed);
        if (completed.Multiscales != planned.Multiscales)
        {
            throw new ArgumentException(
                $"{nameof(WriteOptions.CompleteMetadata)} changed the multiscales, whose arrays are written already; it may change all but those", nameof(completed));
        }

        RequireChannels(completed, completed.Multiscales[0], Levels[0].Metadata.Shape);

        // The extra attributes are those of the plan: the caller may have changed the options by now.
        var extra = Attributes.DeepClone().AsObject();
        extra.Remove(MetadataKey);
        return this with { Attributes = AttributesOf(completed, extra) };
    }

    private static PlannedArray Plan(Multiscale multiscale, Dataset dataset, ArraySpec level, WriteOptions options)
    {
        var chunk = options.Chunks.For(level.Shape, level.DataType);
        LevelRules.RequireChunk(dataset.Path, chunk, level.DataType);
        var metadata = new ArrayMetadata
        {
            Shape = level.Shape,
            DataType = level.DataType,
            ChunkShape = chunk,
            Codecs = options.Compression.MetadataFor(level.DataType),
            DimensionNames = [.. multiscale.Axes.Select(axis => axis.Name)],
        };
        return new PlannedArray(dataset.Path, metadata);
    }

    private static void RequireValid(string subject, Image image)
    {
        var errors = image.Validate().Where(finding => finding.Severity == Severity.Error).ToList();
        if (errors.Count > 0)
        {
            throw new OmeZarrException($"{subject} cannot be written", errors);
        }
    }

    /// <summary>Viewers take the channels of <c>omero</c> one for one as those of the array.</summary>
    private static void RequireChannels(Image image, Multiscale multiscale, Shape shape)
    {
        var expected = multiscale.ChannelAxisIndex is { } axis ? shape[axis] : 1;
        if (image.Omero is { } omero && omero.Channels.Count != expected)
        {
            throw new ArgumentException(
                $"omero describes {omero.Channels.Count} channels, the data has {expected}; describe each channel, or leave omero out", nameof(image));
        }
    }

    private static JsonObject AttributesOf(Image image, JsonObject extra)
    {
        if (extra.ContainsKey(MetadataKey))
        {
            throw new ArgumentException($"the extra attributes contain \"{MetadataKey}\", which is where the image metadata goes; use another name", nameof(extra));
        }

        try
        {
            return ReadBack(Combine(image.ToJson(), extra));
        }
        catch (Exception e) when (e is InvalidMetadataException or JsonException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            throw new ArgumentException($"the attributes of the image cannot be written as JSON: {e.Message}", nameof(extra), e);
        }
    }

    private static JsonObject Combine(JsonObject metadata, JsonObject extra)
    {
        var attributes = new JsonObject { [MetadataKey] = metadata };
        foreach (var (name, value) in extra)
        {
            attributes[name] = value?.DeepClone();
        }

        return attributes;
    }

    /// <summary>The attributes as a reader will find them; so what JSON cannot hold is found before the pixels are written.</summary>
    private static JsonObject ReadBack(JsonObject attributes) =>
        GroupMetadata.Parse(new GroupMetadata { Attributes = attributes }.ToUtf8()).Attributes;
}

/// <summary>An array that will be created.</summary>
/// <param name="Path">Where, relative to the image group.</param>
/// <param name="Metadata">Its complete <c>zarr.json</c>.</param>
internal sealed record PlannedArray(string Path, ArrayMetadata Metadata);
