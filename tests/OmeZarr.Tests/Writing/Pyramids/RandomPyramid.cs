using System.Runtime.InteropServices;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Tests.Writing.Pyramids;

/// <summary>A random image whose levels are computed: metadata, elements, factors, chunks, shards.</summary>
internal sealed class RandomPyramid
{
    private static readonly Downsampling[] Methods = Enum.GetValues<Downsampling>();

    private readonly Random random;

    internal RandomPyramid(Random random)
    {
        this.random = random;
        var rank = random.Next(2, 6);
        DataType = random.GetItems([.. DataType.All], 1)[0];
        Method = random.GetItems([.. Methods.Where(Fits)], 1)[0];
        Shape = Shape.Create([.. Enumerable.Range(0, rank).Select(_ => (long)Length(rank))]);
        Image = Image.FromDimensions([.. new[] { "t", "c", "z", "y", "x" }[^rank..].Select(name => new Dimension(name))]);
        Elements = Content();
        Pyramid = Steps().WithMethod(Method);
        Options = new WriteOptions
        {
            Pyramid = Pyramid,
            Chunks = random.Next(8) == 0 ? ChunkShape.Auto : random.Next(8) == 0 ? ChunkShape.WholeArray : ChunkShape.Of([.. Shape.Select(length => (long)random.Next(1, (int)length + 2))]),
            Shards = random.Next(3) == 0 ? ShardShape.OfChunks([.. Shape.Select(_ => (long)random.Next(1, 4))]) : random.Next(6) == 0 ? ShardShape.Auto : ShardShape.None,
            MaxDegreeOfParallelism = random.Next(1, 5),
            MaxBufferedBytes = random.Next(3) == 0 ? random.Next(0, 400) : 1 << 20,
            Compression = Compression.None,
        };
    }

    internal DataType DataType { get; }

    internal Downsampling Method { get; }

    internal Shape Shape { get; }

    internal Image Image { get; }

    internal Pyramid Pyramid { get; }

    internal WriteOptions Options { get; }

    /// <summary>The elements of level 0.</summary>
    internal byte[] Elements { get; }

    internal IArraySource Source => ArraySource.FromBytes(Elements, Shape, DataType);

    /// <summary>Random regions that cover the image, some elements perhaps more than once, in random order.</summary>
    internal IReadOnlyList<Region> Pieces()
    {
        if (Shape.Contains(0))
        {
            return [];
        }

        // Cut along a random grid.
        var cuts = Shape.Select(length => Cuts(length)).ToList();
        var pieces = new List<Region> { Region.Whole(Shape) };
        for (var d = 0; d < Shape.Rank; d++)
        {
            pieces = [.. pieces.SelectMany(piece => cuts[d].Zip(cuts[d].Skip(1), (start, end) => With(piece, d, start, end - start)))];
        }

        for (var i = random.Next(4) == 0 ? 2 : 0; i > 0; i--)
        {
            pieces.Add(pieces[random.Next(pieces.Count)]);
        }

        if (random.Next(3) > 0)
        {
            random.Shuffle(CollectionsMarshal.AsSpan(pieces));
        }

        return pieces;
    }

    public override string ToString() =>
        $"{DataType} {Shape}, {Method}, chunks {Options.Chunks}, shards {Options.Shards}, {Options.MaxDegreeOfParallelism} at once, {Options.MaxBufferedBytes} bytes";

    private static Region With(Region region, int d, long start, long length)
    {
        var (offset, lengths) = (region.Offset.ToArray(), region.Shape.ToArray());
        (offset[d], lengths[d]) = (start, length);
        return new Region(offset, Shape.Create(lengths));
    }

    private long[] Cuts(long length)
    {
        var step = random.Next(4) switch { 0 => length, 1 => 1, _ => random.Next(1, (int)length + 1) };
        return random.Next(3) == 0 && length < 12
            ? [0, .. Enumerable.Range(1, (int)length).Select(i => (long)i).Where(i => i == length || random.Next(2) == 0)]
            : [.. Enumerable.Range(0, (int)((length + step - 1) / step)).Select(i => i * step), length];
    }

    private int Length(int rank) => random.Next(24) == 0 ? 0 : random.Next(1, rank switch { 2 => 40, 3 => 18, 4 => 9, _ => 6 });

    private bool Fits(Downsampling method) => DataType.Kind switch
    {
        DataTypeKind.Boolean => method is not (Downsampling.Mean or Downsampling.Median),
        DataTypeKind.Complex => method is Downsampling.Mean or Downsampling.Stride,
        _ => true,
    };

    private Pyramid Steps()
    {
        var names = Image.Multiscales[0].Axes.Select(axis => axis.Name).ToArray();
        var pyramid = Pyramid.Of(1);
        for (var step = random.Next(1, 5); step > 0; step--)
        {
            (string, int)[] factors = random.Next(3) == 0
                ? []
                : [.. names.Where(_ => random.Next(2) == 0).Select(name => (name, random.Next(10) == 0 ? random.Next(5, 50) : random.Next(2, 5)))];
            pyramid = pyramid.Then(1, factors);
        }

        return pyramid;
    }

    private byte[] Content()
    {
        var elements = new byte[Shape.ElementCount * DataType.Size];
        switch (random.Next(5))
        {
            case 0:
                random.NextBytes(elements);
                break;
            case 1:
                break;
            case 2:
                Array.Fill(elements, (byte)255);
                break;
            default:
                var values = new byte[4 * DataType.Size];
                random.NextBytes(values);
                Array.Clear(values, 0, DataType.Size);
                for (var i = 0; i < Shape.ElementCount; i++)
                {
                    values.AsSpan(random.Next(4) * DataType.Size, DataType.Size).CopyTo(elements.AsSpan(i * DataType.Size));
                }

                break;
        }

        if (DataType == DataType.Bool)
        {
            elements.AsSpan().Replace((byte)255, (byte)1);
            for (var i = 0; i < elements.Length; i++)
            {
                elements[i] &= 1;
            }
        }

        return elements;
    }
}
