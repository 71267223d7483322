using CsCheck;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests;

/// <summary>
/// Random arrays stored in random ways – sharded, transposed, compressed – through random lives: written by region and piece by piece, resized,
/// opened again, copied through views. After each step, all of it and a part with steps is compared with the obvious array in memory.
/// </summary>
internal static class RandomLives
{
    internal enum StepKind
    {
        Write,
        WriteFill,
        WriteBuffered,
        Resize,
        Reopen,
        Copy,
    }

    public static Gen<Case> Cases { get; } =
        from rank in Gen.Frequency((1, Gen.Const(0)), (8, Gen.Int[1, 3]), (1, Gen.Const(4)))
        from metadata in RandomLayout.Of(rank)
        from workers in Gen.Int[1, 3]
        from cache in Gen.OneOf<int>(0, 40, 1 << 20)
        from isPiecewise in Gen.Bool
        from steps in StepOf(rank).Array[1, 7]
        select new Case(metadata, new ZarrOptions { MaxDegreeOfParallelism = workers, ShardIndexCacheLength = cache }, isPiecewise, steps);

    private static Gen<Step> StepOf(int rank) =>
        from kind in Gen.Enum<StepKind>()
        from shape in Generators.Shape(rank, 0, 9)
        from pieces in Gen.Double[0, 1].Array[2 * rank].Array[1, 5]
        from steps in Gen.Int[0, 4].Array[rank]
        from budget in Gen.Int[0, 6]
        from seed in Gen.Int[0, 1000]
        select new Step(kind, shape, pieces, steps, budget, seed);

    public static async Task LiveAsync(Case test)
    {
        IWritableStore store = test.IsPiecewise ? new PiecewiseStore() : new MemoryStore();
        var array = await ZarrArray.CreateAsync(store, new StorePrefix("a"), test.Metadata, test.Options);
        var naive = new NaiveArray(array.Shape, array.DataType.Size, array.Metadata.FillValue.Bytes);
        foreach (var step in test.Steps)
        {
            switch (step.Kind)
            {
                case StepKind.Resize:
                    var old = array;
                    (array, naive) = (await array.ResizeAsync(step.Shape), naive.Resize(step.Shape));
                    await CompareCommonAsync(old, naive);
                    break;
                case StepKind.Reopen:
                    array = await ZarrArray.OpenAsync(store, array.Path, test.Options);
                    break;
                case StepKind.WriteBuffered:
                    await WriteBufferedAsync(array, naive, step);
                    break;
                case StepKind.Copy:
                    await CopyAsync(array, naive, step);
                    break;
                default:
                    var (region, source) = Piece(naive, array, step, 0);
                    await array.WriteAsync(source, region);
                    break;
            }

            await CompareAsync(array, naive, step);
        }
    }

    private static async Task WriteBufferedAsync(ZarrArray array, NaiveArray naive, Step step)
    {
        var buffer = new WriteBuffer(step.Budget * array.ChunkShape.ElementCount * array.DataType.Size);
        await using var writer = array.OpenWriter(buffer);
        for (var i = 0; i < step.Pieces.Length; i++)
        {
            var (region, source) = Piece(naive, array, step, i);
            await writer.WriteAsync(source, region);
            if (i == step.Seed % 7)
            {
                await writer.FlushAsync();
            }
        }
    }

    /// <summary>Copies a view with steps to another array, from which it is read.</summary>
    private static async Task CopyAsync(ZarrArray array, NaiveArray naive, Step step)
    {
        var (view, picked) = View(array, naive, step);
        var metadata = new ArrayMetadata
        {
            Shape = view.Shape,
            ChunkShape = Shape.Create([.. Enumerable.Repeat(2L, view.Shape.Rank)]),
            DataType = view.DataType,
            Codecs = [new BytesCodec().ToMetadata()],
        };
        var copy = await ZarrArray.CreateAsync(new MemoryStore(), StorePrefix.Root, metadata);
        await copy.WriteAsync(view);
        Assert.Equal(picked, await BytesAsync(copy));
    }

