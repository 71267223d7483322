using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Zarr.Codecs.Elements;
using Zarr.Metadata;

namespace Zarr.Codecs.Filters;

/// <summary>
/// The <c>bitround</c> codec (registry of Zarr extensions), also called <c>numcodecs.bitround</c>, in Zarr v2 the filter <c>bitround</c>: numbers are rounded to some bits, so that they compress better, and are
/// read as they were stored. Immutable and thread-safe.
/// </summary>
/// <param name="KeepBits">Number of bits to keep (member <c>keepbits</c>): of the mantissa of a floating point number, of an integer from its highest set bit on. At least all bits are no rounding.</param>
internal sealed record BitRoundCodec(int KeepBits) : ICodec
{
    /// <summary>The name in <c>zarr.json</c>.</summary>
    public const string CodecName = "bitround";

    /// <inheritdoc/>
    public string Name => CodecName;

    /// <inheritdoc/>
    public CodecKind Kind => CodecKind.ArrayToArray;

    /// <summary>Reads the configuration: <c>keepbits</c> is required.</summary>
    /// <exception cref="InvalidMetadataException">A member is missing, unknown or has a wrong value.</exception>
    public static ICodec FromConfiguration(JsonObject? configuration) =>
        new BitRoundCodec(new CodecConfiguration(CodecName, configuration, "id", "keepbits").Integer("keepbits", 0, int.MaxValue));

    /// <inheritdoc/>
    public NamedConfiguration ToMetadata() => new(Name, new JsonObject { ["keepbits"] = KeepBits });

    /// <inheritdoc/>
    public IBoundCodec Bind(CodecInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return (input.DataType.Kind, input.DataType.ComponentSize) switch
        {
            (DataTypeKind.Boolean, _) => throw new InvalidMetadataException($"codec {Name}: it rounds numbers, the array has {input.DataType} here"),
            (DataTypeKind.SignedInteger, 1) => new Bound<byte>(input, SignedInteger<sbyte, byte>),
            (DataTypeKind.SignedInteger, 2) => new Bound<ushort>(input, SignedInteger<short, ushort>),
            (DataTypeKind.SignedInteger, 4) => new Bound<uint>(input, SignedInteger<int, uint>),
            (DataTypeKind.SignedInteger, _) => new Bound<ulong>(input, SignedInteger<long, ulong>),
            (DataTypeKind.UnsignedInteger, 1) => new Bound<byte>(input, bits => Integer(bits, byte.MaxValue)),
            (DataTypeKind.UnsignedInteger, 2) => new Bound<ushort>(input, bits => Integer(bits, ushort.MaxValue)),
            (DataTypeKind.UnsignedInteger, 4) => new Bound<uint>(input, bits => Integer(bits, uint.MaxValue)),
            (DataTypeKind.UnsignedInteger, _) => new Bound<ulong>(input, bits => Integer(bits, ulong.MaxValue)),
            (_, 2) => new Bound<ushort>(input, bits => Float(bits, mantissa: 10, infinity: (ushort)0x7C00)),
            (_, 4) => new Bound<uint>(input, bits => Float(bits, mantissa: 23, infinity: 0x7F800000u)),
            _ => new Bound<ulong>(input, bits => Float(bits, mantissa: 52, infinity: 0x7FF0000000000000ul)),
        };
    }

    /// <summary>Rounds the mantissa to the nearest, to even if two are as near. A carry goes into the exponent. NaN and infinity stay as they are.</summary>
    private T Float<T>(T bits, int mantissa, T infinity)
        where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T> =>
        KeepBits < mantissa && (bits & infinity) != infinity ? Rounded(bits, mantissa - KeepBits) : bits;

    /// <summary>Rounds as floating point numbers are rounded. A number that would leave the type is cut off instead.</summary>
    private T Integer<T>(T value, T max)
        where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T>
    {
        var dropped = value.GetShortestBitLength() - Math.Max(1, KeepBits);
        if (dropped <= 0)
        {
            return value;
        }

        var rounded = Rounded(value, dropped);
        return rounded >= value >> dropped << dropped && rounded <= max ? rounded : value >> dropped << dropped;
    }

    /// <summary>Rounds the magnitude.</summary>
    private TBits SignedInteger<T, TBits>(TBits bits)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
    {
        var isNegative = T.IsNegative(T.CreateTruncating(bits));
        var magnitude = Integer(isNegative ? unchecked(TBits.Zero - bits) : bits, TBits.CreateTruncating(T.MaxValue));
        return isNegative ? unchecked(TBits.Zero - magnitude) : magnitude;
    }

    private static T Rounded<T>(T bits, int dropped)
        where T : unmanaged, IBinaryInteger<T>
    {
        var half = (T.One << (dropped - 1)) - T.One + ((bits >> dropped) & T.One);
        return unchecked(bits + half) >> dropped << dropped;
    }

    private sealed class Bound<T>(CodecInput input, Func<T, T> round)
        : ElementFilter(CodecName, input, input.DataType, FillValue.FromElement(Round(input.FillValue.Bytes, round), input.DataType))
        where T : unmanaged
    {
        protected override void EncodeElements(ReadOnlySpan<byte> elements, Span<byte> stored) => Round(elements, stored, round);

        protected override void DecodeElements(ReadOnlySpan<byte> stored, Span<byte> elements) => stored.CopyTo(elements);

        private static byte[] Round(ReadOnlySpan<byte> element, Func<T, T> round)
        {
            var rounded = new byte[element.Length];
            Round(element, rounded, round);
            return rounded;
        }

        private static void Round(ReadOnlySpan<byte> elements, Span<byte> stored, Func<T, T> round)
        {
            var from = MemoryMarshal.Cast<byte, T>(elements);
            var to = MemoryMarshal.Cast<byte, T>(stored);
            for (var i = 0; i < from.Length; i++)
            {
                to[i] = round(from[i]);
            }
        }
    }
}
