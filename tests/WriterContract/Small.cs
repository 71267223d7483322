using OmeZarr;
using OmeZarr.V05;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace WriterContract;

/// <summary>Small images of two levels, in versions that can be told apart by their pixels.</summary>
public static class Small
{
    /// <summary>The shapes of the levels.</summary>
    public static Shape[] Shapes { get; } = [[2, 5, 6], [2, 3, 3]];

    /// <summary>Several chunks.</summary>
    public static WriteOptions Options { get; } = new() { Chunks = ChunkShape.Of(1, 3, 4), MaxDegreeOfParallelism = 2 };

    /// <summary>Number of chunks of all levels.</summary>
    public const int Chunks = 8 + 2;

    /// <summary>The metadata.</summary>
    public static Image Image { get; } = new()
    {
        Multiscales =
        [
            new Multiscale
            {
                Name = "cells",
                Axes = [new SpaceAxis("z", "micrometer"), new SpaceAxis("y", "micrometer"), new SpaceAxis("x", "micrometer")],
                Datasets = [new Dataset("0", new ScaleTransformation(1, 0.5, 0.5)), new Dataset("1", new ScaleTransformation(1, 1, 1), new TranslationTransformation(0, 0.25, 0.25))],
            },
        ],
    };

    /// <summary>The metadata of a label image.</summary>
    public static LabelImage LabelImage { get; } = new(Image, new ImageLabel());

    /// <summary>Shapes and types.</summary>
    public static IReadOnlyList<ArraySpec> Specs { get; } = [.. Shapes.Select(shape => new ArraySpec(shape, DataType.UInt16))];

    /// <summary>Pixels that count up from a first value.</summary>
    public static IReadOnlyList<IArraySource> Sources(int first) => [.. Shapes.Select(shape => ArraySource.FromMemory<ushort>(Pixels(shape, first), shape))];

    /// <summary>The same as numbers.</summary>
    public static ushort[] Pixels(Shape shape, int first) => [.. Enumerable.Range(first, (int)shape.ElementCount).Select(value => (ushort)value)];

    /// <summary>Writes an image.</summary>
    public static Task<string> WriteAsync(StoreLocation location, int first = 1, WriteOptions? options = null, IReadOnlyList<Label>? labels = null, CancellationToken cancellationToken = default) =>
        OmeWriter.WriteImageAsync(location, Image, Sources(first), options ?? Options, labels, cancellationToken);

    /// <summary>A field of view.</summary>
    public static Field Field(int first = 1, string name = "0") => new(name, Image, Sources(first));

    /// <summary>A label image.</summary>
    public static Label Label(string name, int first = 1) => new(name, LabelImage, Sources(first));

    /// <summary>Fills prepared levels.</summary>
    public static async Task FillAsync(PreparedArrays arrays, string prefix, int first)
    {
        foreach (var (level, source) in Sources(first).Index())
        {
            await arrays[$"{prefix}{level}"].WriteAsync(source);
        }
    }

    /// <summary>The first value of an image, after all its pixels were compared.</summary>
    public static async Task<int> FirstValueAsync(StoreLocation location)
    {
        var image = await OmeImage.OpenAsync(location);
        var pixels = await image.Levels[0].ReadAsync<ushort>();
        Assert.Equal(Pixels(Shapes[0], pixels[0]), pixels);
        Assert.Equal(Pixels(Shapes[1], pixels[0]), await image.Levels[1].ReadAsync<ushort>());
        return pixels[0];
    }

    /// <summary>Requires a hierarchy without errors.</summary>
    public static async Task RequireValidAsync(StoreLocation location)
    {
        var report = await OmeStoreValidator.ValidateAsync(location);
        Assert.True(report.IsValid, string.Join("\n", report.Findings));
    }

    /// <summary>All keys below a location, in order.</summary>
    public static async Task<IReadOnlyList<string>> KeysAsync(StoreLocation location)
    {
        var keys = new List<string>();
        if ((location.Folder is { } folder && !Directory.Exists(folder)) || (location.Archive is { } archive && !File.Exists(archive)))
        {
            return keys;
        }

        var (store, path) = location.Open();
        await foreach (var key in Assert.IsAssignableFrom<IListableStore>(store).ListAsync(path))
        {
            keys.Add(path.IsRoot ? key.Value : key.Value[(path.Value.Length + 1)..]);
        }

        keys.Sort(StringComparer.Ordinal);
        return keys;
    }
}
