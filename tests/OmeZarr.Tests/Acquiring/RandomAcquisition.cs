using System.Collections.Concurrent;
using OmeZarr.Pyramids.Kernels;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Tests.Acquiring;

/// <summary>A random acquisition whose frames carry their number in their pixels, and what must be stored of it.</summary>
internal sealed class RandomAcquisition
{
    private readonly Random random;
    private readonly Dictionary<(int Image, string Index), long> expected = [];
    private readonly Dictionary<int, long> extents = [];
    private readonly List<AcquisitionDimension> outer;
    private readonly ConcurrentBag<LentFrame> lent = [];

    internal RandomAcquisition(int seed)
    {
        random = new Random(seed);
        outer = Outer();
        Settings = new AcquisitionSettings
        {
            Dimensions = [.. outer, Plane(AcquisitionDimension.Y(random.Next(3, 24), 0.5, "micrometer")), Plane(AcquisitionDimension.X(random.Next(5, 24), 0.5, "micrometer"))],
            DataType = DataType.UInt16,
            Name = "random",
            Compression = random.Next(2) == 0 ? Compression.BloscLz4 : Compression.None,
            Pyramid = Levels(),
            MaxDegreeOfParallelism = random.Next(1, 5),
            DurableInterval = null,
            DurableFrames = random.Next(3) == 0 ? random.Next(1, 8) : null,
        };
        Settings = Settings with { MemoryLimit = OmeAcquisition.EstimateMemory(Settings).MinimumBytes };
    }

    internal AcquisitionSettings Settings { get; }

    /// <summary>Acquires frames in the order of the dimensions, some left out, and stops at any frame.</summary>
    internal async Task RunAsync(StoreLocation location)
    {
        await AcquireAsync(location);
        Assert.All(lent, frame => Assert.Equal(1, frame.Returns));
    }

    private async Task AcquireAsync(StoreLocation location)
    {
        await using var acquisition = await OmeAcquisition.BeginAsync(location, Settings, TestContext.Current.CancellationToken);
        var numbers = Numbers();
        if (random.Next(2) == 0)
        {
            await InOrderAsync(acquisition, numbers);
            return;
        }

        random.Shuffle(numbers);
        await Parallel.ForEachAsync(numbers[..random.Next(1, numbers.Length + 1)], async (number, token) =>
        {
            var index = IndexOf(number);
            lock (expected)
            {
                Expect(number, index);
            }

            Assert.True(await (IsLent(number) ? acquisition.AppendAsync(Lend(number), index, null, token) : acquisition.AppendAsync(Frame(number), index, null, token)));
        });
    }

    /// <summary>Compares every pixel of every level with what was acquired.</summary>
    internal async Task CheckAsync(StoreLocation location, bool validates = true)
    {
        foreach (var (image, extent) in extents)
        {
            await CheckImageAsync(PathOf(image) is { Length: > 0 } path ? location.Below(path) : location, image, extent);
        }

        if (validates)
        {
            var report = await OmeStoreValidator.ValidateAsync(location, new ValidationOptions { Data = DataCheck.All }, null, TestContext.Current.CancellationToken);
            Assert.True(report.IsValid, string.Join('\n', report.Findings));
        }
    }

