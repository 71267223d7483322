using System.Globalization;
using System.Runtime.InteropServices;
using OmeZarr;
using OmeZarr.V05;
using Zarr;

namespace PowerLoss;

/// <summary>
/// An image of known pixels, none of them 0: its metadata name the generation, so whoever finds it can say whether it is whole. Even generations have very many chunks.
/// </summary>
/// <param name="Name">What it is called among the others; part of the pattern.</param>
/// <param name="Generation">How often it was written: 1 for what is set up.</param>
internal sealed record TestImage(string Name, int Generation)
{
    private static readonly DataType Type = DataType.UInt16;
    private static readonly Shape[] Shapes = [Shape.Create([6, 128, 128]), Shape.Create([6, 64, 64])];

    /// <summary>Its metadata.</summary>
    internal Image Metadata => new()
    {
        Multiscales =
        [
            new Multiscale
            {
                Name = $"{Generation}",
                Axes = [new SpaceAxis("z", "micrometer"), new SpaceAxis("y", "micrometer"), new SpaceAxis("x", "micrometer")],
                Datasets = [new Dataset("0", new ScaleTransformation(1, 1, 1)), new Dataset("1", new ScaleTransformation(1, 2, 2), new TranslationTransformation(0, 0.5, 0.5))],
            },
        ],
    };

    /// <summary>Its pixels.</summary>
    internal IReadOnlyList<IArraySource> Levels => [.. Shapes.Select((shape, level) => ArraySource.FromBytes(Pixels(level, shape), shape, Type))];

    /// <summary>Shapes and types.</summary>
    internal static IReadOnlyList<ArraySpec> Specs => [.. Shapes.Select(shape => new ArraySpec(shape, Type))];

    /// <summary>How it is stored: about 60 chunks, or 1,500.</summary>
    internal WriteOptions Stored(WriteOptions options) => options with { Chunks = Generation % 2 == 0 ? ChunkShape.Of(1, 9, 9) : ChunkShape.Of(2, 32, 32) };

    /// <summary>The same as a label image of an image.</summary>
    internal Label AsLabel() => new(Path.GetFileName(Name), new LabelImage(Metadata, new ImageLabel()), Levels);

    /// <summary>Its pixels as they lie in memory.</summary>
    internal byte[] Pixels(int level, Shape shape) => MemoryMarshal.AsBytes(Values(level, checked((int)shape.ElementCount)).AsSpan()).ToArray();

    /// <summary>Looks at what is in a folder: compares all pixels, those of labels too.</summary>
    /// <param name="folder">Where the image should be.</param>
    /// <param name="name">Its name.</param>
    /// <param name="levels">How many levels have the pattern; all levels are read.</param>
    /// <param name="withLabels">Whether its labels belong to it, and must be of the same generation.</param>
    internal static async Task<Sight> LookAsync(string folder, string name, int levels = int.MaxValue, bool withLabels = true)
    {
        if (!Directory.Exists(folder))
        {
            return new Sight(State.Missing, 0, $"{name} is missing");
        }

        try
        {
            return await CompareAsync(await OmeImage.OpenAsync(folder), name, levels, withLabels);
        }
        catch (Exception error) when (error is ZarrException or OmeZarrException or IOException or FormatException)
        {
            return new Sight(State.Broken, 0, $"{name}: {error.Message}");
        }
    }

    private static async Task<Sight> CompareAsync(OmeImage stored, string name, int levels, bool withLabels)
    {
        var image = new TestImage(name, int.Parse(stored.Multiscale.Name!, CultureInfo.InvariantCulture));
        foreach (var (number, level) in stored.Levels.Index())
        {
            var (array, pixels) = (level.ZarrArray, new byte[level.ZarrArray.Shape.ElementCount * level.ZarrArray.DataType.Size]);
            await ((IArraySource)array).ReadAsync(Region.Whole(array.Shape), pixels, CancellationToken.None);
            if (number < levels && !image.Pixels(number, array.Shape).AsSpan().SequenceEqual(pixels))
            {
                return new Sight(State.Broken, image.Generation, $"{name}/{number} of generation {image.Generation} has wrong pixels");
            }
        }

        foreach (var label in withLabels ? await stored.ListLabelsAsync() : [])
        {
            var sight = await CompareAsync(await stored.OpenLabelAsync(label), $"{name}/{label}", levels, withLabels: false);
            if (sight.State == State.Broken || sight.Generation != image.Generation)
            {
                return new Sight(State.Broken, image.Generation, sight.State == State.Broken ? sight.What : $"{name} is of generation {image.Generation}, its label {label} of {sight.Generation}");
            }
        }

        return new Sight(image.Generation == 1 ? State.Old : State.New, image.Generation, $"{name} of generation {image.Generation}");
    }

    private ushort[] Values(int level, int count)
    {
        var seed = Name.Aggregate(2166136261u, (hash, letter) => unchecked((hash ^ letter) * 16777619u));
        seed = unchecked((seed * 31) + ((uint)Generation * 7919u) + ((uint)level * 104729u));
        var values = new ushort[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (ushort)(1 + ((unchecked((seed + (uint)i) * 2654435761u) >> 12) % ushort.MaxValue));
        }

        return values;
    }
}

/// <summary>What was found of an image.</summary>
internal sealed record Sight(State State, int Generation, string What)
{
    /// <summary>Whether all of it is there.</summary>
    internal bool IsWhole => State < State.Missing;
}
