using System.Text.Json.Nodes;
using TestKit;
using Xunit;
using Zarr.Codecs;

namespace Zarr.Tests.Codecs;

public sealed class BytesCodecTests : CodecContract
{
    public static TheoryData<string> DataTypes() => new(DataType.All.Select(type => type.Name));

    [Theory]
    [MemberData(nameof(DataTypes))]
    public void Big_endian_turns_each_component_round(string dataTypeName)
    {
        var dataType = DataType.FromName(dataTypeName)!;
        var source = SampleBytes.Make(SampleKind.Ramp, 3 * dataType.Size);
        var bound = new BytesCodec(bigEndian: true).Bind(new CodecInput([3], dataType, source.Length));
        var expected = source.Chunk(dataType.ComponentSize).SelectMany(component => component.Reverse());
        Assert.Equal(expected, Encode(bound, source));
        Assert.Equal(dataType.ComponentSize == 1, bound.IsIdentity);
    }

    [Fact]
    public void Big_endian_chunks_decode_to_the_machines_order()
    {
        var bound = new BytesCodec(bigEndian: true).Bind(new CodecInput([2], DataType.UInt16, 4));
        var decoded = new byte[4];
        bound.Decode([0x12, 0x34, 0x56, 0x78], decoded);
        Assert.Equal([0x34, 0x12, 0x78, 0x56], decoded);
    }

    [Fact]
    public void Little_endian_leaves_the_bytes_as_they_are() =>
        Assert.True(new BytesCodec().Bind(new CodecInput([2], DataType.Float64, 16)).IsIdentity);

    [Fact]
    public void A_chunk_of_the_wrong_length_is_corrupt()
    {
        var bound = new BytesCodec().Bind(new CodecInput([2], DataType.UInt16, 4));
        var error = Assert.Throws<CorruptDataException>(() => bound.Decode(new byte[5], new byte[8]));
        Assert.Equal("bytes: there are 5 bytes, a chunk of 2 uint16 takes 4", error.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"endian":"little"}""")]
    public void A_missing_endian_is_little_and_is_written(string? json)
    {
        var codec = BytesCodec.FromConfiguration(json is null ? null : JsonNode.Parse(json)!.AsObject());
        Assert.Equal("""{"name":"bytes","configuration":{"endian":"little"}}""", codec.ToMetadata().ToJson().ToJsonString());
    }

    [Theory]
    [InlineData("""{"endian":"middle"}""", "\"middle\"")]
    [InlineData("""{"endian":null}""", "null")]
    [InlineData("""{"endian":1}""", "1")]
    public void A_wrong_endian_is_invalid(string json, string found)
    {
        var error = Assert.Throws<InvalidMetadataException>(() => BytesCodec.FromConfiguration(JsonNode.Parse(json)!.AsObject()));
        Assert.Equal($"""codec bytes: member "endian" of the configuration must be one of "little", "big"; found {found}""", error.Message);
    }

    protected override IEnumerable<ICodec> Codecs() => [new BytesCodec(), new BytesCodec(bigEndian: true)];

    protected override ICodec Parse(JsonObject? configuration) => BytesCodec.FromConfiguration(configuration);
}
