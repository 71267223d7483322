using OmeZarr;
using Zarr;

namespace Soak.Acquisitions;

/// <summary>An acquisition of which everything follows from a seed: its settings, the order of its frames, and when it makes durable points. Frames carry their number in their pixels.</summary>
internal sealed class KilledAcquisition
{
    /// <summary>Printed when frames can come.</summary>
    internal const string HasBegun = "begun";

    /// <summary>Printed with the number of frames before a durable point.</summary>
    internal const string Point = "point";

    private const int OpenLength = 40;

    private readonly Random random;
    private readonly List<AcquisitionDimension> outer;
    private readonly long[] order;

    internal KilledAcquisition(int seed)
    {
        random = new Random(seed);
        outer = Outer();
        var factors = random.Next(2) == 0 ? Pyramid.None : Pyramid.Of(2, ("y", 2), ("x", 2));
        Settings = new AcquisitionSettings
        {
            Dimensions = [.. outer, Plane(AcquisitionDimension.Y(random.Next(3, 40))), Plane(AcquisitionDimension.X(random.Next(3, 40)))],
            DataType = DataType.UInt16,
            Name = "killed",
            Compression = random.Next(2) == 0 ? Compression.BloscLz4 : Compression.None,
            Pyramid = factors,
            MaxDegreeOfParallelism = random.Next(1, 4),
            DurableInterval = random.Next(3) == 0 ? TimeSpan.FromMilliseconds(random.Next(5, 50)) : null,
            DurableFrames = random.Next(3) == 0 ? random.Next(1, 20) : null,
        };
        Settings = Settings with { MemoryLimit = OmeAcquisition.EstimateMemory(Settings).MinimumBytes * random.Next(1, 4) };
        order = [.. Enumerable.Range(0, (int)outer.Aggregate(1L, (product, dimension) => product * (dimension.Length ?? OpenLength))).Select(number => (long)number)];
        IsInOrder = random.Next(3) > 0;
        if (!IsInOrder)
        {
            random.Shuffle(order);
        }
    }

    internal AcquisitionSettings Settings { get; }

    private bool IsInOrder { get; }

    /// <summary>Acquires, and says on the standard output when frames are durable.</summary>
    internal async Task RunAsync(string place)
    {
        await using var acquisition = await OmeAcquisition.BeginAsync(place, Settings);
        Console.WriteLine(HasBegun);
        for (var i = 0; i < order.Length; i++)
        {
            var metadata = random.Next(3) == 0 ? new FrameMetadata { DeltaT = order[i] } : null;
            await (IsInOrder ? acquisition.AppendAsync(Frame(order[i]), metadata) : acquisition.AppendAsync(Frame(order[i]), IndexOf(order[i]), metadata));
            if (random.Next(9) == 0)
            {
                await acquisition.FlushAsync();
                Console.WriteLine($"{Point} {i + 1}");
            }

            await Task.Delay(random.Next(8) == 0 ? random.Next(4) : 0);
        }
    }

    /// <summary>Where the frames are that came before a durable point.</summary>
    /// <param name="count">Their number.</param>
    internal HashSet<(string Path, string Index)> Durable(int count) => [.. order.Take(count).Select(PlaceOf)];

    /// <summary>The frames at all places.</summary>
    internal Dictionary<(string Path, string Index), ushort[]> Frames() => order.ToDictionary(PlaceOf, Frame);

    private (string Path, string Index) PlaceOf(long number)
    {
        var index = IndexOf(number);
        var position = outer.FindIndex(dimension => dimension.Kind == AcquisitionKind.Position);
        var path = position < 0 ? string.Empty : PathOf(outer[position].Positions[(int)index[position]]);
        var stored = outer.Zip(index).Where(pair => pair.First.Kind != AcquisitionKind.Position).OrderBy(pair => pair.First.Kind switch { AcquisitionKind.Time => 0, AcquisitionKind.Channel => 1, _ => 2 });
        return (path, string.Join(',', stored.Select(pair => pair.Second)));
    }

    private static string PathOf(AcquisitionPosition position) => position.Row is { } row ? $"{row}/{position.Column}/{position.Name}" : position.Name;

    private long[] IndexOf(long number)
    {
        var index = new long[outer.Count];
        for (var d = outer.Count - 1; d >= 0; d--)
        {
            var length = outer[d].Length ?? OpenLength;
            (index[d], number) = (number % length, number / length);
        }

        return index;
    }

    private ushort[] Frame(long number) =>
        [.. Enumerable.Range(0, (int)(Settings.Dimensions[^2].Length!.Value * Settings.Dimensions[^1].Length!.Value)).Select(i => (ushort)(((number + 1) * 257) + (i * 3)))];

    private List<AcquisitionDimension> Outer()
    {
        var time = AcquisitionDimension.Time(random.Next(2) == 0 ? null : random.Next(5, OpenLength));
        List<AcquisitionDimension> others =
        [
            Chunked(AcquisitionDimension.Channel([.. Enumerable.Range(0, random.Next(1, 4)).Select(i => new AcquisitionChannel($"channel {i}"))])),
            Chunked(AcquisitionDimension.Z(random.Next(1, 6))),
            AcquisitionDimension.Position([.. Positions()]),
        ];
        var chosen = others.Where(_ => random.Next(2) == 0).ToArray();
        random.Shuffle(chosen);
        return [Chunked(time), .. chosen];
    }

    private IEnumerable<AcquisitionPosition> Positions()
    {
        var (isPlate, count) = (random.Next(2) == 0, random.Next(1, 5));
        return Enumerable.Range(0, count).Select(i => isPlate ? new AcquisitionPosition($"{i % 2}", "A", $"{(i / 2) + 1}") : new AcquisitionPosition($"position{i}"));
    }

    private AcquisitionDimension Chunked(AcquisitionDimension dimension)
    {
        var chunk = random.Next(1, 4);
        return dimension with { Chunk = chunk, Shard = random.Next(3) == 0 ? chunk * random.Next(1, 3) : null };
    }

    private AcquisitionDimension Plane(AcquisitionDimension dimension) => random.Next(2) == 0 ? dimension : dimension with { Chunk = random.Next(3, 20) };
}
