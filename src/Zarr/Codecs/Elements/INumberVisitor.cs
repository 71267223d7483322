using System.Numerics;

namespace Zarr.Codecs.Elements;

/// <summary>What is made for each numeric type of C#, so that one place says which data type is which.</summary>
/// <typeparam name="TResult">What is made.</typeparam>
internal interface INumberVisitor<out TResult>
{
    /// <summary>Makes it for integers.</summary>
    TResult Integer<T>()
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>;

    /// <summary>Makes it for floating point numbers.</summary>
    TResult Float<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>;
}
