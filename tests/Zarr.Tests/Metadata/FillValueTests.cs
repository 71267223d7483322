using System.Numerics;
using System.Text.Json;
using CsCheck;
using TestKit;
using Xunit;
using Zarr.Metadata;

namespace Zarr.Tests.Metadata;

public sealed class FillValueTests
{
    private static readonly Gen<FillValue> AnyFillValue =
        from type in Generators.DataType
        from seed in Gen.Int
        select FromBytes(type, Generators.Elements(type, 1, seed));

    // Type, JSON, bits of the element (most significant digit first; real then imaginary for complex types).
    public static TheoryData<string, string, string> Valid { get; } = new()
    {
        { "bool", "true", "01" },
        { "bool", "false", "00" },
        { "int8", "-128", "80" },
        { "int8", "127", "7f" },
        { "int16", "-1", "ffff" },
        { "int32", "-2147483648", "80000000" },
        { "int64", "-9223372036854775808", "8000000000000000" },
        { "int64", "9223372036854775807", "7fffffffffffffff" },
        { "int64", "9007199254740993", "0020000000000001" },
        { "uint8", "255", "ff" },
        { "uint16", "65535", "ffff" },
        { "uint32", "4294967295", "ffffffff" },
        { "uint64", "18446744073709551615", "ffffffffffffffff" },
        { "int64", "-0", "0000000000000000" },
        { "float16", "1.5", "3e00" },
        { "float16", "\"NaN\"", "7e00" },
        { "float16", "\"Infinity\"", "7c00" },
        { "float16", "\"-Infinity\"", "fc00" },
        { "float16", "\"0xfe01\"", "fe01" },
        { "float32", "0", "00000000" },
        { "float32", "-0.0", "80000000" },
        { "float32", "1e-45", "00000001" },
        { "float32", "16777217", "4b800000" },
        { "float32", "1e400", "7f800000" },
        { "float32", "\"NaN\"", "7fc00000" },
        { "float32", "\"Infinity\"", "7f800000" },
        { "float32", "\"-Infinity\"", "ff800000" },
        { "float32", "\"0x7fc00000\"", "7fc00000" },
        { "float32", "\"0xFFC0dead\"", "ffc0dead" },
        { "float64", "0.1", "3fb999999999999a" },
        { "float64", "5e-324", "0000000000000001" },
        { "float64", "1E99999999999", "7ff0000000000000" },
        { "float64", "\"NaN\"", "7ff8000000000000" },
        { "float64", "\"Infinity\"", "7ff0000000000000" },
        { "float64", "\"-Infinity\"", "fff0000000000000" },
        { "float64", "\"0xfff8000000000001\"", "fff8000000000001" },
        { "complex64", "[1, -2.5]", "3f800000c0200000" },
        { "complex64", "[\"NaN\", \"0x7fc00001\"]", "7fc000007fc00001" },
        { "complex128", "[\"-Infinity\", 0]", "fff00000000000000000000000000000" },
    };

    public static TheoryData<string, string> Invalid { get; } = new()
    {
        { "bool", "0" },
        { "bool", "\"true\"" },
        { "bool", "null" },
        { "int8", "128" },
        { "int8", "-129" },
        { "int16", "1.0" },
        { "int16", "1e2" },
        { "int16", "\"1\"" },
        { "int32", "true" },
        { "int64", "9223372036854775808" },
        { "uint8", "256" },
        { "uint8", "-1" },
        { "uint16", "null" },
        { "uint16", "[0]" },
        { "uint64", "18446744073709551616" },
        { "uint32", "\"0x00000000\"" },
        { "float16", "\"0x7fc00000\"" },
        { "float32", "\"0x7fc0\"" },
        { "float32", "\"0x7fc0000g\"" },
        { "float32", "\"0x-7fc0000\"" },
        { "float32", "\"0x 7fc0000\"" },
        { "float32", "\"0X7fc00000\"" },
        { "float32", "\"0x\"" },
        { "float32", "\"nan\"" },
        { "float32", "\"+Infinity\"" },
        { "float32", "\"1.5\"" },
        { "float32", "\"\"" },
        { "float64", "null" },
        { "float64", "true" },
        { "float64", "[1, 2]" },
        { "float64", "{}" },
        { "complex64", "1" },
        { "complex64", "[1]" },
        { "complex64", "[1, 2, 3]" },
        { "complex64", "[1, null]" },
        { "complex64", "[\"0x7ff8000000000000\", 0]" },
        { "complex128", "\"NaN\"" },
        { "complex128", "{\"re\": 1, \"im\": 2}" },
    };

