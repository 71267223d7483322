using System.Text.Json;
using Zarr;
using Zarr.Metadata;

namespace Interop.Cases;

/// <summary>Fill values worth trying, as <c>zarr.json</c> holds them.</summary>
internal static class FillValues
{
    private static readonly string[] Floats = ["0", "-0.0", "1.5", "-1024", "\"NaN\"", "\"Infinity\"", "\"-Infinity\""];

    private static readonly Dictionary<DataType, string[]> ByType = new()
    {
        [DataType.Bool] = ["false", "true"],
        [DataType.Int8] = ["-128", "127"],
        [DataType.Int16] = ["-32768", "32767"],
        [DataType.Int32] = ["-2147483648", "2147483647"],
        [DataType.Int64] = ["-9223372036854775808", "-9007199254740991", "9007199254740991", "4611686018427387904"],
        [DataType.UInt8] = ["255", "7"],
        [DataType.UInt16] = ["65535", "513"],
        [DataType.UInt32] = ["4294967295", "16909060"],
        [DataType.UInt64] = ["9007199254740991", "9223372036854775808"],
        [DataType.Float16] = [.. Floats, "0.333251953125", "65504", "5.9604644775390625E-08"],
        [DataType.Float32] = [.. Floats, "0.1", "3.4028234663852886E+38", "1E-45"],
        [DataType.Float64] = [.. Floats, "0.1", "1.7976931348623157E+308", "5E-324"],
    };

    /// <summary>All of a type. 64-bit integers beyond 2^53 are only those that a double holds exactly: JavaScript reads JSON so.</summary>
    internal static IReadOnlyList<string> Of(DataType type) => ByType[type];

    /// <summary>One that is not zero.</summary>
    internal static FillValue NotZero(DataType type) => Parse(type, ByType[type][1]);

    /// <summary>The value.</summary>
    internal static FillValue Parse(DataType type, string json)
    {
        using var document = JsonDocument.Parse(json);
        return FillValue.Parse(document.RootElement, type);
    }
}
