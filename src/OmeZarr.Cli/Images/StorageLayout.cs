using OmeZarr.Cli.Inputs;
using Zarr;

namespace OmeZarr.Cli.Images;

/// <summary>Resolves --chunks and --shards for an image.</summary>
internal static class StorageLayout
{
    /// <exception cref="UsageException">The number of lengths differs from the number of axes.</exception>
    internal static Shape Chunks(ConvertRequest request, InputImage input)
    {
        try
        {
            return request.Chunks.For(input.Pixels.Shape, input.Pixels.DataType);
        }
        catch (ArgumentException)
        {
            throw new UsageException($"--chunks {request.Chunks}: {Expected(request, input, "lengths")}");
        }
    }

    /// <exception cref="UsageException">The number of lengths differs from the number of axes, or the lengths do not fit the chunks.</exception>
    internal static Shape? Shards(ConvertRequest request, InputImage input, Shape chunks)
    {
        try
        {
            return request.Shards.For(input.Pixels.Shape, chunks, input.Pixels.DataType);
        }
        catch (ArgumentException)
        {
            var text = OptionText(request.Shards);
            var counts = text.Split(',').Length;
            throw new UsageException(counts != input.Axes.Length
                ? $"--shards {text}: {Expected(request, input, "numbers")}"
                : $"--shards {text}: shards hold whole chunks, which are {string.Join(",", chunks)}; give multiples of these lengths, or count chunks: --shards chunks:1,4,4");
        }
    }

    /// <summary>The request for images that differ in their number of axes: the lengths apply to the last axes of each. Without that, there must be one length for each axis.</summary>
    internal static ConvertRequest Fitted(ConvertRequest request, IEnumerable<InputImage> inputs) => inputs.Select(input => input.Axes.Length).Distinct().Skip(1).Any()
        ? request with { Chunks = request.Chunks.Fitted(), Shards = request.Shards.Fitted() }
        : request;

    /// <summary>The layout of the image without its channels, which labels do not have.</summary>
    internal static (ChunkShape Chunks, ShardShape Shards) OfLabels(ConvertRequest request, ImageConversion image)
    {
        long[] Without(Shape shape) => [.. shape.Index().Where(length => length.Index != image.Input.ChannelAxis).Select(length => length.Item)];
        var chunks = request.Chunks == ChunkShape.Auto || request.Chunks == ChunkShape.WholeArray ? request.Chunks : ChunkShape.Of(Without(image.Chunks));
        var shards = request.Shards == ShardShape.Auto || image.Shards is not { } shape ? request.Shards : ShardShape.Of(Without(shape));
        return (chunks, shards);
    }

    private static string Expected(ConvertRequest request, InputImage input, string what)
    {
        var image = request.Kind == OutputKind.Image ? "the image" : input.Path;
        return $"expected {input.Axes.Length} {what}, one for each of the axes {input.AxisList} of {image}";
    }

    /// <summary>Shards by count are "1,2 chunks" for the library.</summary>
    private static string OptionText(ShardShape shards) =>
        shards.ToString() is var text && text.EndsWith(" chunks", StringComparison.Ordinal) ? $"chunks:{text[..^" chunks".Length]}" : text;
}
