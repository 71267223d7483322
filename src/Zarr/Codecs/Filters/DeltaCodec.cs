using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Zarr.Codecs.Elements;
using Zarr.Metadata;

namespace Zarr.Codecs.Filters;

/// <summary>
/// The <c>numcodecs.delta</c> codec of zarr-python, in Zarr v2 the filter <c>delta</c>: each element is stored as its difference from the element before it, the first as it is.
/// Integers wrap around, so no difference is lost; floating point numbers lose digits and are only read. Immutable and thread-safe.
/// </summary>
/// <param name="Elements">Data type of the elements (member <c>dtype</c>); null for that of the array.</param>
/// <param name="Stored">Data type of the stored differences (member <c>astype</c>); null for that of the elements.</param>
internal sealed record DeltaCodec(DataType? Elements, DataType? Stored) : ICodec
{
    /// <summary>The name in <c>zarr.json</c>.</summary>
    public const string CodecName = "numcodecs.delta";

    /// <inheritdoc/>
    public string Name => CodecName;

    /// <inheritdoc/>
    public CodecKind Kind => CodecKind.ArrayToArray;

    /// <summary>Reads the configuration. Both members may be missing.</summary>
    /// <exception cref="InvalidMetadataException">A member is unknown or no data type.</exception>
    public static ICodec FromConfiguration(JsonObject? configuration)
    {
        var reader = new CodecConfiguration(CodecName, configuration, "id", "dtype", "astype");
        return new DeltaCodec(reader.NumpyTypeOrNull("dtype"), reader.NumpyTypeOrNull("astype"));
    }

    /// <inheritdoc/>
    public NamedConfiguration ToMetadata() => new(Name, StoredTypes.ToJson(("dtype", Elements), ("astype", Stored)));

    /// <inheritdoc/>
    public IBoundCodec Bind(CodecInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var types = StoredTypes.Of(Name, input, Elements, Stored);
        return types.Elements.IsInteger && !types.Stored.IsInteger
            ? throw new UnsupportedFeatureException(Name, $"codec {Name}: differences of {types.Elements} stored as {types.Stored} are not supported")
            : types.Elements.Make<Visitor, IBoundCodec>(new Visitor(input, types));
    }

    private readonly struct Visitor(CodecInput input, StoredTypes types) : INumberVisitor<IBoundCodec>
    {
        public IBoundCodec Integer<T>()
            where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => new Bound<T>(input, types);

        public IBoundCodec Float<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T> => new Bound<T>(input, types);
    }

    private sealed class Bound<T>(CodecInput input, StoredTypes types) : ElementFilter(CodecName, input, types.Stored, types.CastFill(input.FillValue))
        where T : unmanaged, INumberBase<T>
    {
        private const int BlockLength = 256;

        private readonly StoredTypes types = types;
        private readonly NumberCast toStored = NumberCasts.Between(types.Elements, types.Stored);
        private readonly NumberCast toElements = NumberCasts.Between(types.Stored, types.Elements);

        // An element is the sum of all differences before it.
        public override bool DecodesBoxes => false;

        protected override void EncodeElements(ReadOnlySpan<byte> elements, Span<byte> stored)
        {
            if (!types.Elements.IsInteger)
            {
                throw OnlyRead();
            }

            Span<T> block = stackalloc T[BlockLength];
            var rest = MemoryMarshal.Cast<byte, T>(elements);
            for (var previous = T.Zero; !rest.IsEmpty;)
            {
                var differences = block[..Math.Min(BlockLength, rest.Length)];
                for (var i = 0; i < differences.Length; i++)
                {
                    differences[i] = unchecked(rest[i] - previous);
                    previous = rest[i];
                }

                var length = differences.Length * types.Stored.Size;
                Store(MemoryMarshal.AsBytes(differences), stored[..length]);
                rest = rest[differences.Length..];
                stored = stored[length..];
            }
        }

        protected override void DecodeElements(ReadOnlySpan<byte> stored, Span<byte> elements)
        {
            toElements(stored, elements);
            var sum = T.Zero;
            foreach (ref var element in MemoryMarshal.Cast<byte, T>(elements))
            {
                element = sum = unchecked(sum + element);
            }
        }

        private void Store(ReadOnlySpan<byte> differences, Span<byte> stored)
        {
            toStored(differences, stored);
            Span<byte> again = stackalloc byte[BlockLength * sizeof(ulong)];
            toElements(stored, again[..differences.Length]);
            if (!again.StartsWith(differences))
            {
                throw new ArgumentException($"codec {CodecName}: a difference between neighbouring elements is no {types.Stored}");
            }
        }
    }
}