    private async Task CheckImageAsync(StoreLocation location, int number, long extent)
    {
        var image = await OmeImage.OpenAsync(location, cancellationToken: TestContext.Current.CancellationToken);
        var axes = image.Metadata.Multiscales[0].Axes.Select(axis => axis.Name).ToList();
        var finest = image.Levels[0].ZarrArray;
        var growing = outer.FirstOrDefault(dimension => dimension.Kind != AcquisitionKind.Position);
        Assert.Equal(axes.Select(axis => axis == growing?.Name ? extent : Settings.Dimensions.First(dimension => dimension.Name == axis).Length!.Value), finest.Shape);
        var pixels = await finest.ReadAsync<ushort>(TestContext.Current.CancellationToken);
        var length = (int)(finest.Shape.AsSpan()[^2] * finest.Shape.AsSpan()[^1]);
        foreach (var (slot, index) in Indexes(finest.Shape.SkipLast(2).ToArray()).Index())
        {
            var frame = pixels.AsSpan(slot * length, length);
            var wanted = expected.TryGetValue((number, string.Join(',', index)), out var found) ? Frame(found) : new ushort[length];
            Assert.True(frame.SequenceEqual(wanted), $"image {number}, frame {string.Join(',', index)}: {frame[0]} instead of {wanted[0]}");
        }

        for (var level = 1; level < image.Levels.Count; level++)
        {
            await CheckLevelAsync(image.Levels[level - 1].ZarrArray, image.Levels[level].ZarrArray);
        }
    }

    /// <summary>A level is what the plain way computes of the level before.</summary>
    private static async Task CheckLevelAsync(ZarrArray finer, ZarrArray coarser)
    {
        long[] factors = [.. finer.Shape.Zip(coarser.Shape, (length, halved) => length == halved ? 1L : 2)];
        Assert.Equal(finer.Shape.Zip(factors, (length, factor) => (length + factor - 1) / factor), coarser.Shape);
        var source = await finer.ReadAsync<ushort>(TestContext.Current.CancellationToken);
        var computed = new ushort[coarser.Shape.ElementCount];
        var strides = new long[factors.Length];
        strides[^1] = 1;
        for (var d = factors.Length - 2; d >= 0; d--)
        {
            strides[d] = strides[d + 1] * coarser.Shape[d + 1];
        }

        BoxReducer.CreatePlain(Downsampling.Mean, DataType.UInt16, factors).Reduce(
            System.Runtime.InteropServices.MemoryMarshal.AsBytes(source.AsSpan()), finer.Shape.AsSpan(), System.Runtime.InteropServices.MemoryMarshal.AsBytes(computed.AsSpan()), strides);
        Assert.Equal(computed, await coarser.ReadAsync<ushort>(TestContext.Current.CancellationToken));
    }

    private async Task InOrderAsync(OmeAcquisition acquisition, long[] numbers)
    {
        foreach (var number in numbers[..random.Next(1, numbers.Length + 1)])
        {
            var index = IndexOf(number);
            if (random.Next(6) == 0)
            {
                Extend(index);
                await acquisition.SkipAsync(1, TestContext.Current.CancellationToken);
                continue;
            }

            Expect(number, index);
            Assert.True(await (IsLent(number) ? acquisition.AppendAsync(Lend(number), null, TestContext.Current.CancellationToken) : acquisition.AppendAsync(Frame(number), null, TestContext.Current.CancellationToken)));
        }
    }

    private void Expect(long number, long[] index)
    {
        Extend(index);
        expected[(ImageOf(index), string.Join(',', StoredOf(index)))] = number;
    }

    private void Extend(long[] index)
    {
        var slowest = outer.FindIndex(dimension => dimension.Kind != AcquisitionKind.Position);
        var image = ImageOf(index);
        extents[image] = Math.Max(extents.GetValueOrDefault(image), slowest < 0 ? 1 : index[slowest] + 1);
    }

    private int ImageOf(long[] index)
    {
        var position = outer.FindIndex(dimension => dimension.Kind == AcquisitionKind.Position);
        return position < 0 ? 0 : (int)index[position];
    }

    private string PathOf(int image)
    {
        var positions = outer.FirstOrDefault(dimension => dimension.Kind == AcquisitionKind.Position)?.Positions ?? [];
        return positions.Count == 0 ? string.Empty : positions[image].Row is { } row ? $"{row}/{positions[image].Column}/{positions[image].Name}" : positions[image].Name;
    }

    private long[] StoredOf(long[] index) =>
        [.. outer.Zip(index).Where(pair => pair.First.Kind != AcquisitionKind.Position).OrderBy(pair => pair.First.Kind switch { AcquisitionKind.Time => 0, AcquisitionKind.Channel => 1, _ => 2 }).Select(pair => pair.Second)];

