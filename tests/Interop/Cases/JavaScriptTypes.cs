using Zarr;

namespace Interop.Cases;

/// <summary>The data types that JavaScript has typed arrays for.</summary>
internal static class JavaScriptTypes
{
    /// <summary>Those of every node: all but <c>float16</c>, which came with node 24, and complex numbers.</summary>
    internal static IReadOnlyList<DataType> All { get; } =
    [
        .. DataType.All.Where(type => type.Kind != DataTypeKind.Complex && type != DataType.Float16),
    ];
}
