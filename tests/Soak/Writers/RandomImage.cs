using System.Globalization;
using System.Runtime.InteropServices;
using OmeZarr;
using OmeZarr.V05;
using Zarr;

namespace Soak.Writers;

/// <summary>An image or a label image whose name tells everything about its pixels, so that whoever finds it can say whether it is whole.</summary>
internal sealed record RandomImage(int Seed, int LevelCount)
{
    private const int ImagesOfRound = 1 << 15;

    private static readonly DataType ImageType = DataType.UInt16;
    private static readonly DataType LabelType = DataType.UInt32;

    /// <summary>An image that differs from all others.</summary>
    /// <param name="random">Decides.</param>
    /// <param name="levelCount">How many levels it has: as many as the image that it describes; 0 for any number.</param>
    internal static RandomImage Make(Random random, int levelCount = 0) => new(random.Next(), levelCount > 0 ? levelCount : random.Next(1, 4));

    /// <summary>An image whose seed tells in which round it was written.</summary>
    internal static RandomImage OfRound(int round, Random random, int levelCount) => new((round * ImagesOfRound) + random.Next(ImagesOfRound), levelCount);

    /// <summary>The round that a seed tells.</summary>
    internal static int RoundOf(int seed) => seed / ImagesOfRound;

    /// <summary>The round that its seed tells.</summary>
    internal int Round => RoundOf(Seed);

    /// <summary>Its metadata.</summary>
    internal Image Metadata => new() { Multiscales = [new Multiscale { Name = $"{Seed}/{LevelCount}", Axes = Axes, Datasets = [.. Enumerable.Range(0, LevelCount).Select(DatasetOf)] }] };

    /// <summary>Its pixels as an image.</summary>
    internal IReadOnlyList<IArraySource> Sources => SourcesOf(ImageType);

    /// <summary>Shapes and types as an image.</summary>
    internal IReadOnlyList<ArraySpec> Specs => [.. Shapes.Select(shape => new ArraySpec(shape, ImageType))];

    private static ValueList<Axis> Axes => [new SpaceAxis("z", "micrometer"), new SpaceAxis("y", "micrometer"), new SpaceAxis("x", "micrometer")];

    private Shape[] Shapes
    {
        get
        {
            var random = new Random(Seed);
            var (z, y, x) = (random.Next(1, 4), random.Next(8, 30), random.Next(8, 30));
            return [.. Enumerable.Range(0, LevelCount).Select(level => Shape.Create([z, Halved(y, level), Halved(x, level)]))];
        }
    }

    /// <summary>The same as a label image of that name.</summary>
    internal Label AsLabel(string name) => new(name, new LabelImage(Metadata, new ImageLabel()), SourcesOf(LabelType));

    /// <summary>The image that metadata of that name are of.</summary>
    internal static RandomImage Named(string name)
    {
        var numbers = name.Split('/');
        return new RandomImage(int.Parse(numbers[0], CultureInfo.InvariantCulture), int.Parse(numbers[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Lengths of a level.</summary>
    internal Shape ShapeOf(int level) => Shapes[level];

    /// <summary>All elements of an array.</summary>
    internal static async Task<byte[]> PixelsOfAsync(ZarrArray array)
    {
        var pixels = new byte[array.Shape.ElementCount * array.DataType.Size];
        await ((IArraySource)array).ReadAsync(Region.Whole(array.Shape), pixels, CancellationToken.None);
        return pixels;
    }

    /// <summary>The image in a folder, after all its pixels were compared.</summary>
    internal static async Task<RandomImage> RequireWholeAsync(string path)
    {
        var stored = await OmeImage.OpenAsync(path);
        var image = Named(stored.Multiscale.Name!);
        foreach (var (level, shape) in image.Shapes.Index())
        {
            var array = stored.Levels[level].ZarrArray;
            DifferenceException.Require(array.Shape == shape, $"{path}/{level} is {array.Shape}, not {shape}");
            var pixels = await PixelsOfAsync(array);
            DifferenceException.RequireEqual(image.Pixels(level, array.DataType), pixels, $"{path}/{level}");
        }

        return image;
    }

    /// <summary>Its pixels as they lie in memory; some chunks are empty.</summary>
    internal byte[] Pixels(int level, DataType type)
    {
        var count = (int)Shapes[level].ElementCount;
        var values = Enumerable.Range(0, count).Select(i => i / 100 % 3 == Seed % 4 ? 0 : unchecked((uint)(Seed + (level * 7919) + (i * (1 + (Seed % 5))))));
        return type == ImageType
            ? MemoryMarshal.AsBytes<ushort>(values.Select(value => (ushort)value).ToArray()).ToArray()
            : MemoryMarshal.AsBytes<uint>(values.ToArray()).ToArray();
    }

    private static int Halved(int length, int times) => ((length - 1) >> times) + 1;

    private static Dataset DatasetOf(int level)
    {
        var size = 0.5 * (1 << level);
        var scale = new ScaleTransformation(1, size, size);
        return level == 0 ? new Dataset("0", scale) : new Dataset($"{level}", scale, new TranslationTransformation(0, (size - 0.5) / 2, (size - 0.5) / 2));
    }

    private IReadOnlyList<IArraySource> SourcesOf(DataType type) => [.. Shapes.Select((shape, level) => ArraySource.FromBytes(Pixels(level, type), shape, type))];
}