    [Theory]
    [MemberData(nameof(Valid))]
    public void Every_form_of_the_specification_gives_the_exact_bits(string type, string json, string bits) =>
        Assert.Equal(bits, Bits(Parse(type, json)));

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Other_forms_are_errors_that_name_the_value_and_the_type(string type, string json)
    {
        var error = Assert.Throws<InvalidMetadataException>(() => Parse(type, json));
        Assert.Equal($"fill_value {json} is not a value of the data type {type}", error.Message);
    }

    [Theory]
    [InlineData("float32", "\"0x7fc00000\"", "\"NaN\"")]
    [InlineData("float32", "\"0xff800000\"", "\"-Infinity\"")]
    [InlineData("float32", "\"0xffc00000\"", "\"0xffc00000\"")]
    [InlineData("float16", "\"0x7e01\"", "\"0x7e01\"")]
    [InlineData("float64", "\"0x7ff0000000000001\"", "\"0x7ff0000000000001\"")]
    [InlineData("float32", "0.1", "0.1")]
    [InlineData("float16", "-0.0", "-0.0")]
    [InlineData("float32", "-0.0", "-0.0")]
    [InlineData("float64", "-0.0", "-0.0")]
    [InlineData("float64", "0.0", "0")]
    [InlineData("complex64", "[-0.0, 0]", "[-0.0,0]")]
    [InlineData("complex128", "[0, \"0x8000000000000000\"]", "[0,-0.0]")]
    [InlineData("uint64", "18446744073709551615", "18446744073709551615")]
    [InlineData("int8", "-128", "-128")]
    [InlineData("bool", "true", "true")]
    [InlineData("bool", "false", "false")]
    [InlineData("float64", "-1e-300", "-1E-300")]
    [InlineData("float16", "\"-Infinity\"", "\"-Infinity\"")]
    [InlineData("float64", "\"0x7ff8000000000000\"", "\"NaN\"")]
    [InlineData("complex64", "[\"NaN\", 0.5]", "[\"NaN\",0.5]")]
    public void It_is_written_in_the_plainest_form(string type, string json, string written) =>
        Assert.Equal(written, Parse(type, json).ToString());

    [Fact]
    public void Whatever_is_written_reads_back_bit_by_bit() =>
        AnyFillValue.Sample(value => Parse(value.DataType.Name, value.ToString()).Equals(value), seed: "0000FillValue0", iter: 20000);

    [Fact]
    public void All_65536_values_of_float16_survive()
    {
        for (var bits = 0; bits <= ushort.MaxValue; bits++)
        {
            var value = FillValue.Of(BitConverter.UInt16BitsToHalf((ushort)bits));
            Assert.Equal(value, Parse("float16", value.ToString()));
        }
    }

    [Fact]
    public void Zero_is_all_zero_bits_for_every_type() =>
        Assert.All(DataType.All, type => Assert.Equal(new byte[type.Size], FillValue.Zero(type).Bytes));

