using System.Text.Json.Nodes;
using Zarr.Metadata;

namespace Zarr.Codecs;

/// <summary>
/// The <c>transpose</c> codec (Zarr v3 core, "Transpose codec"): stores the dimensions of a chunk in another order. Immutable and
/// thread-safe.
/// </summary>
internal sealed record TransposeCodec : ICodec
{
    /// <summary>The name in <c>zarr.json</c>.</summary>
    public const string CodecName = "transpose";

    private static readonly string[] OldOrders = ["C", "F"];

    /// <summary>Stores the dimensions in this order.</summary>
    /// <param name="order">For each stored dimension, outermost first, the number of the corresponding dimension of the array; each number exactly once.</param>
    /// <exception cref="ArgumentException">The order is not a permutation, or longer than <see cref="Shape.MaxRank"/>.</exception>
    public TransposeCodec(params ReadOnlySpan<int> order)
    {
        if (order.Length > Shape.MaxRank || !IsPermutation(order))
        {
            throw new ArgumentException($"the order [{Text(order)}] must hold each dimension from 0 exactly once", nameof(order));
        }

        Order = [.. order];
    }

    /// <summary>For each stored dimension, outermost first, the number of the corresponding dimension of the array (member <c>order</c>):
    /// with the order [2, 0, 1] a chunk of 4 x 5 x 6 is stored as 6 x 4 x 5.</summary>
    public IReadOnlyList<int> Order { get; }

    /// <inheritdoc/>
    public string Name => CodecName;

    /// <inheritdoc/>
    public CodecKind Kind => CodecKind.ArrayToArray;

    /// <summary>
    /// Reads the configuration. Files from before the acceptance of the specification give the order as <c>"C"</c> (unchanged) or <c>"F"</c>
    /// (reversed); both are accepted.
    /// </summary>
    /// <exception cref="InvalidMetadataException">The order is missing or no permutation, or there are other members.</exception>
    public static ICodec FromConfiguration(JsonObject? configuration)
    {
        var reader = new CodecConfiguration(CodecName, configuration, "order");
        if (reader.IsText("order"))
        {
            return new OldForm(OldOrders[reader.OneOf("order", OldOrders)]);
        }

        var order = reader.Integers("order", Shape.MaxRank, Shape.MaxRank - 1);
        return IsPermutation(order)
            ? new TransposeCodec(order)
            : throw new InvalidMetadataException($"codec {CodecName}: the order [{Text(order)}] must hold each dimension from 0 exactly once");
    }

    /// <inheritdoc/>
    public NamedConfiguration ToMetadata() => new(Name, new JsonObject { ["order"] = new JsonArray([.. Order.Select(d => JsonValue.Create(d))]) });

    /// <inheritdoc/>
    public IBoundCodec Bind(CodecInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Shape.Rank == Order.Count
            ? new Bound(input, [.. Order])
            : throw new InvalidMetadataException(
                $"codec {CodecName}: the order [{Text([.. Order])}] is for {Counted.Of(Order.Count, "dimension")}, the array has {input.Shape.Rank} here");
    }

    /// <summary>Whether the other codec has the same order.</summary>
    public bool Equals(TransposeCodec? other) => other is not null && Order.SequenceEqual(other.Order);

    /// <inheritdoc/>
    public override int GetHashCode() => Order.Aggregate(Order.Count, HashCode.Combine);

    private static bool IsPermutation(ReadOnlySpan<int> order)
    {
        for (var d = 0; d < order.Length; d++)
        {
            if (!order.Contains(d))
            {
                return false;
            }
        }

        return true;
    }

    private static string Text(ReadOnlySpan<int> order) => string.Join(", ", order.ToArray());

    /// <summary>An order given by a letter. It becomes a permutation once the number of dimensions is known.</summary>
    private sealed record OldForm(string Letter) : ICodec
    {
        public string Name => CodecName;

        public CodecKind Kind => CodecKind.ArrayToArray;

        public NamedConfiguration ToMetadata() => new(Name, new JsonObject { ["order"] = Letter });

        public IBoundCodec Bind(CodecInput input)
        {
            var dimensions = Enumerable.Range(0, input.Shape.Rank);
            return new Bound(input, [.. Letter == "F" ? dimensions.Reverse() : dimensions]);
        }
    }

    private sealed class Bound : IBoxCodec
    {
        private readonly CodecInput input;
        private readonly int[] order;

        // The strides of the stored dimensions in the array, and those of the array's dimensions in the stored chunk.
        private readonly long[] arrayStrides;
        private readonly long[] storedStrides;

        public Bound(CodecInput input, int[] order)
        {
            (this.input, this.order) = (input, order);
            Output = input with { Shape = [.. order.Select(d => input.Shape[d])] };
            arrayStrides = [.. order.Select(d => CStrides(input.Shape)[d])];
            storedStrides = StoredStrides(Output.Shape);

            // Permuting dimensions of length 1 moves no byte.
            var moving = order.Where(d => input.Shape[d] != 1).ToArray();
            IsIdentity = moving.AsSpan().SequenceEqual(moving.Order().ToArray());
        }

        public string Name => CodecName;

        public bool IsIdentity { get; }

        public CodecInput Output { get; }

        public bool DecodesBoxes => true;

        public Region StoredBox(Region box)
        {
            Span<long> offset = stackalloc long[order.Length];
            for (var d = 0; d < order.Length; d++)
            {
                offset[d] = box.Offset[order[d]];
            }

            return new Region(offset, Permuted(box.Shape));
        }

        public void DecodeBox(ReadOnlySpan<byte> stored, Shape box, Span<byte> elements) => Transfer(stored, StoredStrides(Permuted(box)), elements, box);

        public int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            input.RequireChunk(source);
            return Transfer(source, arrayStrides, destination, Output.Shape);
        }

        public int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            input.RequireStored(CodecName, source.Length, destination.Length);
            return Transfer(source, storedStrides, destination, input.Shape);
        }

        private Shape Permuted(Shape shape) => [.. order.Select(d => shape[d])];

        /// <summary>The strides of the array's dimensions in a stored chunk, or box, of this shape.</summary>
        private long[] StoredStrides(Shape stored)
        {
            var strides = new long[order.Length];
            for (var d = 0; d < order.Length; d++)
            {
                strides[order[d]] = CStrides(stored)[d];
            }

            return strides;
        }

        private static long[] CStrides(Shape shape)
        {
            var strides = new long[shape.Rank];
            StridedCopy.CStrides(shape, strides);
            return strides;
        }

        /// <summary>Fills the destination in C order: writes are sequential, reads are strided.</summary>
        private int Transfer(ReadOnlySpan<byte> source, ReadOnlySpan<long> strides, Span<byte> destination, Shape shape)
        {
            Span<long> inOrder = stackalloc long[shape.Rank];
            StridedCopy.CStrides(shape, inOrder);
            StridedCopy.CopyElements(
                source, new Layout(0, strides), destination[..source.Length], new Layout(0, inOrder), shape.AsSpan(), input.DataType.Size);
            return source.Length;
        }
    }
}
