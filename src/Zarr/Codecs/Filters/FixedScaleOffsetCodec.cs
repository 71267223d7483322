using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Zarr.Codecs.Elements;
using Zarr.Metadata;

namespace Zarr.Codecs.Filters;

/// <summary>
/// The <c>numcodecs.fixedscaleoffset</c> codec of zarr-python, in Zarr v2 the filter <c>fixedscaleoffset</c>: stored are the elements less an offset, times a scale, rounded. The codec loses
/// digits and is only read; new arrays use <c>scale_offset</c> and <c>cast_value</c>. Immutable and thread-safe.
/// </summary>
/// <param name="Offset">What was subtracted (member <c>offset</c>).</param>
/// <param name="Scale">What the difference was multiplied by (member <c>scale</c>).</param>
/// <param name="Elements">Data type of the elements (member <c>dtype</c>); null for that of the array.</param>
/// <param name="Stored">Data type of the stored numbers (member <c>astype</c>); null for that of the elements.</param>
internal sealed record FixedScaleOffsetCodec(double Offset, double Scale, DataType? Elements, DataType? Stored) : ICodec
{
    /// <summary>The name in <c>zarr.json</c>.</summary>
    public const string CodecName = "numcodecs.fixedscaleoffset";

    /// <inheritdoc/>
    public string Name => CodecName;

    /// <inheritdoc/>
    public CodecKind Kind => CodecKind.ArrayToArray;

    /// <summary>Reads the configuration: <c>offset</c> and <c>scale</c> are required.</summary>
    /// <exception cref="InvalidMetadataException">A member is missing, unknown or has a wrong value.</exception>
    public static ICodec FromConfiguration(JsonObject? configuration)
    {
        var reader = new CodecConfiguration(CodecName, configuration, "id", "offset", "scale", "dtype", "astype");
        return new FixedScaleOffsetCodec(
            reader.Number("offset"), reader.Number("scale"), reader.NumpyTypeOrNull("dtype"), reader.NumpyTypeOrNull("astype"));
    }

    /// <inheritdoc/>
    public NamedConfiguration ToMetadata()
    {
        var members = StoredTypes.ToJson(("dtype", Elements), ("astype", Stored));
        (members["offset"], members["scale"]) = (Offset, Scale);
        return new NamedConfiguration(Name, members);
    }

    /// <inheritdoc/>
    public IBoundCodec Bind(CodecInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var types = StoredTypes.Of(Name, input, Elements, Stored);

        // NumPy divides integers as float64, floating point numbers in their own type.
        var work = types.Stored.IsInteger ? DataType.Float64 : types.Stored;
        return work.Make<Visitor, IBoundCodec>(new Visitor(this, input, types));
    }

    private readonly struct Visitor(FixedScaleOffsetCodec codec, CodecInput input, StoredTypes types) : INumberVisitor<IBoundCodec>
    {
        public IBoundCodec Integer<T>()
            where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => throw new NotSupportedException("integers are divided as float64");

        public IBoundCodec Float<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T> => new Bound<T>(codec, input, types);
    }

    private sealed class Bound<T>(FixedScaleOffsetCodec codec, CodecInput input, StoredTypes types)
        : ElementFilter(CodecName, input, types.Stored, types.CastFill(input.FillValue))
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private const int BlockLength = 256;

        private readonly NumberCast toWork = NumberCasts.Between(types.Stored, DataType.Of<T>());
        private readonly NumberCast toElements = NumberCasts.Between(DataType.Of<T>(), types.Elements);
        private readonly T offset = T.CreateTruncating(codec.Offset);
        private readonly T scale = T.CreateTruncating(codec.Scale);
        private readonly StoredTypes types = types;

        protected override void DecodeElements(ReadOnlySpan<byte> stored, Span<byte> elements)
        {
            Span<T> block = stackalloc T[BlockLength];
            while (!stored.IsEmpty)
            {
                var values = block[..Math.Min(BlockLength, stored.Length / types.Stored.Size)];
                var (read, written) = (values.Length * types.Stored.Size, values.Length * types.Elements.Size);
                toWork(stored[..read], MemoryMarshal.AsBytes(values));
                foreach (ref var value in values)
                {
                    value = (value / scale) + offset;
                }

                toElements(MemoryMarshal.AsBytes(values), elements[..written]);
                stored = stored[read..];
                elements = elements[written..];
            }
        }
    }
}
