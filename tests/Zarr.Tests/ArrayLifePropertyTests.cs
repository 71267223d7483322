using CsCheck;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests;

/// <summary>Random lives of arrays – writes, reads, changes of shape, slices, opened again at times – compared with the obvious array in memory.</summary>
public sealed class ArrayLifePropertyTests
{
    private static readonly Gen<Case> Cases =
        from rank in Gen.Int[0, 4]
        from shape in Generators.Shape(rank, 0, 7)
        from chunk in Generators.Shape(rank, 1, 5)
        from encoding in Gen.OneOf<ChunkKeyEncoding>(ChunkKeyEncoding.Default, new("default", '.'), new("v2", '.'), new("v2", '/'))
        from steps in StepOf(rank).Array[1, 8]
        select new Case(shape, chunk, encoding, steps);

    [Fact]
    public async Task Random_writes_and_changes_of_shape_leave_what_a_naive_array_holds() =>
        await Cases.SampleAsync(LiveAsync, seed: "0000ArrayLife0", iter: Rounds.Of(2000));

    private static Gen<Step> StepOf(int rank) =>
        from shape in Generators.Shape(rank, 0, 9)
        from kind in Gen.Int[0, 3]
        from parts in Gen.Double[0, 1].Array[2 * rank]
        from steps in Gen.Int[0, 4].Array[rank]
        from seed in Gen.Int[0, 1000]
        select new Step(kind, shape, parts, steps, seed);

    private static async Task LiveAsync(Case test)
    {
        var store = new MemoryStore();
        var array = await ZarrArray.CreateAsync(store, new StorePrefix("a"), MetadataOf(test));
        var naive = new NaiveArray(test.Shape, 2, [7, 0]);
        foreach (var step in test.Steps)
        {
            switch (step.Kind)
            {
                case 0:
                    (array, naive) = (await array.ResizeAsync(step.Shape), naive.Resize(step.Shape));
                    break;
                case 1:
                    array = await ZarrArray.OpenAsync(store, array.Path);
                    break;
                default:
                    await WriteAsync(array, naive, step);
                    break;
            }

            await CompareAsync(array, naive, step);
        }
    }

    private static async Task WriteAsync(ZarrArray array, NaiveArray naive, Step step)
    {
        var region = Generators.RegionOf(naive.Shape, step.Parts);
        var elements = Generators.Elements(DataType.UInt16, region.Shape.ElementCount, step.Seed);
        naive.Write(region, elements);
        Slice[] slices = [.. Enumerable.Range(0, naive.Shape.Rank).Select(d => Slice.Between(region.Offset[d], region.Offset[d] + region.Shape[d]))];
        await array[slices].WriteAsync<ushort>(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(elements).ToArray());
    }

    private static async Task CompareAsync(ZarrArray array, NaiveArray naive, Step step)
    {
        Assert.Equal(naive.Bytes.ToArray(), Bytes(await array.ReadAsync<ushort>()));
        var region = Generators.RegionOf(naive.Shape, step.Parts);
        var slices = Enumerable.Range(0, region.Rank).Select(d => SliceOf(region, d, step.Steps[d])).ToArray();
        var picked = Picked(region, step.Steps);
        Assert.Equal(picked.SelectMany(index => naive.Read(new Region(index, Ones(index.Length)))), Bytes(await array[slices].ReadAsync<ushort>()));
    }

    /// <summary>A single element for 0 where there is one, otherwise a range with that step.</summary>
    private static Slice SliceOf(Region region, int d, int step)
    {
        var (start, length) = (region.Offset[d], region.Shape[d]);
        return step == 0 && length > 0 ? start : Slice.Between(start, start + length, Math.Max(1, step));
    }

    private static IEnumerable<long[]> Picked(Region region, int[] steps)
    {
        IEnumerable<long[]> indices = [[]];
        for (var d = 0; d < region.Rank; d++)
        {
            var (start, length, step) = (region.Offset[d], region.Shape[d], Math.Max(1, steps[d]));
            var end = steps[d] == 0 && length > 0 ? start + 1 : start + length;
            var along = Enumerable.Range(0, 10).Select(i => start + (i * step)).TakeWhile(index => index < end).ToArray();
            indices = indices.SelectMany(index => along.Select(next => (long[])[.. index, next])).ToArray();
        }

        return indices;
    }

    private static Shape Ones(int rank) => [.. Enumerable.Repeat(1L, rank)];

    private static byte[] Bytes(ushort[] elements) => System.Runtime.InteropServices.MemoryMarshal.AsBytes(elements).ToArray();

    private static ArrayMetadata MetadataOf(Case test) => new()
    {
        Shape = test.Shape,
        ChunkShape = test.Chunk,
        DataType = DataType.UInt16,
        FillValue = FillValue.Of((ushort)7),
        ChunkKeyEncoding = test.Encoding,
        Codecs = [new BytesCodec().ToMetadata()],
    };

    private sealed record Step(int Kind, Shape Shape, double[] Parts, int[] Steps, int Seed)
    {
        public override string ToString() => Kind switch
        {
            0 => $"resize {Shape}",
            1 => "reopen",
            _ => $"write {string.Join(" ", Parts)}",
        };
    }

    private sealed record Case(Shape Shape, Shape Chunk, ChunkKeyEncoding Encoding, Step[] Steps)
    {
        public override string ToString() => $"{Shape} chunks {Chunk} {Encoding}: {string.Join("; ", Steps.AsEnumerable())}";
    }
}
