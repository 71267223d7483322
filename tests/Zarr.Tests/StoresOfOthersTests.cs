using System.Runtime.InteropServices;
using TestKit;
using Xunit;

namespace Zarr.Tests;

/// <summary>Arrays that other programs wrote and that did not open once: from public reports of errors, and from GDAL, zarr-python and zarrita.</summary>
public sealed class StoresOfOthersTests
{
    private const string Folder = "cases/stores";

    [Theory]
    [InlineData("attrs_null", "")]
    [InlineData("gdal_fill_null", "arr")]
    [InlineData("zarrita_default", "")]
    [InlineData("v2_fill_str0_f4", "")]
    [InlineData("v2_bitround", "")]
    [InlineData("nc_blosc", "")]
    [InlineData("nc_crc32c", "")]
    [InlineData("nc_gzip", "")]
    [InlineData("nc_shuffle", "")]
    [InlineData("nc_zstd", "")]
    [InlineData("delta", "")]
    [InlineData("scale_offset", "")]
    public async Task An_array_holds_the_elements_that_its_writer_reads(string name, string path)
    {
        var expected = await File.ReadAllBytesAsync(SharedData.PathOrSkip($"{Folder}/{name}.expected"));
        var array = await ZarrArray.OpenAsync(Path.Join(SharedData.PathOrSkip($"{Folder}/{name}.zarr"), path));
        Assert.Equal(expected, await ReadAsync(array));
    }

    [Theory]
    [InlineData("delta", 60210930)]
    [InlineData("nc_blosc", 60210930)]
    [InlineData("nc_shuffle", 60210930)]
    [InlineData("n5_fill_string_image04/0", 384)]
    public async Task An_array_of_uint16_has_the_sum_that_zarr_python_found(string name, long sum)
    {
        var (store, path) = (name.Split('/')[0], string.Join('/', name.Split('/').Skip(1)));
        var array = await ZarrArray.OpenAsync(Path.Join(SharedData.PathOrSkip($"{Folder}/{store}.zarr"), path));
        Assert.Equal(sum, (await array.ReadAsync<ushort>()).Sum(value => (long)value));
    }

    [Fact]
    public async Task A_rounded_array_has_the_sum_that_zarr_python_found()
    {
        // The file of expected elements holds them as they were before they were rounded.
        var array = await ZarrArray.OpenAsync(SharedData.PathOrSkip($"{Folder}/v3_bitround.zarr"));
        var before = MemoryMarshal.Cast<byte, float>(await File.ReadAllBytesAsync(SharedData.PathOrSkip($"{Folder}/v3_bitround.expected"))).ToArray();
        var elements = await array.ReadAsync<float>();
        Assert.Equal(196.5396, elements.Sum(value => (double)value), 1e-4);
        Assert.All(elements.Zip(before), pair => Assert.Equal(pair.Second, pair.First, Math.Abs(pair.Second) / 256));
    }

    [Theory]
    [InlineData("v2/data.zarr/1d.contiguous.bitround.f4", "1.125 2.25 3.25 4.5")]
    [InlineData("v2/data.zarr/1d.contiguous.fixedscaleoffset.f4", "1000 1000.1 1000.2 1000.3")]
    public async Task Floating_point_numbers_behind_filters_are_those_of_the_samples(string path, string expected)
    {
        var array = await ZarrArray.OpenAsync(SharedData.PathOrSkip($"zarr-v3-samples/zarrita-js/{path}"));
        Assert.Equal(expected, string.Join(' ', await array.ReadAsync<float>()));
    }

    [Theory]
    [InlineData("v2/data.zarr/1d.contiguous.delta.i2", 1, 4, 1)]
    [InlineData("v2/data.zarr/1d.contiguous.delta.shuffle.i2", 10, 4, 10)]
    [InlineData("v2/data.zarr/1d.contiguous.shuffle.i2", 1, 4, 1)]
    [InlineData("v3/data.zarr/1d.contiguous.delta.i4", 1, 4, 1)]
    [InlineData("v3/data.zarr/3d.contiguous.delta.i4.mixed", 0, 27, 1)]
    public async Task Integers_behind_filters_are_those_of_the_samples(string path, int first, int count, int step)
    {
        var array = await ZarrArray.OpenAsync(SharedData.PathOrSkip($"zarr-v3-samples/zarrita-js/{path}"));
        var elements = await ReadAsync(array);
        var values = array.DataType == DataType.Int16
            ? MemoryMarshal.Cast<byte, short>(elements).ToArray().Select(value => (int)value)
            : MemoryMarshal.Cast<byte, int>(elements).ToArray();
        Assert.Equal(Enumerable.Range(0, count).Select(i => first + (i * step)), values);
    }

    private static async Task<byte[]> ReadAsync(ZarrArray array)
    {
        var elements = new byte[array.Shape.ElementCount * array.DataType.Size];
        await ((IArraySource)array).ReadAsync(Region.Whole(array.Shape), elements, CancellationToken.None);
        return elements;
    }
}
