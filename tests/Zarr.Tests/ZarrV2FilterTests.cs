using System.Globalization;
using System.Runtime.InteropServices;
using TestKit;
using Xunit;
using Zarr.Stores;
using Zarr.Tests.Metadata.V2;

namespace Zarr.Tests;

/// <summary>Small chunks of Zarr v2 behind each filter, made by hand and checked with numcodecs.</summary>
public sealed class ZarrV2FilterTests
{
    // dtype, order, filters, the stored chunk, and the elements of 2 x 3 in C order.
    public static TheoryData<string, string, string, string, string> Chunks { get; } = new()
    {
        { "<u2", "C", """{"id":"delta","dtype":"<u2"}""", "0500ffffb80244fdffff0200", "5 4 700 0 65535 1" },
        { ">i2", "F", """{"id":"delta","dtype":">i2","astype":">i4"}""", "00000001fffffffb00000006fffffff90000000800007ffc", "1 2 3 -4 -5 32767" },
        { "<u2", "C", """{"id":"delta","dtype":"<u2","astype":"|i1"}""", "6401fe00cf0a", "100 101 99 99 50 60" },
        { "<f4", "C", """{"id":"fixedscaleoffset","offset":1000,"scale":10,"dtype":"<f4","astype":"|u1"}""", "0001020a19ff", "1000 1000.1 1000.2 1001 1002.5 1025.5" },
        { "<f8", "C", """{"id":"fixedscaleoffset","offset":-0.5,"scale":4,"dtype":"<f8","astype":">i2"}""", "0002000300000006000a000e", "0 0.25 -0.5 1 2 3" },
        { "<i8", "C", """{"id":"astype","encode_dtype":"<i2","decode_dtype":"<i8"}""", "0100feff0300fcff2c010600", "1 -2 3 -4 300 6" },
        { "|b1", "F", """{"id":"packbits"}""", "02d4", "True False False True True True" },
        { "<f4", "C", """{"id":"bitround","keepbits":3}""", "0000d03d0000a03f000040410000f0c20000a04400000000", "0.1015625 1.25 12 -120 1280 0" },
        { "<f8", "C", """{"id":"quantize","digits":1,"dtype":"<f8","astype":"<f4"}""", "0000003e0000803e0000a03e0000e03e0000103f000030bf", "0.125 0.25 0.3125 0.4375 0.5625 -0.6875" },
        { "<u2", "C", """{"id":"shuffle","elementsize":2}""", "010203040502000000000001", "1 2 3 4 5 258" },
        { "<u2", "C", """{"id":"shuffle"}""", "010305000000020402000001", "1 2 3 4 5 258" },
        { "<u2", "C", """{"id":"delta","dtype":"<u2"},{"id":"shuffle","elementsize":2},{"id":"crc32"}""", "3a7144100101010101fd000000000000", "1 2 3 4 5 258" },
        { "<u2", "C", """{"id":"adler32"}""", "13007500010002000300040005000201", "1 2 3 4 5 258" },
        { ">u2", "C", """{"id":"crc32"}""", "f21f1ba1000100020003000400050102", "1 2 3 4 5 258" },
        { ">u2", "C", """{"id":"crc32","location":"end"}""", "000100020003000400050102f21f1ba1", "1 2 3 4 5 258" },
        { ">u2", "C", """{"id":"fletcher32"}""", "00010002000300040005010211013401", "1 2 3 4 5 258" },
        { "<u2", "C", """{"id":"zlib","level":1}""", "7801636460626066606160656062040000750013", "1 2 3 4 5 258" },
    };

    [Theory]
    [MemberData(nameof(Chunks))]
    public async Task A_chunk_behind_filters_is_read(string dtype, string order, string filters, string stored, string expected)
    {
        var store = new MemoryStore();
        await store.PutAsync(".zarray", V2Node.Array(("shape", "[2,3]"), ("dtype", $"\"{dtype}\""), ("order", $"\"{order}\""), ("filters", $"[{filters}]")));
        await store.SetAsync(new StoreKey("0.0"), Convert.FromHexString(stored));
        var array = await ZarrArray.OpenAsync(store, StorePrefix.Root);
        var elements = new byte[6 * array.DataType.Size];
        await ((IArraySource)array).ReadAsync(Region.Whole(array.Shape), elements, CancellationToken.None);
        Assert.Equal(expected, Text(elements, array.DataType));
    }

    [Theory]
    [MemberData(nameof(Chunks))]
    public async Task A_damaged_chunk_behind_filters_is_corrupt_or_read(string dtype, string order, string filters, string stored, string expected)
    {
        Assert.NotEmpty(expected);
        var random = new Random(20260727);
        var store = new MemoryStore();
        await store.PutAsync(".zarray", V2Node.Array(("shape", "[2,3]"), ("dtype", $"\"{dtype}\""), ("order", $"\"{order}\""), ("filters", $"[{filters}]")));
        var array = await ZarrArray.OpenAsync(store, StorePrefix.Root);
        for (var attempt = 0; attempt < Rounds.Of(300); attempt++)
        {
            var bytes = Convert.FromHexString(stored).AsSpan(0, random.Next(1 + (stored.Length / 2))).ToArray();
            random.NextBytes(bytes.AsSpan(random.Next(bytes.Length + 1)));
            await store.SetAsync(new StoreKey("0.0"), bytes);
            var error = await Record.ExceptionAsync(async () => await ((IArraySource)array).ReadAsync(Region.Whole(array.Shape), new byte[6 * array.DataType.Size], CancellationToken.None));
            Assert.True(error is null or CorruptDataException, $"{error}");
        }
    }

    [Fact]
    public async Task Missing_chunks_hold_the_fill_value_of_the_array()
    {
        var store = new MemoryStore();
        await store.PutAsync(".zarray", V2Node.Array(("fill_value", "7"), ("filters", """[{"id":"delta","dtype":"<u2"}]""")));
        Assert.All(await (await ZarrArray.OpenAsync(store, StorePrefix.Root)).ReadAsync<ushort>(), element => Assert.Equal(7, element));
    }

    private static string Text(byte[] elements, DataType type)
    {
        IEnumerable<object> values = type.Name switch
        {
            "bool" => elements.Select(value => (object)(value != 0)),
            "uint16" => MemoryMarshal.Cast<byte, ushort>(elements).ToArray().Cast<object>(),
            "int16" => MemoryMarshal.Cast<byte, short>(elements).ToArray().Cast<object>(),
            "int64" => MemoryMarshal.Cast<byte, long>(elements).ToArray().Cast<object>(),
            "float32" => MemoryMarshal.Cast<byte, float>(elements).ToArray().Cast<object>(),
            _ => MemoryMarshal.Cast<byte, double>(elements).ToArray().Cast<object>(),
        };
        return string.Join(' ', values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)));
    }
}
