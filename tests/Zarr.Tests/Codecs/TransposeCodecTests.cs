using System.Text.Json.Nodes;
using CsCheck;
using TestKit;
using Xunit;
using Zarr.Codecs;

namespace Zarr.Tests.Codecs;

public sealed class TransposeCodecTests : CodecContract
{
    private static readonly Gen<Case> Cases =
        from rank in Gen.Int[0, 6]
        from shape in (rank <= 2 ? Gen.Frequency((3, Gen.Long[1, 5]), (1, Gen.Long[15, 70])) : Gen.Long[1, 5]).Array[rank]
        from order in Gen.Shuffle(Enumerable.Range(0, rank).ToArray())
        from type in Generators.DataType
        select new Case(shape, order, type);

    [Fact]
    public void Any_permutation_is_that_of_the_naive_loop() => Cases.Sample(CompareWithNaive, seed: "000Transpose0", iter: 4000);

    [Fact]
    public void An_order_that_is_not_its_own_inverse_is_stored_as_the_specification_says()
    {
        var bound = new TransposeCodec(1, 2, 0).Bind(new CodecInput([2, 3, 4], DataType.UInt8, 24));
        Assert.Equal([3, 4, 2], bound.Output.Shape);
        var stored = Encode(bound, [.. Enumerable.Range(0, 24).Select(i => (byte)i)]);
        Assert.Equal([0, 12, 1, 13, 2, 14, 3, 15, 4, 16, 5, 17, 6, 18, 7, 19, 8, 20, 9, 21, 10, 22, 11, 23], stored);
    }

    [Theory]
    [InlineData(new[] { 0, 1, 2 }, new long[] { 2, 3, 4 }, true)]
    [InlineData(new[] { 1, 0, 2 }, new long[] { 1, 3, 4 }, true)]
    [InlineData(new[] { 2, 0, 1 }, new long[] { 2, 3, 1 }, true)]
    [InlineData(new[] { 2, 0, 1 }, new long[] { 1, 3, 2 }, false)]
    [InlineData(new int[0], new long[0], true)]
    public void Only_an_order_that_moves_elements_is_work(int[] order, long[] shape, bool isIdentity)
    {
        var elements = (int)Shape.Create(shape).ElementCount;
        Assert.Equal(isIdentity, new TransposeCodec(order).Bind(new CodecInput(Shape.Create(shape), DataType.UInt8, elements)).IsIdentity);
    }

    [Theory]
    [InlineData("C", new byte[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData("F", new byte[] { 0, 3, 1, 4, 2, 5 })]
    public void The_letters_of_old_files_are_read(string letter, byte[] stored)
    {
        var codec = Parse(new JsonObject { ["order"] = letter });
        Assert.Equal(stored, Encode(codec.Bind(new CodecInput([2, 3], DataType.UInt8, 6)), [0, 1, 2, 3, 4, 5]));
        Assert.Equal(CodecKind.ArrayToArray, codec.Kind);
    }

    [Theory]
    [InlineData("""{}""", "member \"order\" of the configuration must be a list of at most 32 integers 0..31; it is missing")]
    [InlineData("""{"order":null}""", "found null")]
    [InlineData("""{"order":"K"}""", "one of \"C\", \"F\"; found \"K\"")]
    [InlineData("""{"order":[0,"1"]}""", "found [0,\"1\"]")]
    [InlineData("""{"order":[0,1.5]}""", "found [0,1.5]")]
    [InlineData("""{"order":[0,-1]}""", "found [0,-1]")]
    [InlineData("""{"order":[0,0]}""", "the order [0, 0] must hold each dimension from 0 exactly once")]
    [InlineData("""{"order":[1,2]}""", "the order [1, 2] must hold each dimension from 0 exactly once")]
    public void An_order_that_is_none_is_invalid(string json, string message)
    {
        var error = Assert.Throws<InvalidMetadataException>(() => Parse(JsonNode.Parse(json)!.AsObject()));
        Assert.StartsWith("codec transpose: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_for_another_number_of_dimensions_is_invalid()
    {
        var error = Assert.Throws<InvalidMetadataException>(() => new TransposeCodec(1, 0).Bind(new CodecInput([2, 3, 4], DataType.UInt8, 24)));
        Assert.Equal("codec transpose: the order [1, 0] is for 2 dimensions, the array has 3 here", error.Message);
    }

    [Fact]
    public void An_order_that_cannot_be_is_an_argument_error()
    {
        Assert.Throws<ArgumentException>(() => new TransposeCodec(0, 2));
        Assert.Throws<ArgumentException>(() => new TransposeCodec([.. Enumerable.Range(0, Shape.MaxRank + 1)]));
    }

    [Theory]
    [InlineData(23)]
    [InlineData(25)]
    [InlineData(0)]
    public void A_chunk_of_another_length_is_damaged(int length)
    {
        var bound = new TransposeCodec(1, 2, 0).Bind(new CodecInput([2, 3, 4], DataType.UInt8, 24));
        var error = Assert.Throws<CorruptDataException>(() => bound.Decode(new byte[length], new byte[30]));
        Assert.Equal($"transpose: there are {length} bytes, a chunk of 2 x 3 x 4 uint8 takes 24", error.Message);
        Assert.Throws<CorruptDataException>(() => bound.Decode(new byte[24], new byte[23]));
    }

    [Fact]
    public void The_order_is_always_written_out()
    {
        Assert.Equal("""{"order":[1,2,0]}""", new TransposeCodec(1, 2, 0).ToMetadata().Configuration!.ToJsonString());
        Assert.Equal(new TransposeCodec(1, 2, 0).GetHashCode(), new TransposeCodec(1, 2, 0).GetHashCode());
        Assert.NotEqual(new TransposeCodec(1, 2, 0), new TransposeCodec(2, 0, 1));
    }

    // Chunks of one dimension, which is all that the contract has.
    protected override IEnumerable<ICodec> Codecs() => [new TransposeCodec(0)];

    protected override ICodec Parse(JsonObject? configuration) => TransposeCodec.FromConfiguration(configuration);

    private static void CompareWithNaive(Case test)
    {
        var shape = Shape.Create(test.Shape);
        var elements = Generators.Elements(test.Type, shape.ElementCount, seed: 7);
        var bound = new TransposeCodec(test.Order).Bind(new CodecInput(shape, test.Type, elements.Length));
        var stored = Encode(bound, elements);
        Assert.Equal(Naive(elements, test), stored);
        var decoded = new byte[elements.Length];
        Assert.Equal(elements.Length, bound.Decode(stored, decoded));
        Assert.Equal(elements, decoded);
    }

    /// <summary>Element for element, with the stored index b and the array's index a, where b[i] = a[order[i]].</summary>
    private static byte[] Naive(byte[] elements, Case test)
    {
        var (rank, size) = (test.Order.Length, test.Type.Size);
        var transposed = new byte[elements.Length];
        for (var position = 0; position < elements.Length / size; position++)
        {
            var a = new long[rank];
            var rest = (long)position;
            for (var d = rank - 1; d >= 0; d--)
            {
                (rest, a[d]) = Math.DivRem(rest, test.Shape[d]);
            }

            var stored = test.Order.Aggregate(0L, (place, d) => (place * test.Shape[d]) + a[d]);
            elements.AsSpan(position * size, size).CopyTo(transposed.AsSpan((int)stored * size));
        }

        return transposed;
    }

    private sealed record Case(long[] Shape, int[] Order, DataType Type)
    {
        public override string ToString() => $"({string.Join(",", Shape)}) {Type}, order [{string.Join(",", Order)}]";
    }
}
