using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;

namespace Zarr.Tests.Codecs;

public sealed class CodecRegistryTests
{
    [Fact]
    public void A_name_gives_its_codec_and_the_codec_its_name() =>
        Assert.All(["bytes", "crc32c"], name => Assert.Equal(name, CodecRegistry.Default.Create(new NamedConfiguration(name)).Name));

    [Fact]
    public void An_unknown_codec_is_unsupported_by_name()
    {
        var error = Assert.Throws<UnsupportedFeatureException>(() => CodecRegistry.Default.Create(new NamedConfiguration("vlen-utf8")));
        Assert.Equal("vlen-utf8", error.Feature);
        Assert.Contains("bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Adding_a_codec_leaves_the_old_registry_as_it_was()
    {
        var more = CodecRegistry.Default.With("mine", _ => new BytesCodec(bigEndian: true));
        Assert.Equal(new BytesCodec(bigEndian: true), more.Create(new NamedConfiguration("mine")));
        Assert.Throws<UnsupportedFeatureException>(() => CodecRegistry.Default.Create(new NamedConfiguration("mine")));
    }
}