    private static bool IsLent(long number) => number % 3 == 1;

    private LentFrame Lend(long number)
    {
        var frame = new LentFrame(Frame(number), further: (int)number % 5);
        lent.Add(frame);
        return frame;
    }

    private ushort[] Frame(long number)
    {
        var length = Settings.Dimensions[^2].Length!.Value * Settings.Dimensions[^1].Length!.Value;
        return [.. Enumerable.Range(0, (int)length).Select(i => (ushort)((number + 1) * 257 + i * 3))];
    }

    private long[] Numbers() => [.. Enumerable.Range(0, (int)outer.Aggregate(1L, (product, dimension) => product * (dimension.Length ?? 7))).Select(number => (long)number)];

    private long[] IndexOf(long number)
    {
        var index = new long[outer.Count];
        for (var d = outer.Count - 1; d >= 0; d--)
        {
            var length = outer[d].Length ?? long.MaxValue;
            (index[d], number) = (number % length, number / length);
        }

        return index;
    }

    private static IEnumerable<long[]> Indexes(long[] lengths)
    {
        var count = lengths.Aggregate(1L, (product, length) => product * length);
        for (var number = 0L; number < count; number++)
        {
            var (index, rest) = (new long[lengths.Length], number);
            for (var d = lengths.Length - 1; d >= 0; d--)
            {
                (index[d], rest) = (rest % lengths[d], rest / lengths[d]);
            }

            yield return index;
        }
    }

    private List<AcquisitionDimension> Outer()
    {
        List<AcquisitionDimension> all =
        [
            Chunked(AcquisitionDimension.Time(random.Next(1, 6), 0.1, "second")),
            Chunked(AcquisitionDimension.Channel([.. Enumerable.Range(0, random.Next(1, 4)).Select(i => new AcquisitionChannel($"channel {i}"))])),
            Chunked(AcquisitionDimension.Z(random.Next(1, 5), 2, "micrometer")),
            AcquisitionDimension.Position([.. Positions()]),
        ];
        var chosen = all.Where(_ => random.Next(3) > 0).ToArray();
        random.Shuffle(chosen);
        if (chosen.Length > 0 && chosen[0].Kind is AcquisitionKind.Time or AcquisitionKind.Z && random.Next(2) == 0)
        {
            chosen[0] = chosen[0] with { Length = null };
        }

        return [.. chosen];
    }

    private IEnumerable<AcquisitionPosition> Positions()
    {
        var (isPlate, count) = (random.Next(2) == 0, random.Next(1, 5));
        return Enumerable.Range(0, count).Select(i => isPlate ? new AcquisitionPosition($"{i % 2}", "A", $"{(i / 2) + 1}") : new AcquisitionPosition($"position{i}") { X = i * 100, Y = 5 });
    }

    private AcquisitionDimension Chunked(AcquisitionDimension dimension)
    {
        var chunk = random.Next(1, 4);
        return dimension with { Chunk = chunk, Shard = random.Next(3) == 0 ? chunk * random.Next(1, 3) : null };
    }

    private AcquisitionDimension Plane(AcquisitionDimension dimension) => random.Next(2) == 0 ? dimension : dimension with { Chunk = random.Next(3, 12) };

    private Pyramid Levels()
    {
        List<(string, int)> factors = [("y", 2), ("x", 2)];
        if (random.Next(3) == 0 && outer.Find(dimension => dimension.Kind is AcquisitionKind.Z or AcquisitionKind.Time) is { } further)
        {
            factors.Add((further.Name, 2));
        }

        return random.Next(3) switch
        {
            0 => Pyramid.None,
            1 => Pyramid.Of(2, ("y", 2), ("x", 2)),
            _ => Pyramid.Of(2, ("y", 2), ("x", 2)).Then(1, [.. factors]),
        };
    }
}
