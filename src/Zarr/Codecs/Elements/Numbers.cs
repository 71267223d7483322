namespace Zarr.Codecs.Elements;

/// <summary>From data types to numeric types of C#.</summary>
internal static class Numbers
{
    /// <summary>Whether the elements are integers or floating point numbers, which filters calculate with.</summary>
    internal static bool IsNumber(this DataType type) => type.IsInteger || type.Kind == DataTypeKind.Float;

    /// <summary>Throws unless the elements are integers or floating point numbers.</summary>
    /// <exception cref="UnsupportedFeatureException">They are booleans or complex numbers.</exception>
    internal static DataType RequireNumber(this DataType type, string codec) => type.IsNumber()
        ? type
        : throw new UnsupportedFeatureException(codec, $"codec {codec} is supported for integers and floating point numbers, not for {type}");

    /// <summary>Makes something for a data type of numbers.</summary>
    internal static TResult Make<TVisitor, TResult>(this DataType type, TVisitor visitor)
        where TVisitor : struct, INumberVisitor<TResult> => type.Name switch
        {
            "int8" => visitor.Integer<sbyte>(),
            "int16" => visitor.Integer<short>(),
            "int32" => visitor.Integer<int>(),
            "int64" => visitor.Integer<long>(),
            "uint8" => visitor.Integer<byte>(),
            "uint16" => visitor.Integer<ushort>(),
            "uint32" => visitor.Integer<uint>(),
            "uint64" => visitor.Integer<ulong>(),
            "float16" => visitor.Float<Half>(),
            "float32" => visitor.Float<float>(),
            "float64" => visitor.Float<double>(),
            _ => throw new ArgumentException($"{type} is no type of numbers", nameof(type)),
        };
}