    /// <summary>A region to be written, noted in the naive array, and its elements.</summary>
    private static (Region Region, IArraySource Source) Piece(NaiveArray naive, ZarrArray array, Step step, int index)
    {
        var region = Generators.RegionOf(naive.Shape, step.Pieces[index]);
        var piece = new NaiveArray(region.Shape, naive.ElementSize, array.Metadata.FillValue.Bytes);
        if (step.Kind != StepKind.WriteFill)
        {
            piece.Write(Region.Whole(region.Shape), Generators.Elements(array.DataType, region.Shape.ElementCount, step.Seed + index));
        }

        naive.Write(region, piece.Bytes);
        return (region, ArraySource.FromFunction(region.Shape, array.DataType, (part, destination) => piece.Read(part).CopyTo(destination)));
    }

    private static async Task CompareAsync(ZarrArray array, NaiveArray naive, Step step)
    {
        var (view, picked) = View(array, naive, step);
        Assert.Equal(picked, await BytesAsync(view));
        Assert.Equal(naive.Bytes.ToArray(), await BytesAsync(array));
        Assert.Equal(picked, await BytesAsync(view)); // now with the indexes remembered
    }

    /// <summary>A handle from before an array was resized shows what is in both shapes, and the fill value where the array was cut off.</summary>
    private static async Task CompareCommonAsync(ZarrArray old, NaiveArray naive) =>
        Assert.Equal(naive.Resize(old.Shape).Bytes.ToArray(), await BytesAsync(old));

    private static (ArrayView View, byte[] Picked) View(ZarrArray array, NaiveArray naive, Step step)
    {
        var region = Generators.RegionOf(naive.Shape, step.Pieces[^1]);
        var slices = Enumerable.Range(0, region.Rank).Select(d => SliceOf(region, d, step.Steps[d])).ToArray();
        IEnumerable<long[]> indices = [[]];
        for (var d = 0; d < region.Rank; d++)
        {
            var (start, length, by) = (region.Offset[d], region.Shape[d], Math.Max(1, step.Steps[d]));
            var count = step.Steps[d] == 0 && length > 0 ? 1 : (length + by - 1) / by;
            indices = indices.SelectMany(index => Enumerable.Range(0, (int)count).Select(i => (long[])[.. index, start + (i * by)])).ToArray();
        }

        var one = Shape.Create([.. Enumerable.Repeat(1L, region.Rank)]);
        return (array[slices], indices.SelectMany(index => naive.Read(new Region(index, one))).ToArray());
    }

    /// <summary>A single element for 0 where there is one, otherwise a range with that step.</summary>
    private static Slice SliceOf(Region region, int d, int step)
    {
        var (start, length) = (region.Offset[d], region.Shape[d]);
        return step == 0 && length > 0 ? start : Slice.Between(start, start + length, Math.Max(1, step));
    }

    private static async Task<byte[]> BytesAsync(IArraySource source)
    {
        var bytes = new byte[source.Shape.ElementCount * source.DataType.Size];
        await source.ReadAsync(Region.Whole(source.Shape), bytes, CancellationToken.None);
        return bytes;
    }

    internal sealed record Step(StepKind Kind, Shape Shape, double[][] Pieces, int[] Steps, int Budget, int Seed)
    {
        public override string ToString() =>
            $"{Kind} {Shape} budget {Budget} seed {Seed} steps {string.Join(' ', Steps)} pieces {string.Join(" | ", Pieces.Select(piece => string.Join(' ', piece)))}";
    }

    internal sealed record Case(ArrayMetadata Metadata, ZarrOptions Options, bool IsPiecewise, Step[] Steps)
    {
        public override string ToString() =>
            $"{System.Text.Encoding.UTF8.GetString(Metadata.ToUtf8())} workers {Options.MaxDegreeOfParallelism} cache {Options.ShardIndexCacheLength} {(IsPiecewise ? "pieces" : "whole")}: {string.Join("; ", Steps.AsEnumerable())}";
    }
}
