using System.Globalization;
using OmeZarr.Planning;
using OmeZarr.Pyramids;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Acquiring.Layout;

/// <summary>Checked settings, and everything that follows from them: the metadata and arrays of the images, and how frames become parts of them. Pure.</summary>
internal sealed class AcquisitionPlan
{
    private const int AutomaticChunk = 4 << 20;

    private AcquisitionPlan(AcquisitionSettings settings, IReadOnlyList<AcquisitionDimension> axes, IReadOnlyList<ArrayRequest> levels, PyramidPlan? pyramid, WriteOptions options)
    {
        (Settings, Axes, Levels, Pyramid, Options) = (settings, axes, levels, pyramid, options);
        LiveLevels = 1 + (pyramid?.Levels.Skip(1).TakeWhile(level => level.Factors.SkipLast(2).All(factor => factor == 1)).Count() ?? 0);
        Layout = new FrameLayout(settings, [.. axes.SkipLast(2)], [.. levels[0].WriteUnit.SkipLast(2)]);
        Memory = MemoryPlan.Of(this);
    }

    internal AcquisitionSettings Settings { get; }

    /// <summary>The stored axes.</summary>
    internal IReadOnlyList<AcquisitionDimension> Axes { get; }

    /// <summary>The arrays of each image, finest first. Along an axis of unknown length they have their first length.</summary>
    internal IReadOnlyList<ArrayRequest> Levels { get; }

    /// <summary>How the levels after the first are computed; null if there are none.</summary>
    internal PyramidPlan? Pyramid { get; }

    /// <summary>The number of levels that are computed of single frames, with the first.</summary>
    internal int LiveLevels { get; }

    internal FrameLayout Layout { get; }

    internal AcquisitionMemory Memory { get; }

    /// <summary>How images are created.</summary>
    internal WriteOptions Options { get; }

    /// <summary>Shape and type of the first array of an image.</summary>
    internal ArraySpec Finest => new(Levels[0].Shape, Settings.DataType);

    /// <summary>The positions; none if there is one image only.</summary>
    internal ValueList<AcquisitionPosition> Positions => Settings.Dimensions.FirstOrDefault(dimension => dimension.Kind == AcquisitionKind.Position)?.Positions ?? [];

    /// <summary>Whether the positions are fields of wells.</summary>
    internal bool IsPlate => Positions.Count > 0 && Positions[0].Row is not null;

    /// <exception cref="OmeZarrException">The metadata break the specification.</exception>
    /// <exception cref="ArgumentException">The settings do not fit each other.</exception>
    internal static AcquisitionPlan Create(AcquisitionSettings settings)
    {
        SettingsCheck.Require(settings);
        var axes = StoredAxes(settings);
        var chunks = ChunksOf(axes, settings.DataType);
        var shards = ShardsOf(axes, chunks);
        var shape = Shape.Create([.. axes.Select((axis, i) => axis.Length ?? FirstLength(settings, axis, shards?[i] ?? chunks[i]))]);
        var options = new WriteOptions
        {
            Chunks = ChunkShape.Of(chunks),
            Shards = shards is null ? ShardShape.None : ShardShape.Of(shards),
            Compression = settings.Compression,
            Checksums = settings.Checksums,
            Pyramid = settings.Pyramid,
            Overwrite = settings.Overwrite,
            ExtraAttributes = settings.Metadata.DeepClone().AsObject(),
            OmeXml = false, // it would state lengths that change
        };
        var pyramid = ImagePyramid.Of("the acquisition", ImageOf(settings, axes, null), [new ArraySpec(shape, settings.DataType)], settings.Pyramid);
        var plan = ImagePlan.Create("the acquisition", pyramid.Image, pyramid.Levels, StorageOptions.Of(options), options.ExtraAttributes, pyramid.Plan);
        RequireAttributes(settings.Metadata);
        return new AcquisitionPlan(settings, axes, plan.Levels, pyramid.Plan, options);
    }

    /// <summary>The metadata of an image.</summary>
    /// <param name="position">Its position; null if there is one image only.</param>
    internal Image ImageOf(AcquisitionPosition? position) => ImageOf(Settings, Axes, position);

    /// <exception cref="ArgumentException">The frames of incomplete chunks do not fit the limit.</exception>
    internal void RequireMemory() => MemoryPlan.Require(this);

