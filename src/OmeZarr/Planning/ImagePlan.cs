using System.Text.Json.Nodes;
using OmeZarr.Pyramids;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Planning;

/// <summary>The complete plan of an image, validated before anything is created: the document of the group and the metadata of each level.</summary>
/// <param name="Subject">The name of the image in error messages, usually its destination.</param>
/// <param name="Document">The <c>zarr.json</c> of the image group.</param>
/// <param name="Levels">The arrays, finest first, with paths relative to the image.</param>
internal sealed record ImagePlan(string Subject, byte[] Document, IReadOnlyList<ArrayRequest> Levels)
{
    // The caller may change the options until the metadata is completed.
    private JsonObject? Extra { get; init; }

    /// <summary>How the levels after the first are computed; null if all are given.</summary>
    internal PyramidPlan? Pyramid { get; private init; }

    /// <summary>What is unusual about the levels.</summary>
    private IReadOnlyList<Finding> LevelWarnings { get; init; } = [];

    /// <summary>The recommendations that the metadata does not follow.</summary>
    internal IReadOnlyList<Finding> Warnings { get; private init; } = [];

    /// <summary>Plans an image.</summary>
    /// <param name="subject">The name of the image in error messages, usually its destination.</param>
    /// <param name="image">The metadata.</param>
    /// <param name="levels">Shape and type for each dataset of the metadata, in its order.</param>
    /// <param name="storage">Chunks, shards and compression.</param>
    /// <param name="extraAttributes">Attributes of the group beside <c>ome</c>; null for none.</param>
    /// <param name="pyramid">How the levels after the first are computed; null if all are given.</param>
    /// <exception cref="OmeZarrException">The metadata breaks the specification.</exception>
    /// <exception cref="ArgumentException">Metadata, arrays and options do not fit each other.</exception>
    internal static ImagePlan Create(
        string subject, Image image, IReadOnlyList<ArraySpec> levels, StorageOptions storage, JsonObject? extraAttributes = null, PyramidPlan? pyramid = null)
    {
        image = levels is [{ DataType: { } dataType }, ..] ? OmeroPlan.Complete(image, dataType) : image;
        var warnings = WarningsOf(subject, image);
        var multiscale = image.Multiscales.Count == 1
            ? image.Multiscales[0]
            : throw new ArgumentException($"an image to be written has exactly one multiscale, this one has {image.Multiscales.Count}; write each to a path of its own", nameof(image));
        if (levels.Count != multiscale.Datasets.Count)
        {
            throw new ArgumentException(
                $"number of data arrays ({levels.Count}) must match number of datasets in metadata ({multiscale.Datasets.Count}); give one for each, in the same order", nameof(levels));
        }

        LevelRules.Require(multiscale, levels);
        RequireChannels(image, multiscale, levels[0].Shape);
        ValueList<string> names = [.. multiscale.Axes.Select(axis => axis.Name)];
        var levelWarnings = pyramid?.Warnings ?? LevelRules.WrongExtents(multiscale, levels);
        return new ImagePlan(
            subject,
            GroupDocument.Of(image, extraAttributes),
            Arrays(multiscale, levels, storage, names, pyramid))
        {
            Pyramid = pyramid,
            LevelWarnings = levelWarnings,
            Warnings = [.. warnings, .. levelWarnings],
            Extra = extraAttributes?.DeepClone().AsObject(),
        };
    }

    /// <summary>The same arrays with metadata that was completed after the pixels were written.</summary>
    /// <exception cref="OmeZarrException">The completed metadata breaks the specification.</exception>
    /// <exception cref="ArgumentException">The multiscales differ from the written ones.</exception>
    internal ImagePlan Complete(Image planned, Image? completed)
    {
        if (completed is null)
        {
            throw new ArgumentException($"{nameof(WriteOptions.CompleteMetadata)} gave null; it gives the metadata to publish", nameof(completed));
        }

        completed = OmeroPlan.Complete(completed, Levels[0].DataType);
        var warnings = WarningsOf(Subject, completed);
        if (completed.Multiscales != planned.Multiscales)
        {
            throw new ArgumentException(
                $"{nameof(WriteOptions.CompleteMetadata)} changed the multiscales, whose arrays are written already; it may change all but those", nameof(completed));
        }

        RequireChannels(completed, completed.Multiscales[0], Levels[0].Shape);
        return this with { Document = GroupDocument.Of(completed, Extra), Warnings = [.. warnings, .. LevelWarnings] };
    }

    private static IReadOnlyList<ArrayRequest> Arrays(Multiscale multiscale, IReadOnlyList<ArraySpec> levels, StorageOptions storage, ValueList<string> names, PyramidPlan? pyramid)
    {
        var finest = LevelRules.Plan(multiscale.Datasets[0].Path, levels[0], pyramid is null ? storage : PyramidStorage.Finest(storage, pyramid, levels[0].DataType), names);
        var others = pyramid is null ? storage : PyramidStorage.Coarser(storage, finest);
        return [finest, .. multiscale.Datasets.Zip(levels).Skip(1).Select(level => LevelRules.Plan(level.First.Path, level.Second, others, names))];
    }

    private static IReadOnlyList<Finding> WarningsOf(string subject, Image image) => Validated.WarningsOf(image, $"{subject} cannot be written");

    /// <summary>Requires one <c>omero</c> channel for each channel of the array, because viewers match them by index.</summary>
    private static void RequireChannels(Image image, Multiscale multiscale, Shape shape)
    {
        var expected = multiscale.ChannelAxisIndex is { } axis ? shape[axis] : 1;
        if (image.Omero is { } omero && omero.Channels.Count != expected)
        {
            throw new ArgumentException(
                $"omero describes {Counted.Of(omero.Channels.Count, "channel")}, the data has {expected}; describe each channel, or leave omero out", nameof(image));
        }
    }
}
