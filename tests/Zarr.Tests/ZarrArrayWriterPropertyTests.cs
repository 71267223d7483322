using CsCheck;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests;

/// <summary>Random pieces written through random buffers, compared with the obvious array in memory.</summary>
public sealed class ZarrArrayWriterPropertyTests
{
    private enum Step
    {
        Write,
        WriteAndFlush,
        FlushAndWriteDirectly,
    }

    private static readonly Gen<Case> Cases =
        from rank in Gen.Int[0, 5]
        from shape in Generators.Shape(rank, 0, 9)
        from chunk in Generators.Shape(rank, 1, 6)
        from type in Gen.OneOf<DataType>(DataType.UInt8, DataType.UInt16, DataType.Complex64)
        from fill in Gen.Byte
        from budget in Gen.Int[0, 12]
        from steps in Gen.Select(Gen.Enum<Step>(), Generators.Region(shape)).Array[1, 12]
        select new Case(shape, chunk, type, fill, budget, steps);

    private static readonly Gen<(Shape Shape, Shape Chunk, Shape Piece, int Budget, int Workers, int Seed)> Cuts =
        from rank in Gen.Int[1, 4]
        from shape in Generators.Shape(rank, 1, 8)
        from chunk in Generators.Shape(rank, 1, 5)
        from piece in Generators.Shape(rank, 1, 5)
        from budget in Gen.Int[0, 20]
        from workers in Gen.Int[1, 4]
        from seed in Gen.Int[0, 999]
        select (shape, chunk, piece, budget, workers, seed);

    [Fact]
    public async Task Overlapping_pieces_end_up_as_in_a_naive_array() =>
        await Cases.SampleAsync(WriteAndCompare, seed: "0000Pieces001", iter: Rounds.Of(3000));

    [Fact]
    public async Task Pieces_from_many_tasks_at_once_all_arrive_within_the_budget() =>
        await Cuts.SampleAsync(WriteAtOnce, seed: "0000Pieces002", iter: Rounds.Of(600));

    private static async Task WriteAndCompare(Case test)
    {
        var fill = FillValue.Parse(System.Text.Json.JsonDocument.Parse(test.Type == DataType.Complex64 ? $"[{test.Fill}, 1]" : $"{test.Fill}").RootElement, test.Type);
        var metadata = new ArrayMetadata { Shape = test.Shape, ChunkShape = test.Chunk, DataType = test.Type, FillValue = fill, Codecs = [new BytesCodec().ToMetadata()] };
        var array = await ZarrArray.CreateAsync(new MemoryStore(), new StorePrefix("a"), metadata);
        var naive = new NaiveArray(test.Shape, test.Type.Size, fill.Bytes);
        var buffer = new WriteBuffer(test.Budget * test.Chunk.ElementCount * test.Type.Size);
        var writer = array.OpenWriter(buffer);
        for (var i = 0; i < test.Steps.Length; i++)
        {
            var (step, region) = test.Steps[i];
            var elements = Generators.Elements(test.Type, region.Shape.ElementCount, i);
            naive.Write(region, elements);
            await WriteAsync(step, Source(test.Type, region.Shape, elements), region, writer);
        }

        await writer.DisposeAsync();
        Assert.Equal(0, buffer.UsedBytes);
        Assert.Equal(naive.Read(Region.Whole(test.Shape)), await ReadBytes(array));
    }

    private static async Task WriteAsync(Step step, IArraySource source, Region region, ZarrArrayWriter writer)
    {
        if (step == Step.FlushAndWriteDirectly)
        {
            await writer.FlushAsync(); // what is kept would be stored later and win
            await writer.ZarrArray.WriteAsync(source, region);
            return;
        }

        await writer.WriteAsync(source, region);
        if (step == Step.WriteAndFlush)
        {
            await writer.FlushAsync();
        }
    }

    private static async Task WriteAtOnce((Shape Shape, Shape Chunk, Shape Piece, int Budget, int Workers, int Seed) test)
    {
        var store = new CountingStore();
        var array = await Pieces.CreateAsync(new YieldingStore(store), test.Shape, test.Chunk, fill: 7, test.Workers);
        store.Clear();
        var pixels = Enumerable.Range(100, (int)test.Shape.ElementCount).Select(i => (ushort)i).ToArray();
        var writer = array.OpenWriter(new WriteBuffer(test.Budget * Pieces.Cost(test.Chunk)));
        await Pieces.WriteAsync(writer, pixels, Pieces.Cut(test.Shape, test.Piece, test.Seed), tasks: 6);
        var chunks = Pieces.Cut(test.Shape, test.Chunk, 0).Length;
        Assert.InRange(writer.Buffer.Chunks.PeakBytes, 0, (test.Budget + (2 * test.Workers)) * Pieces.Cost(test.Chunk));
        if (chunks <= test.Budget)
        {
            Assert.Equal((0, chunks, 0), (store.Reads, store.Writes, writer.Buffer.UsedBytes));
        }

        await writer.DisposeAsync();
        Assert.Equal(pixels, await array.ReadAsync<ushort>());
        Assert.Equal(0, writer.Buffer.UsedBytes);
    }

    private static IArraySource Source(DataType type, Shape shape, byte[] elements)
    {
        var naive = new NaiveArray(shape, type.Size, FillValue.Zero(type).Bytes);
        naive.Write(Region.Whole(shape), elements);
        return ArraySource.FromFunction(shape, type, (part, destination) => naive.Read(part).CopyTo(destination));
    }

    private static async Task<byte[]> ReadBytes(IArraySource array)
    {
        var bytes = new byte[array.Shape.ElementCount * array.DataType.Size];
        await array.ReadAsync(Region.Whole(array.Shape), bytes, CancellationToken.None);
        return bytes;
    }

    private sealed record Case(Shape Shape, Shape Chunk, DataType Type, byte Fill, int Budget, (Step How, Region Region)[] Steps)
    {
        public override string ToString() => $"{Shape} {Type} chunks {Chunk} fill {Fill} budget {Budget}: {string.Join(", ", Steps)}";
    }
}