    [Fact]
    public void A_CSharp_value_goes_in_and_out_unchanged()
    {
        Assert.Equal(ulong.MaxValue, FillValue.Of(ulong.MaxValue).As<ulong>());
        Assert.Equal(new Complex(1, -2), FillValue.Of(new Complex(1, -2)).As<Complex>());
        Assert.True(FillValue.Of(true).As<bool>());
        Assert.Throws<ArgumentException>(() => FillValue.Of('a'));
        Assert.Throws<ArgumentException>(() => FillValue.Of(1).As<uint>());
    }

    [Fact]
    public void Values_are_equal_if_type_and_bits_are()
    {
        Assert.Equal(FillValue.Of(1), FillValue.Of(1));
        Assert.Equal(FillValue.Of(1).GetHashCode(), FillValue.Of(1).GetHashCode());
        Assert.NotEqual(FillValue.Of(1), FillValue.Of(1u));
        Assert.NotEqual(FillValue.Of(0.0), FillValue.Of(-0.0));
        Assert.NotEqual(FillValue.Of(1).GetHashCode(), FillValue.Of(1u).GetHashCode());
        Assert.NotEqual(FillValue.Of(1).GetHashCode(), FillValue.Of(2).GetHashCode());
        Assert.True(FillValue.Of(1).Equals((object)FillValue.Of(1)));
        Assert.False(FillValue.Of(1).Equals((object)1));
        Assert.False(FillValue.Of(1).Equals(null));
    }

    [Fact]
    public void A_data_type_is_needed_and_that_of_the_value()
    {
        Assert.Equal("dataType", Assert.Throws<ArgumentNullException>(() => FillValue.Zero(null!)).ParamName);
        Assert.Equal("dataType", Assert.Throws<ArgumentNullException>(() => FillValue.Parse(default, null!)).ParamName);
        Assert.Equal("the fill value is int32 (Int32), not UInt32", Assert.Throws<ArgumentException>(() => FillValue.Of(1).As<uint>()).Message);
        Assert.Equal(FillValue.Of((short)-2), FillValue.FromElement(BitConverter.GetBytes((short)-2), DataType.Int16));
    }

    [Fact]
    public void A_huge_wrong_value_is_not_repeated_in_the_message()
    {
        var error = Assert.Throws<InvalidMetadataException>(() => Parse("uint8", $"\"{new string('x', 10000)}\""));
        Assert.True(error.Message.Length < 200);
    }

    private static FillValue Parse(string type, string json)
    {
        using var document = JsonDocument.Parse(json);
        return FillValue.Parse(document.RootElement, DataType.FromName(type)!);
    }

    private static FillValue FromBytes(DataType type, byte[] bytes) => type.Name switch
    {
        "bool" => FillValue.Of(bytes[0] != 0),
        "int8" => FillValue.Of((sbyte)bytes[0]),
        "int16" => FillValue.Of(BitConverter.ToInt16(bytes)),
        "int32" => FillValue.Of(BitConverter.ToInt32(bytes)),
        "int64" => FillValue.Of(BitConverter.ToInt64(bytes)),
        "uint8" => FillValue.Of(bytes[0]),
        "uint16" => FillValue.Of(BitConverter.ToUInt16(bytes)),
        "uint32" => FillValue.Of(BitConverter.ToUInt32(bytes)),
        "uint64" => FillValue.Of(BitConverter.ToUInt64(bytes)),
        "float16" => FillValue.Of(BitConverter.ToHalf(bytes)),
        "float32" => FillValue.Of(BitConverter.ToSingle(bytes)),
        "float64" => FillValue.Of(BitConverter.ToDouble(bytes)),
        "complex64" => FillValue.Of(new Complex64(BitConverter.ToSingle(bytes), BitConverter.ToSingle(bytes, 4))),
        _ => FillValue.Of(new Complex(BitConverter.ToDouble(bytes), BitConverter.ToDouble(bytes, 8))),
    };

    private static string Bits(FillValue value)
    {
        var component = value.DataType.ComponentSize;
        return string.Concat(value.Bytes.ToArray().Chunk(component).Select(part => Convert.ToHexStringLower([.. part.Reverse()])));
    }
}
