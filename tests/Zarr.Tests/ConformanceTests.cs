using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using TestKit;
using Xunit;
using Zarr.Stores;

namespace Zarr.Tests;

/// <summary>Zarr v3 arrays that other implementations wrote, compared with the values that they hold.</summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    // Of them 18 with sharding, two of which need transpose too.
    private const int LeastCompared = 56;

    private static readonly HashSet<string> NotYet = ["transpose", "numcodecs.zlib"];

    [Fact]
    public async Task Arrays_of_other_implementations_hold_the_values_they_should()
    {
        var folder = SharedData.PathOrSkip("zarr-v3-samples");
        using var expected = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Join(folder, "expected.json")));
        var arrays = expected.RootElement.GetProperty("arrays").EnumerateObject().Where(a => a.Value.GetProperty("zarr_format").GetInt32() == 3).ToList();
        var notYet = new List<(string Feature, string Path)>();
        foreach (var array in arrays)
        {
            if (await CompareAsync(Path.Join(folder, array.Name), array.Value) is { } feature)
            {
                notYet.Add((feature, array.Name));
            }
        }

        var compared = arrays.Count - notYet.Count;
        output.WriteLine($"{compared} of {arrays.Count} Zarr v3 arrays compared");
        foreach (var feature in notYet.GroupBy(array => array.Feature))
        {
            output.WriteLine($"not yet, {feature.Key} ({feature.Count()}): {string.Join(", ", feature.Select(array => array.Path))}");
        }

        Assert.Subset(NotYet, notYet.Select(array => array.Feature).ToHashSet());
        Assert.InRange(compared, LeastCompared, arrays.Count);
    }

    [Fact]
    public async Task Arrays_of_extension_types_are_refused_by_the_name_of_the_feature()
    {
        var folder = SharedData.PathOrSkip("zarr-v3-samples");
        using var expected = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Join(folder, "expected.json")));
        var names = expected.RootElement.GetProperty("not_covered_here").EnumerateObject().Select(array => array.Name);
        var paths = names.Select(name => Path.Join(folder, name)).Where(path => File.Exists(Path.Join(path, "zarr.json"))).ToList();
        Assert.NotEmpty(paths);
        foreach (var path in paths)
        {
            var error = await Assert.ThrowsAsync<UnsupportedFeatureException>(() => ZarrArray.OpenAsync(path));
            output.WriteLine($"{error.Feature}: {path}");
        }
    }

    [Fact]
    public async Task A_group_with_consolidated_metadata_null_opens()
    {
        var group = await ZarrGroup.OpenAsync(SharedData.PathOrSkip("zarr-v3-samples/zarrs/compat/issue_287.zarr"));
        Assert.Equal(StorePrefix.Root, group.Path);
    }

    /// <summary>Compares one array; returns the feature that it needs and that does not exist.</summary>
    private static async Task<string?> CompareAsync(string path, JsonElement expected)
    {
        try
        {
            var array = await ZarrArray.OpenAsync(path);
            Assert.Equal(expected.GetProperty("data_type").GetString(), array.DataType.Name);
            Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(length => length.GetInt64()), array.Shape);
            AssertDimensionNames(expected.GetProperty("dimension_names"), array);
            await AssertElementsAsync(expected, array);
            return null;
        }
        catch (UnsupportedFeatureException error)
        {
            return error.Feature;
        }
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
