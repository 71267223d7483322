using Zarr;

namespace OmeZarr.Acquiring.Layout;

/// <summary>Checks what the rules of the specification do not: whether settings describe frames.</summary>
internal static class SettingsCheck
{
    /// <exception cref="ArgumentException">The settings do not fit each other.</exception>
    internal static void Require(AcquisitionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(settings.DataType, nameof(settings));
        ArgumentNullException.ThrowIfNull(settings.Pyramid, nameof(settings));
        ArgumentNullException.ThrowIfNull(settings.Compression, nameof(settings));
        ArgumentNullException.ThrowIfNull(settings.Metadata, nameof(settings));
        var dimensions = settings.Dimensions;
        Require(dimensions.Count >= 2 && dimensions[^2].Kind == AcquisitionKind.Y && dimensions[^1].Kind == AcquisitionKind.X, "the last two dimensions are y and x: the rows and columns of a frame");
        Require(dimensions.SkipLast(2).All(dimension => dimension.Kind is not (AcquisitionKind.Y or AcquisitionKind.X)), "only the last two dimensions are y and x");
        Require(dimensions.Count(dimension => dimension.Kind == AcquisitionKind.Position) <= 1, "there is at most one dimension of positions; give all positions in it");
        Require(dimensions.Select(dimension => dimension.Name).Distinct(StringComparer.Ordinal).Count() == dimensions.Count, "two dimensions have the same name");
        foreach (var (i, dimension) in dimensions.Index())
        {
            Require(i, dimension);
        }

        Require(settings.MemoryLimit > 0, $"{nameof(AcquisitionSettings.MemoryLimit)} is {settings.MemoryLimit}; give a positive number of bytes");
        Require(settings.MaxDegreeOfParallelism > 0, $"{nameof(AcquisitionSettings.MaxDegreeOfParallelism)} is {settings.MaxDegreeOfParallelism}; it is at least 1");
        Require(settings.DurableInterval is null || settings.DurableInterval > TimeSpan.Zero, $"{nameof(AcquisitionSettings.DurableInterval)} is not positive; leave it out for no durable points");
        Require(settings.DurableFrames is null or > 0, $"{nameof(AcquisitionSettings.DurableFrames)} is {settings.DurableFrames}; it is at least 1");
        Require(Enum.IsDefined(settings.Backpressure), $"there is no {nameof(Backpressure)} {settings.Backpressure}");
        Require(dimensions[^2].Length!.Value <= int.MaxValue && dimensions[^1].Length!.Value <= int.MaxValue && dimensions[^2].Length!.Value * dimensions[^1].Length!.Value <= (1L << 30) / settings.DataType.Size,
            $"a frame of {dimensions[^2].Length:N0} x {dimensions[^1].Length:N0} {settings.DataType} has more than {1 << 30:N0} bytes");
    }

    private static void Require(int number, AcquisitionDimension dimension)
    {
        ArgumentNullException.ThrowIfNull(dimension);
        var name = $"dimension \"{dimension.Name}\"";
        Require(!string.IsNullOrEmpty(dimension.Name), "a dimension has no name");
        Require(Enum.IsDefined(dimension.Kind), $"{name} has no kind {dimension.Kind}");
        Require(dimension.Length is null or >= 1, $"{name} has the length {dimension.Length}; a length is at least 1, or null if it is not known");
        Require(dimension.Length is not null || (number == 0 && dimension.Kind is not (AcquisitionKind.Y or AcquisitionKind.X or AcquisitionKind.Position or AcquisitionKind.Channel)),
            $"{name} has no length; only the first dimension may be open, and it is not one of channels, positions, y or x");
        Require(dimension.Chunk is null or >= 1, $"{name} has chunks of {dimension.Chunk}; their length is at least 1");
        Require(dimension.Shard is null or >= 1, $"{name} has shards of {dimension.Shard}; their length is at least 1");
        Require(dimension.Channels.Count == 0 || (dimension.Kind == AcquisitionKind.Channel && dimension.Channels.Count == dimension.Length), $"{name} has the length {dimension.Length} and {Counted.Of(dimension.Channels.Count, "channel")}; describe each channel, or none");
        Require(dimension.Kind == AcquisitionKind.Position ? dimension.Positions.Count == dimension.Length : dimension.Positions.Count == 0, $"{name} has the length {dimension.Length} and {Counted.Of(dimension.Positions.Count, "position")}; describe each position");
        Require(dimension.Kind != AcquisitionKind.Position || dimension is { Chunk: null, Shard: null }, $"{name} has chunks, but each position is an image of its own");
        RequirePositions(dimension.Positions);
    }

    private static void RequirePositions(ValueList<AcquisitionPosition> positions)
    {
        Require(positions.All(position => position.Row is null == position.Column is null), "a position names the row of its well but not the column, or the column only");
        Require(positions.Select(position => position.Row is null).Distinct().Count() <= 1, "some positions name wells and others do not; an acquisition is a plate, or a collection");
        Require(positions.DistinctBy(position => (position.Row, position.Column, position.Name)).Count() == positions.Count, "two positions have the same name; in a plate, names differ within a well");
    }

    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new ArgumentException(problem);
        }
    }
}
