using System.Text;
using Xunit;

namespace Zarr.Tests.Memory;

public sealed class Crc32CTests
{
    [Fact]
    public void Checksums_are_those_of_the_published_vectors()
    {
        byte[] rising = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        Assert.Equal(0xe3069283u, Crc32C.Checksum(Encoding.ASCII.GetBytes("123456789")));
        Assert.Equal(0x8a9136aau, Crc32C.Checksum(new byte[32]));
        Assert.Equal(0x62a8ab43u, Crc32C.Checksum([.. Enumerable.Repeat((byte)0xff, 32)]));
        Assert.Equal(0x46dd794eu, Crc32C.Checksum(rising));
        Assert.Equal(0x113fdb5cu, Crc32C.Checksum([.. rising.Reverse()]));
        Assert.Equal(0u, Crc32C.Checksum([]));
    }

    [Fact]
    public void Parts_give_what_the_whole_gives()
    {
        var bytes = new byte[77];
        new Random(8).NextBytes(bytes);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            Assert.Equal(Crc32C.Checksum(bytes), Crc32C.Append(Crc32C.Checksum(bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
        }
    }
}
