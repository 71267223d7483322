using System.Text;
using Xunit;

namespace Zarr.Tests.Memory;

public sealed class Crc32Tests
{
    [Fact]
    public void The_published_vector() => Assert.Equal(0xCBF43926u, Crc32.Checksum(Encoding.ASCII.GetBytes("123456789")));

    [Fact]
    public void Every_length_and_alignment_gives_what_the_tables_give()
    {
        var bytes = new byte[1000];
        new Random(7).NextBytes(bytes);
        for (var length = 0; length < 400; length++)
        {
            for (var start = 0; start < 17; start++)
            {
                var part = bytes.AsSpan(start, length);
                Assert.Equal(~Crc32.ByTable(uint.MaxValue, part), Crc32.Checksum(part));
            }
        }
    }

    [Fact]
    public void Parts_give_what_the_whole_gives()
    {
        var bytes = new byte[777];
        new Random(8).NextBytes(bytes);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            Assert.Equal(Crc32.Checksum(bytes), Crc32.Append(Crc32.Append(0, bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
        }
    }
}
