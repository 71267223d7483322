using System.Numerics;

namespace Zarr;

/// <summary>
/// The type of one array element, one of the core data types of Zarr v3 (specification section "Data types").
/// The set is closed: each type exists once, so two data types are equal exactly if they are the same object.
/// </summary>
/// <remarks>Elements in memory are always in the byte order of the machine;
/// the <c>bytes</c> codec decides the stored byte order. Immutable and thread-safe.</remarks>
public sealed class DataType
{
    private DataType(string name, int size, Type clrType, DataTypeKind kind)
    {
        (Name, Size, ClrType, Kind) = (name, size, clrType, kind);
    }

    /// <summary><c>bool</c>: one byte, 0 or 1. In C# <see cref="bool"/>.</summary>
    public static DataType Bool { get; } = new("bool", 1, typeof(bool), DataTypeKind.Boolean);

    /// <summary><c>int8</c>, in C# <see cref="sbyte"/>.</summary>
    public static DataType Int8 { get; } = new("int8", 1, typeof(sbyte), DataTypeKind.SignedInteger);

    /// <summary><c>int16</c>, in C# <see cref="short"/>.</summary>
    public static DataType Int16 { get; } = new("int16", 2, typeof(short), DataTypeKind.SignedInteger);

    /// <summary><c>int32</c>, in C# <see cref="int"/>.</summary>
    public static DataType Int32 { get; } = new("int32", 4, typeof(int), DataTypeKind.SignedInteger);

    /// <summary><c>int64</c>, in C# <see cref="long"/>.</summary>
    public static DataType Int64 { get; } = new("int64", 8, typeof(long), DataTypeKind.SignedInteger);

    /// <summary><c>uint8</c>, in C# <see cref="byte"/>.</summary>
    public static DataType UInt8 { get; } = new("uint8", 1, typeof(byte), DataTypeKind.UnsignedInteger);

    /// <summary><c>uint16</c>, in C# <see cref="ushort"/>.</summary>
    public static DataType UInt16 { get; } = new("uint16", 2, typeof(ushort), DataTypeKind.UnsignedInteger);

    /// <summary><c>uint32</c>, in C# <see cref="uint"/>.</summary>
    public static DataType UInt32 { get; } = new("uint32", 4, typeof(uint), DataTypeKind.UnsignedInteger);

    /// <summary><c>uint64</c>, in C# <see cref="ulong"/>.</summary>
    public static DataType UInt64 { get; } = new("uint64", 8, typeof(ulong), DataTypeKind.UnsignedInteger);

    /// <summary><c>float16</c>, in C# <see cref="Half"/>.</summary>
    public static DataType Float16 { get; } = new("float16", 2, typeof(Half), DataTypeKind.Float);

    /// <summary><c>float32</c>, in C# <see cref="float"/>.</summary>
    public static DataType Float32 { get; } = new("float32", 4, typeof(float), DataTypeKind.Float);

    /// <summary><c>float64</c>, in C# <see cref="double"/>.</summary>
    public static DataType Float64 { get; } = new("float64", 8, typeof(double), DataTypeKind.Float);

    /// <summary><c>complex64</c>: two float32, real then imaginary. In C# <see cref="Complex64"/>.</summary>
    public static DataType Complex64 { get; } = new("complex64", 8, typeof(Complex64), DataTypeKind.Complex);

    /// <summary><c>complex128</c>: two float64, real then imaginary. In C# <see cref="Complex"/>.</summary>
    public static DataType Complex128 { get; } = new("complex128", 16, typeof(Complex), DataTypeKind.Complex);

    /// <summary>All data types, in the order of the specification.</summary>
    public static IReadOnlyList<DataType> All { get; } =
    [
        Bool, Int8, Int16, Int32, Int64, UInt8, UInt16, UInt32, UInt64, Float16, Float32, Float64, Complex64, Complex128,
    ];

    /// <summary>The name in <c>zarr.json</c>, for example <c>uint16</c>.</summary>
    public string Name { get; }

    /// <summary>Bytes per element.</summary>
    public int Size { get; }

    /// <summary>The C# type whose memory layout is that of one element.</summary>
    public Type ClrType { get; }

    /// <summary>Boolean, integer, floating point or complex.</summary>
    public DataTypeKind Kind { get; }

    /// <summary>Bytes of the unit whose byte order matters: the element size, but half of it for complex types.</summary>
    public int ComponentSize => Kind == DataTypeKind.Complex ? Size / 2 : Size;

    /// <summary>Whether the values are integers (signed or unsigned), as label images require.</summary>
    public bool IsInteger => Kind is DataTypeKind.SignedInteger or DataTypeKind.UnsignedInteger;

    /// <summary>How C# code names <see cref="ClrType"/>.</summary>
    private string Keyword => Name switch
    {
        "int8" => "sbyte",
        "int16" => "short",
        "int32" => "int",
        "int64" => "long",
        "uint8" => "byte",
        "uint16" => "ushort",
        "uint32" => "uint",
        "uint64" => "ulong",
        "float32" => "float",
        "float64" => "double",
        "bool" => "bool",
        _ => ClrType.Name,
    };

    /// <summary>The data type stored as <typeparamref name="T"/>.</summary>
    /// <exception cref="ArgumentException">No Zarr data type has this C# type.</exception>
    public static DataType Of<T>()
        where T : unmanaged =>
        All.FirstOrDefault(type => type.ClrType == typeof(T))
        ?? throw new ArgumentException($"no Zarr data type is stored as {typeof(T).Name}; there are {string.Join(", ", All.Select(t => t.ClrType.Name))}");

    /// <summary>The data type with this name in <c>zarr.json</c>, or null if the name is not that of a core type.</summary>
    public static DataType? FromName(string name) => All.FirstOrDefault(type => type.Name == name);

    /// <summary>Throws unless a generic method was called with the type of the elements.</summary>
    /// <param name="called">The element type of the call.</param>
    /// <param name="method">The method.</param>
    /// <param name="suffix">What follows the element type in the right call, such as <c>[,]</c>.</param>
    internal void RequireArgument(Type called, string method, string suffix = "")
    {
        if (called != ClrType)
        {
            throw new ArgumentException($"the array holds {Name}: call {method}<{Keyword}{suffix}>");
        }
    }

    /// <summary>The name in <c>zarr.json</c>.</summary>
    public override string ToString() => Name;
}

/// <summary>The families of data types.</summary>
public enum DataTypeKind
{
    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Two's complement integers.</summary>
    SignedInteger,

    /// <summary>Integers without sign.</summary>
    UnsignedInteger,

    /// <summary>IEEE 754 binary floating point.</summary>
    Float,

    /// <summary>A pair of floating point numbers, real and imaginary.</summary>
    Complex,
}

/// <summary>One element of a <c>complex64</c> array: two 32-bit floating point numbers.</summary>
/// <param name="Real">The real part, stored first.</param>
/// <param name="Imaginary">The imaginary part.</param>
public readonly record struct Complex64(float Real, float Imaginary);
