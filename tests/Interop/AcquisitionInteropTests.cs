using Interop.Zarrita;
using OmeZarr;
using TestKit;
using Xunit;
using Zarr;

namespace Interop;

/// <summary>Zarrita reads what was acquired: orders, open axes, shards, levels, positions, and ends at any frame.</summary>
public sealed class AcquisitionInteropTests(ZarritaProcess zarrita)
{
    private const int Height = 10;
    private const int Width = 12;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Zarrita_reads_every_frame(int seed)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(seed);
        var dimensions = Outer(random);
        var frames = random.Next(1, 1 + (int)dimensions.Aggregate(1L, (product, dimension) => product * (dimension.Length ?? 5)));
        var settings = new AcquisitionSettings
        {
            Dimensions = [.. dimensions, AcquisitionDimension.Y(Height) with { Chunk = 4 }, AcquisitionDimension.X(Width)],
            DataType = DataType.UInt16,
            Pyramid = random.Next(2) == 0 ? Pyramid.None : Pyramid.Of(2),
        };
        await using (var acquisition = await OmeAcquisition.BeginAsync(folder["a.ome.zarr"], settings))
        {
            for (var i = 0; i < frames; i++)
            {
                await acquisition.AppendAsync(Frame(i));
            }
        }

        await CompareAsync(folder["a.ome.zarr"], dimensions, frames);
    }

    private static List<AcquisitionDimension> Outer(Random random)
    {
        AcquisitionDimension[] outer = [AcquisitionDimension.Time(4), AcquisitionDimension.Channel(new("a"), new("b")), AcquisitionDimension.Z(3)];
        random.Shuffle(outer);
        outer = [.. outer.Select(dimension => Chunked(dimension, random))];
        return outer[0].Kind == AcquisitionKind.Channel ? [.. outer] : [outer[0] with { Length = null }, .. outer.Skip(1)];
    }

    private static AcquisitionDimension Chunked(AcquisitionDimension dimension, Random random)
    {
        var chunk = random.Next(1, 4);
        return dimension with { Chunk = chunk, Shard = random.Next(3) == 0 ? 2 * chunk : null };
    }

    private static ushort[] Frame(int number) => [.. Enumerable.Range(0, Height * Width).Select(i => (ushort)((number * 500) + i + 1))];

    private async Task CompareAsync(string path, List<AcquisitionDimension> dimensions, int frames)
    {
        var faster = dimensions.Skip(1).Aggregate(1L, (product, dimension) => product * dimension.Length!.Value);
        var lengths = dimensions.ToDictionary(dimension => dimension.Name, dimension => dimension == dimensions[0] ? (frames + faster - 1) / faster : dimension.Length!.Value);
        var found = Assert.Single(await zarrita.ReadAsync(path, ["0"]));
        Assert.Null(found.Error);
        Shape expected = [lengths["t"], lengths["c"], lengths["z"], Height, Width];
        Assert.Equal(expected, found.Shape!);
        Assert.Equal(["t", "c", "z", "y", "x"], found.DimensionNames!);
        var pixels = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(found.Elements).ToArray();
        for (var number = 0; number < expected.ElementCount / (Height * Width); number++)
        {
            var index = IndexOf(number, dimensions, lengths);
            var slot = (((index["t"] * lengths["c"]) + index["c"]) * lengths["z"]) + index["z"];
            Assert.Equal(number < frames ? Frame(number) : new ushort[Height * Width], pixels.AsSpan((int)slot * Height * Width, Height * Width).ToArray());
        }
    }

    /// <summary>The index of a frame in the order of acquisition along each axis.</summary>
    private static Dictionary<string, long> IndexOf(long number, List<AcquisitionDimension> dimensions, Dictionary<string, long> lengths)
    {
        var index = new Dictionary<string, long>();
        foreach (var dimension in dimensions.AsEnumerable().Reverse())
        {
            (index[dimension.Name], number) = (number % lengths[dimension.Name], number / lengths[dimension.Name]);
        }

        return index;
    }
}
