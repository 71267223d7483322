using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Zarr;

namespace OmeZarr.Measuring;

/// <summary>What the arithmetic on pixels needs of their data type.</summary>
internal abstract class NumberKind
{
    private NumberKind()
    {
    }

    /// <summary>Bytes of an element.</summary>
    internal abstract int Size { get; }

    /// <summary>The numbers of a data type; null for complex types, which have no order. Truth values are 0 and 1.</summary>
    internal static NumberKind? Of(DataType type) => type.Name switch
    {
        "int8" => new Integers<sbyte>(),
        "int16" => new Integers<short>(),
        "int32" => new Integers<int>(),
        "int64" => new Integers<long>(),
        "uint8" or "bool" => new Integers<byte>(),
        "uint16" => new Integers<ushort>(),
        "uint32" => new Integers<uint>(),
        "uint64" => new Integers<ulong>(),
        "float16" => new Floats<Half>(),
        "float32" => new Floats<float>(),
        "float64" => new Floats<double>(),
        _ => null,
    };

    /// <summary>What pictures show of a data type: of complex numbers the magnitudes.</summary>
    internal static NumberKind OfShown(DataType type) => Of(type) ?? (type.ComponentSize == sizeof(float) ? new Magnitudes<float>() : new Magnitudes<double>());

    /// <summary>The smallest and the largest finite value; infinity and minus infinity if there is none.</summary>
    internal abstract (double Min, double Max) Extremes(ReadOnlySpan<byte> elements);

    /// <summary>The elements as numbers; those of 64 bits as near as possible.</summary>
    internal abstract void ToDoubles(ReadOnlySpan<byte> elements, Span<double> numbers);

    /// <summary>Replaces elements by those of another span that are larger. Any number is larger than NaN.</summary>
    internal abstract void Max(ReadOnlySpan<byte> elements, Span<byte> largest);

    private abstract class Numbers<T> : NumberKind
        where T : unmanaged, INumber<T>
    {
        internal override int Size => Unsafe.SizeOf<T>();

        internal override void ToDoubles(ReadOnlySpan<byte> elements, Span<double> numbers) => TensorPrimitives.ConvertSaturating(Cast(elements), numbers);

        internal override void Max(ReadOnlySpan<byte> elements, Span<byte> largest)
        {
            var known = MemoryMarshal.Cast<byte, T>(largest);
            TensorPrimitives.MaxNumber(Cast(elements), known, known);
        }

        protected static ReadOnlySpan<T> Cast(ReadOnlySpan<byte> elements) => MemoryMarshal.Cast<byte, T>(elements);
    }

    private sealed class Integers<T> : Numbers<T>
        where T : unmanaged, IBinaryInteger<T>
    {
        internal override (double Min, double Max) Extremes(ReadOnlySpan<byte> elements) =>
            (double.CreateSaturating(TensorPrimitives.Min(Cast(elements))), double.CreateSaturating(TensorPrimitives.Max(Cast(elements))));
    }

    private sealed class Floats<T> : Numbers<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        internal override (double Min, double Max) Extremes(ReadOnlySpan<byte> elements)
        {
            var values = Cast(elements);
            var (min, max) = (TensorPrimitives.Min(values), TensorPrimitives.Max(values));

            // Min and Max propagate NaN. Nearly all images have neither NaN nor infinity, so that they need no second pass.
            return T.IsFinite(min) && T.IsFinite(max) ? (double.CreateSaturating(min), double.CreateSaturating(max)) : FiniteExtremes(values);
        }

        private static (double Min, double Max) FiniteExtremes(ReadOnlySpan<T> values)
        {
            var (min, max) = (double.PositiveInfinity, double.NegativeInfinity);
            foreach (var value in values)
            {
                if (T.IsFinite(value))
                {
                    var number = double.CreateSaturating(value);
                    (min, max) = (Math.Min(min, number), Math.Max(max, number));
                }
            }

            return (min, max);
        }
    }
    /// <summary>Complex numbers, each a real and an imaginary part, by their magnitudes.</summary>
    private sealed class Magnitudes<T> : NumberKind
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        internal override int Size => 2 * Unsafe.SizeOf<T>();

        internal override (double Min, double Max) Extremes(ReadOnlySpan<byte> elements)
        {
            var (min, max) = (double.PositiveInfinity, double.NegativeInfinity);
            var parts = MemoryMarshal.Cast<byte, T>(elements);
            for (var i = 0; i < parts.Length; i += 2)
            {
                var magnitude = Of(parts, i);
                (min, max) = double.IsFinite(magnitude) ? (Math.Min(min, magnitude), Math.Max(max, magnitude)) : (min, max);
            }

            return (min, max);
        }

        internal override void ToDoubles(ReadOnlySpan<byte> elements, Span<double> numbers)
        {
            var parts = MemoryMarshal.Cast<byte, T>(elements);
            for (var i = 0; i < numbers.Length; i++)
            {
                numbers[i] = Of(parts, 2 * i);
            }
        }

        internal override void Max(ReadOnlySpan<byte> elements, Span<byte> largest)
        {
            var parts = MemoryMarshal.Cast<byte, T>(elements);
            var known = MemoryMarshal.Cast<byte, T>(largest);
            for (var i = 0; i < known.Length; i += 2)
            {
                var (magnitude, kept) = (Of(parts, i), Of(known, i));
                if (magnitude > kept || double.IsNaN(kept))
                {
                    (known[i], known[i + 1]) = (parts[i], parts[i + 1]);
                }
            }
        }

        private static double Of(ReadOnlySpan<T> parts, int first) => double.Hypot(double.CreateSaturating(parts[first]), double.CreateSaturating(parts[first + 1]));
    }
}
