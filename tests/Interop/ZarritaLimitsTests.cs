using System.Text;
using Interop.Cases;
using Interop.Zarrita;
using Xunit;
using Zarr;
using Zarr.Metadata;

namespace Interop;

/// <summary>What zarrita does not read as the specification says, so that nobody looks for the fault here; the other tests leave these out.</summary>
public sealed class ZarritaLimitsTests(ZarritaProcess zarrita)
{
    [Theory]
    [InlineData("complex64")]
    [InlineData("complex128")]
    public async Task Complex_numbers_are_unknown_to_zarrita(string dataType)
    {
        var (_, found) = await ReadAsync(dataType, [3], "little endian", "[0, 0]");
        Assert.Equal($"InvalidMetadataError: Unknown or unsupported dataType: {dataType}", found.Error);
    }

    [Theory]
    [MemberData(nameof(HalfFills))]
    public async Task Float16_is_read_where_node_has_a_Float16Array_and_unknown_elsewhere(string fill)
    {
        var (written, found) = await ReadAsync("float16", [5, 7], "zstd 0", fill);
        if (found.Error is null)
        {
            ZarritaBatch.AssertSame(written, found);
        }
        else
        {
            Assert.Equal("InvalidMetadataError: Unknown or unsupported dataType: float16", found.Error);
        }
    }

    public static TheoryData<string> HalfFills => [.. FillValues.Of(DataType.Float16)];

    [Fact]
    public async Task Of_an_empty_array_zarrita_reads_the_metadata_only()
    {
        var (written, found) = await ReadAsync("uint16", [3, 0, 4], "little endian", "0");
        Assert.Equal(written.Metadata.Shape, found.Shape!);
        Assert.Equal("Error: Input contains an empty iterator.", found.Error);
    }

    [Theory]
    [InlineData("int64", "9223372036854775807", long.MinValue)]
    [InlineData("int64", "9007199254740993", 9007199254740992)]
    [InlineData("uint64", "18446744073709551615", 0)]
    public async Task Fill_values_beyond_two_to_the_53_are_rounded_to_a_double_and_wrapped(string dataType, string fill, long rounded)
    {
        var (written, found) = await ReadAsync(dataType, [1], "little endian", fill);
        Assert.Contains($"\"fill_value\":{fill}", Encoding.UTF8.GetString(written.Metadata.ToUtf8()).Replace(" ", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(rounded, BitConverter.ToInt64(found.Elements));
    }

    [Fact]
    public async Task A_fill_value_given_as_bits_is_taken_for_a_number()
    {
        var (_, found) = await ReadAsync("float64", [1], "little endian", "\"0x7ff8000000000001\"");
        Assert.Equal(0x7ff8000000000001, BitConverter.ToDouble(found.Elements));
    }

    [Fact]
    public async Task Big_endian_booleans_are_reversed_in_groups_of_four()
    {
        var metadata = MetadataOf(DataType.Bool, [8], [new NamedConfiguration("bytes", new() { ["endian"] = "big" })], "false");
        var written = new ArrayCase("a", metadata, Region.Whole([8]), [1, 0, 0, 0, 1, 1, 0, 0]);
        var found = await ZarritaBatch.ReadAsync(zarrita, [written]);
        Assert.Equal<byte>([0, 0, 0, 1, 0, 0, 1, 1], found[0].Elements!);
    }

    /// <summary>Reads an array whose first chunk is written and whose others are missing; nothing is written of arrays with one element.</summary>
    private async Task<(ArrayCase Written, ZarritaNode Found)> ReadAsync(string dataType, Shape shape, string chain, string fill)
    {
        var type = DataType.FromName(dataType)!;
        var region = shape.ElementCount > 1 ? Region.Whole([.. shape.Select(_ => 2L)]) : (Region?)null;
        var written = ArrayCase.Create("a", MetadataOf(type, shape, CodecChains.Create(chain, type), fill), region, 0);
        return (written, (await ZarritaBatch.ReadAsync(zarrita, [written]))[0]);
    }

    private static ArrayMetadata MetadataOf(DataType type, Shape shape, IReadOnlyList<NamedConfiguration> codecs, string fill) => new()
    {
        Shape = shape,
        ChunkShape = [.. shape.Select(length => shape.Rank == 1 ? Math.Max(1, length) : 2)],
        DataType = type,
        Codecs = codecs,
        FillValue = FillValues.Parse(type, fill),
    };
}
