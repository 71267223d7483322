using System.Numerics;
using Zarr;

namespace OmeZarr.Pyramids.Kernels;

/// <summary>Computes the elements of a coarser level from boxes of elements of a finer one, as <see cref="Downsampling"/> defines. Stateless, so that many threads may use one.</summary>
internal abstract class BoxReducer
{
    private protected BoxReducer(long[] factors) => Factors = factors;

    /// <summary>The length of a box along each axis.</summary>
    internal IReadOnlyList<long> Factors { get; }

    /// <summary>The reducer for a method and a data type.</summary>
    /// <param name="method">How elements are computed.</param>
    /// <param name="dataType">Type of the elements, in the byte order of this machine.</param>
    /// <param name="factors">The length of a box along each axis, at least 1.</param>
    /// <exception cref="ArgumentException">The method cannot be applied to the type, or a factor is less than 1.</exception>
    internal static BoxReducer Create(Downsampling method, DataType dataType, params ReadOnlySpan<long> factors)
    {
        Require(method, dataType);
        foreach (var factor in factors)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1, nameof(factors));
        }

        return Create(method, dataType, factors.ToArray(), HalvingKernels.AreUsable);
    }

    /// <summary>The reducer without SIMD, which tests compare with the other.</summary>
    internal static BoxReducer CreatePlain(Downsampling method, DataType dataType, params ReadOnlySpan<long> factors) => Create(method, dataType, factors.ToArray(), false);

    /// <exception cref="ArgumentException">The method cannot be applied to the type.</exception>
    internal static void Require(Downsampling method, DataType dataType)
    {
        if (!Enum.IsDefined(method))
        {
            throw new ArgumentOutOfRangeException(nameof(method), method, "there is no such method of downsampling");
        }

        switch (dataType.Kind)
        {
            case DataTypeKind.Boolean when method is Downsampling.Mean or Downsampling.Median:
                throw Unsuitable(method, dataType, Downsampling.Mode);
            case DataTypeKind.Complex when method is not (Downsampling.Mean or Downsampling.Stride):
                throw Unsuitable(method, dataType, Downsampling.Mean);
        }
    }

    /// <summary>Computes all boxes of a region that begins at the first element of a box along each axis.</summary>
    /// <param name="source">The finer elements, contiguous, the last axis fastest.</param>
    /// <param name="sourceShape">Their lengths. Where a length is not a multiple of the factor, the last box has the elements that exist.</param>
    /// <param name="target">Receives the coarser elements, <c>ceil(length / factor)</c> along each axis, from its first element on.</param>
    /// <param name="targetStrides">The distance between neighbours in <paramref name="target"/> along each axis, in elements.</param>
    internal abstract void Reduce(ReadOnlySpan<byte> source, ReadOnlySpan<long> sourceShape, Span<byte> target, ReadOnlySpan<long> targetStrides);

    private static BoxReducer Create(Downsampling method, DataType dataType, long[] factors, bool fast) => (method, dataType.Name) switch
    {
        (Downsampling.Stride, _) => Stride(dataType.Size, factors, fast),
        (_, "bool" or "uint8") => Integers<byte>(method, factors, HalvingKernels.Reduce<byte, IntegerMean<byte, ushort>>, fast),
        (_, "int8") => Integers<sbyte>(method, factors, HalvingKernels.Reduce<sbyte, IntegerMean<sbyte, ushort>>, fast),
        (_, "int16") => Integers<short>(method, factors, HalvingKernels.Reduce<short, IntegerMean<short, uint>>, fast),
        (_, "uint16") => Integers<ushort>(method, factors, HalvingKernels.Reduce<ushort, IntegerMean<ushort, uint>>, fast),
        (_, "int32") => Integers<int>(method, factors, HalvingKernels.Reduce<int, IntegerMean<int, ulong>>, fast),
        (_, "uint32") => Integers<uint>(method, factors, HalvingKernels.Reduce<uint, IntegerMean<uint, ulong>>, fast),
        (_, "int64") => Integers<long>(method, factors, null, fast),
        (_, "uint64") => Integers<ulong>(method, factors, null, fast),
        (_, "float16") => Floats<Half>(method, factors, null, null, false),
        (_, "float32") => Floats<float>(method, factors, HalvingKernels.Reduce<float, FloatMean>, HalvingKernels.Reduce<float, Median<float, FloatMiddle>>, fast),
        (_, "float64") => Floats<double>(method, factors, HalvingKernels.Reduce<double, DoubleMean>, HalvingKernels.Reduce<double, Median<double, FloatMiddle>>, fast),
        (_, "complex64") => new RowReducer<Complex64>(factors, BoxValues.Mean),
        (_, "complex128") => new RowReducer<Complex>(factors, BoxValues.Mean),
        _ => throw Unsuitable(method, dataType, Downsampling.Stride),
    };

    private static BoxReducer Stride(int size, long[] factors, bool fast) => size switch
    {
        1 => Halving<byte, First<byte>>(factors, BoxValues.First, fast),
        2 => Halving<ushort, First<ushort>>(factors, BoxValues.First, fast),
        4 => Halving<uint, First<uint>>(factors, BoxValues.First, fast),
        8 => Halving<ulong, First<ulong>>(factors, BoxValues.First, fast),
        _ => new RowReducer<UInt128>(factors, BoxValues.First),
    };

    private static RowReducer<T> Integers<T>(Downsampling method, long[] factors, HalvingKernel<T>? mean, bool fast)
        where T : unmanaged, IBinaryInteger<T> => method switch
        {
            Downsampling.Mean => new(factors, BoxValues.IntegerMean, fast ? mean : null),
            Downsampling.Median => Halving<T, Median<T, IntegerMiddle<T>>>(factors, BoxValues.IntegerMedian, fast),
            Downsampling.Mode => Halving<T, Mode<T>>(factors, BoxValues.Mode, fast),
            _ => Extremes<T>(method, factors, fast),
        };

    private static RowReducer<T> Floats<T>(Downsampling method, long[] factors, HalvingKernel<T>? mean, HalvingKernel<T>? median, bool fast)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => method switch
        {
            Downsampling.Mean => new(factors, BoxValues.FloatMean, fast ? mean : null),
            Downsampling.Median => new(factors, BoxValues.FloatMedian, fast ? median : null),
            Downsampling.Mode => new(factors, BoxValues.Mode),
            _ => Extremes<T>(method, factors, fast),
        };

    private static RowReducer<T> Extremes<T>(Downsampling method, long[] factors, bool fast)
        where T : unmanaged, INumber<T> => method == Downsampling.Min
            ? Halving<T, Extreme<T, Least>>(factors, BoxValues.Min, fast)
            : Halving<T, Extreme<T, Greatest>>(factors, BoxValues.Max, fast);

    private static RowReducer<T> Halving<T, TOperator>(long[] factors, BoxValue<T> value, bool fast)
        where T : unmanaged
        where TOperator : struct, IBoxOperator<TOperator, T> => new(factors, value, fast ? HalvingKernels.Reduce<T, TOperator> : null);

    private static ArgumentException Unsuitable(Downsampling method, DataType dataType, Downsampling instead) =>
        new($"levels of {dataType} cannot be computed with {nameof(Downsampling)}.{method}; use {nameof(Downsampling)}.{instead}");
}

/// <summary>Computes an element from the elements of its box, which has at least one, the last axis fastest. May change the box.</summary>
internal delegate T BoxValue<T>(Span<T> box);
