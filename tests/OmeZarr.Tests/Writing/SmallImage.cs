using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Tests.Writing;

/// <summary>An image of two levels and few pixels in several chunks, in versions that can be told apart by their pixels.</summary>
internal static class SmallImage
{
    public static Shape[] Shapes { get; } = [[2, 5, 6], [2, 3, 3]];

    public static WriteOptions Chunked { get; } = new() { Chunks = ChunkShape.Of(1, 3, 4), MaxDegreeOfParallelism = 2 };

    public static WriteOptions Overwriting { get; } = Chunked with { Overwrite = true };

    /// <summary>Number of chunks of all levels in the options above.</summary>
    public const int Chunks = 8 + 2;

    public static Image Metadata => Images.Valid;

    public static IReadOnlyList<ArraySpec> Specs { get; } = [.. Shapes.Select(shape => new ArraySpec(shape, DataType.UInt16))];

    /// <summary>Pixels that count up from a first value.</summary>
    public static IReadOnlyList<IArraySource> Sources(int first = 1) =>
        [.. Shapes.Select(shape => ArraySource.FromMemory<ushort>(Pixels(shape, first), shape))];

    public static ushort[] Pixels(Shape shape, int first = 1) => [.. Enumerable.Range(first, (int)shape.ElementCount).Select(value => (ushort)value)];

    public static Task WriteAsync(string path, int first = 1, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        OmeWriter.WriteImageAsync(path, Metadata, Sources(first), options ?? Chunked, cancellationToken: cancellationToken);

    /// <summary>The first value of the image at a path, after all its pixels were compared.</summary>
    public static async Task<int> FirstValueAsync(string path)
    {
        var image = await OmeImage.OpenAsync(path);
        var pixels = await image.Levels[0].ReadAsync<ushort>();
        Xunit.Assert.Equal(Pixels(Shapes[0], pixels[0]), pixels);
        Xunit.Assert.Equal(Pixels(Shapes[1], pixels[0]), await image.Levels[1].ReadAsync<ushort>());
        return pixels[0];
    }
}
