using System.Numerics;
using System.Runtime.CompilerServices;
using Xunit;

namespace Zarr.Tests;

public sealed class DataTypeTests
{
    public static TheoryData<string, int, Type> CoreTypes { get; } = new()
    {
        { "bool", 1, typeof(bool) },
        { "int8", 1, typeof(sbyte) },
        { "int16", 2, typeof(short) },
        { "int32", 4, typeof(int) },
        { "int64", 8, typeof(long) },
        { "uint8", 1, typeof(byte) },
        { "uint16", 2, typeof(ushort) },
        { "uint32", 4, typeof(uint) },
        { "uint64", 8, typeof(ulong) },
        { "float16", 2, typeof(Half) },
        { "float32", 4, typeof(float) },
        { "float64", 8, typeof(double) },
        { "complex64", 8, typeof(Complex64) },
        { "complex128", 16, typeof(Complex) },
    };

    [Theory]
    [MemberData(nameof(CoreTypes))]
    public void Each_core_type_has_its_name_size_and_type(string name, int size, Type type)
    {
        var found = DataType.FromName(name);
        Assert.NotNull(found);
        Assert.Equal((name, size, type, name), (found.Name, found.Size, found.ClrType, found.ToString()));
    }

    [Fact]
    public void There_are_no_others()
    {
        Assert.Equal(CoreTypes.Count, DataType.All.Count);
        Assert.Null(DataType.FromName("UInt16"));
        Assert.Null(DataType.FromName("r16"));
    }

    [Fact]
    public void Types_are_found_by_their_CSharp_type()
    {
        Assert.Same(DataType.UInt16, DataType.Of<ushort>());
        Assert.Same(DataType.Complex64, DataType.Of<Complex64>());
        Assert.Throws<ArgumentException>(DataType.Of<char>);
        Assert.Throws<ArgumentException>(DataType.Of<nint>);
        Assert.Throws<ArgumentException>(DataType.Of<DayOfWeek>);
    }

    [Fact]
    public void Complex_numbers_are_two_components()
    {
        Assert.Equal((4, 8, 2), (DataType.Complex64.ComponentSize, DataType.Complex128.ComponentSize, DataType.Float16.ComponentSize));
        Assert.Equal((8, 16), (Unsafe.SizeOf<Complex64>(), Unsafe.SizeOf<Complex>()));
    }

    [Fact]
    public void Only_the_eight_integer_types_are_integers() =>
        Assert.Equal(["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"], DataType.All.Where(t => t.IsInteger).Select(t => t.Name));
}
