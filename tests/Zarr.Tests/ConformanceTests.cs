using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using TestKit;
using Xunit;
using Zarr.Stores;

namespace Zarr.Tests;

/// <summary>Arrays that other implementations wrote, compared with the values that they hold.</summary>
public sealed class ConformanceTests
{
    private const string Lz4 = "zarrita-js/v2/data.zarr/1d.contiguous.lz4.i2";

    [Theory]
    [InlineData(2, 35)]
    [InlineData(3, 62)]
    public async Task Arrays_of_other_implementations_hold_the_values_they_should(int zarrFormat, int count)
    {
        var folder = SharedData.PathOrSkip("zarr-v3-samples");
        using var expected = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Join(folder, "expected.json")));
        var arrays = expected.RootElement.GetProperty("arrays").EnumerateObject().Where(a => a.Value.GetProperty("zarr_format").GetInt32() == zarrFormat).ToList();
        Assert.Equal(count, arrays.Count);
        foreach (var array in arrays)
        {
            await CompareAsync(Path.Join(folder, array.Name), array.Value);
        }
    }

    [Fact]
    public async Task Extension_types_are_refused_by_name()
    {
        var folder = SharedData.PathOrSkip("zarr-v3-samples");
        using var expected = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Join(folder, "expected.json")));
        var arrays = expected.RootElement.GetProperty("not_covered_here").EnumerateObject().Where(array => !IsFiltered(array)).ToList();
        Assert.NotEmpty(arrays);
        foreach (var array in arrays)
        {
            var error = await Assert.ThrowsAsync<UnsupportedFeatureException>(() => ZarrArray.OpenAsync(Path.Join(folder, array.Name)));
            Assert.Contains(error.Feature, array.Value.GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_array_compressed_with_lz4_of_numcodecs_is_read()
    {
        var array = await ZarrArray.OpenAsync(Path.Join(SharedData.PathOrSkip("zarr-v3-samples"), Lz4));
        Assert.Equal([1, 2, 3, 4], await array.ReadAsync<short>());
    }

    [Theory]
    [InlineData("zarrita-js/v2/data.zarr")]
    [InlineData("zarrita-js/v2/data.zarr/my group with spaces")]
    [InlineData("neuroglancer/simple_0.4")]
    [InlineData("zarr-java/ome/v0.4_hcs")]
    public async Task Groups_of_version_2_open(string path) =>
        Assert.Equal(2, (await ZarrGroup.OpenAsync(SharedData.PathOrSkip($"zarr-v3-samples/{path}"))).ZarrFormat);

    [Fact]
    public async Task A_group_with_consolidated_metadata_null_opens()
    {
        var group = await ZarrGroup.OpenAsync(SharedData.PathOrSkip("zarr-v3-samples/zarrs/compat/issue_287.zarr"));
        Assert.Equal(StorePrefix.Root, group.Path);
    }

    /// <summary>Whether an array is not among those with listed values because of its codecs. <see cref="StoresOfOthersTests"/> has these.</summary>
    private static bool IsFiltered(JsonProperty array) =>
        array.NameEquals(Lz4) || array.Value.GetString()!.Contains("filters", StringComparison.Ordinal) || array.Value.ValueEquals("'numcodecs.delta'");

    private static async Task CompareAsync(string path, JsonElement expected)
    {
        var array = await ZarrArray.OpenAsync(path);
        Assert.Equal(expected.GetProperty("zarr_format").GetInt32(), array.ZarrFormat);
        Assert.Equal(expected.GetProperty("data_type").GetString(), array.DataType.Name);
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(length => length.GetInt64()), array.Shape);
        AssertDimensionNames(expected.GetProperty("dimension_names"), array);
        await AssertElementsAsync(expected, array);
    }

    private static void AssertDimensionNames(JsonElement expected, ZarrArray array)
    {
        var names = expected.ValueKind == JsonValueKind.Null ? null : expected.EnumerateArray().Select(name => name.GetString());
        Assert.Equal(names, array.Metadata.DimensionNames);
    }

    private static async Task AssertElementsAsync(JsonElement expected, ZarrArray array)
    {
        if (expected.TryGetProperty("all_chunks_missing", out _))
        {
            Assert.Equal(expected.GetProperty("fill_value").GetRawText(), array.Metadata.FillValue.ToString());
            return;
        }

        var bytes = new byte[array.Shape.ElementCount * array.DataType.Size];
        await ((IArraySource)array).ReadAsync(Region.Whole(array.Shape), bytes, CancellationToken.None);
        Assert.Equal(expected.GetProperty("sha256_le_c_order").GetString(), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        var values = ValuesOf(expected);
        Assert.Equal(values.Select(Text), Indices(expected, array).Select(i => Text(Element(bytes, array.DataType, i))));
    }

    private static List<JsonElement> ValuesOf(JsonElement expected) =>
        expected.TryGetProperty("values_c_order", out var all)
            ? [.. all.EnumerateArray()]
            : [.. expected.GetProperty("first_values").EnumerateArray(), .. expected.GetProperty("last_values").EnumerateArray()];

    private static IEnumerable<int> Indices(JsonElement expected, ZarrArray array)
    {
        var count = (int)array.Shape.ElementCount;
        if (expected.TryGetProperty("values_c_order", out var all))
        {
            return Enumerable.Range(0, all.GetArrayLength());
        }

        var (first, last) = (expected.GetProperty("first_values").GetArrayLength(), expected.GetProperty("last_values").GetArrayLength());
        return [.. Enumerable.Range(0, first), .. Enumerable.Range(count - last, last)];
    }

    private static object Element(byte[] bytes, DataType type, int index)
    {
        var element = bytes.AsSpan(index * type.Size, type.Size);
        return type.Name switch
        {
            "bool" => MemoryMarshal.Read<bool>(element),
            "uint8" => element[0],
            "int16" => MemoryMarshal.Read<short>(element),
            "uint16" => MemoryMarshal.Read<ushort>(element),
            "int32" => MemoryMarshal.Read<int>(element),
            "uint32" => MemoryMarshal.Read<uint>(element),
            "float16" => (double)MemoryMarshal.Read<Half>(element),
            "float32" => (double)MemoryMarshal.Read<float>(element),
            "float64" => MemoryMarshal.Read<double>(element),
            _ => throw new NotSupportedException($"no sample of {type} was known when this test was written"),
        };
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "1",
        JsonValueKind.False => "0",
        JsonValueKind.String => value.GetString()!,
        _ => Text((object)value.GetDouble()),
    };

    private static string Text(object value) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Convert.ToDouble(value, null):R}");
}
