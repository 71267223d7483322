using System.Text;
using System.Text.Json.Nodes;
using TestKit;
using Xunit;
using Zarr.Codecs;

namespace Zarr.Tests.Codecs;

public sealed class Crc32cCodecTests : CodecContract
{
    [Fact]
    public void The_checksum_follows_in_little_endian()
    {
        var source = Encoding.ASCII.GetBytes("123456789");
        Assert.Equal([.. source, 0x83, 0x92, 0x06, 0xe3], Encode(BindTo(new Crc32cCodec(), 9), source));
    }

    [Fact]
    public void A_mismatch_names_both_checksums()
    {
        var bound = BindTo(new Crc32cCodec(), 9);
        byte[] damaged = [.. Encoding.ASCII.GetBytes("123456789"), 0, 0, 0, 0];
        var error = Assert.Throws<CorruptDataException>(() => bound.Decode(damaged, new byte[9]));
        Assert.Equal("crc32c: the stored checksum is 00000000, that of the 9 bytes is e3069283", error.Message);
    }

    [Fact]
    public void It_adds_four_bytes() => Assert.Equal(104, BindTo(new Crc32cCodec(), 100).Output.MaxLength);

    [Fact]
    public void It_has_no_configuration() => Assert.Null(new Crc32cCodec().ToMetadata().Configuration);

    protected override IEnumerable<ICodec> Codecs() => [new Crc32cCodec()];

    protected override ICodec Parse(JsonObject? configuration) => Crc32cCodec.FromConfiguration(configuration);
}