    /// <exception cref="ArgumentException">The name is taken.</exception>
    internal static void RequireAttribute(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name is GroupDocument.MetadataKey or FrameAttributes.Key)
        {
            throw new ArgumentException($"the attribute \"{name}\" is written by the acquisition; use another name", nameof(name));
        }
    }

    private static void RequireAttributes(System.Text.Json.Nodes.JsonObject metadata)
    {
        foreach (var (name, _) in metadata)
        {
            RequireAttribute(name);
        }
    }

    private static List<AcquisitionDimension> StoredAxes(AcquisitionSettings settings)
    {
        List<AcquisitionDimension> dimensions = [.. settings.Dimensions.Where(dimension => dimension.Kind != AcquisitionKind.Position)];
        if (settings.StorageOrder is not { } order)
        {
            return [.. dimensions.OrderBy(dimension => dimension.Kind switch { AcquisitionKind.Time => 0, AcquisitionKind.Channel or AcquisitionKind.Other => 1, AcquisitionKind.Z => 2, AcquisitionKind.Y => 3, _ => 4 })];
        }

        if (!order.Order(StringComparer.Ordinal).SequenceEqual(dimensions.Select(dimension => dimension.Name).Order(StringComparer.Ordinal)))
        {
            throw new ArgumentException($"{nameof(AcquisitionSettings.StorageOrder)} ({string.Join(", ", order)}) names other axes than the dimensions ({string.Join(", ", dimensions.Select(dimension => dimension.Name))})");
        }

        List<AcquisitionDimension> stored = [.. order.Select(name => dimensions.First(dimension => dimension.Name == name))];
        return stored[^2].Kind == AcquisitionKind.Y && stored[^1].Kind == AcquisitionKind.X
            ? stored
            : throw new ArgumentException($"{nameof(AcquisitionSettings.StorageOrder)} ({string.Join(", ", order)}) does not end with y and x; frames are stored as they come");
    }

    private static long[] ChunksOf(List<AcquisitionDimension> axes, DataType dataType)
    {
        var chunks = axes.Select((axis, i) => Math.Min(axis.Chunk ?? (i >= axes.Count - 2 ? axis.Length!.Value : 1), axis.Length ?? long.MaxValue)).ToArray();
        while (chunks.Aggregate((Int128)dataType.Size, (product, length) => product * length) > AutomaticChunk && Longest() is { } axis && chunks[axis] > 1)
        {
            chunks[axis] = (chunks[axis] + 1) / 2;
        }

        return chunks;

        int? Longest() => new[] { axes.Count - 2, axes.Count - 1 }.Where(axis => axes[axis].Chunk is null).OrderByDescending(axis => chunks[axis]).Cast<int?>().FirstOrDefault();
    }

    private static long[]? ShardsOf(List<AcquisitionDimension> axes, long[] chunks)
    {
        if (axes.All(axis => axis.Shard is null))
        {
            return null;
        }

        return [.. axes.Select((axis, i) => axis.Shard ?? (i >= axes.Count - 2 ? (axis.Length!.Value + chunks[i] - 1) / chunks[i] * chunks[i] : chunks[i]))];
    }

    /// <summary>The first length of an open axis: one slab, or as much as the coarsest level needs to have one element.</summary>
    private static long FirstLength(AcquisitionSettings settings, AcquisitionDimension axis, long unit)
    {
        var factor = settings.Pyramid.Steps.SelectMany(step => step.Factors).Where(step => step.Axis == axis.Name).Aggregate(1L, (product, step) => Math.Min(1L << 20, product * step.Factor));
        return (factor + unit - 1) / unit * unit;
    }

    private static Image ImageOf(AcquisitionSettings settings, IReadOnlyList<AcquisitionDimension> axes, AcquisitionPosition? position)
    {
        var image = Image.FromDimensions([.. axes.Select(axis => DimensionOf(axis, position))], settings.Name);
        var channels = axes.FirstOrDefault(axis => axis.Kind == AcquisitionKind.Channel)?.Channels ?? [];
        return channels.Count == 0 ? image : image with { Omero = OmeroOf(channels, settings.DataType) };
    }

    private static Dimension DimensionOf(AcquisitionDimension axis, AcquisitionPosition? position) => new(axis.Name, axis.Scale, axis.Unit)
    {
        Type = axis.Kind switch { AcquisitionKind.Time => "time", AcquisitionKind.Channel => "channel", AcquisitionKind.Other => null, _ => "space" },
        Translation = axis.Kind switch { AcquisitionKind.X => position?.X, AcquisitionKind.Y => position?.Y, AcquisitionKind.Z => position?.Z, _ => null } ?? axis.Translation,
    };

    private static Omero OmeroOf(ValueList<AcquisitionChannel> channels, DataType dataType)
    {
        var omero = Omero.FromChannels([.. channels.Select(channel => channel.Name)], [.. channels.Select(channel => channel.Window ?? OmeroPlan.WindowOf(dataType))]);
        return omero with { Channels = [.. omero.Channels.Zip(channels, (described, channel) => channel.Color is { } color ? described with { Color = color } : described)] };
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Layout.Positions} images of {Levels[0].Shape} {Settings.DataType}");
}
