using Xunit;

namespace Zarr.Tests;

public sealed class PooledMemoryTests
{
    [Fact]
    public void Memory_has_exactly_the_length_asked_for()
    {
        using var memory = PooledMemory.CopyOf([1, 2, 3]);
        Assert.Equal([1, 2, 3], memory.Memory.ToArray());
        memory.Shorten(2);
        Assert.Equal([1, 2], memory.Memory.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Shorten(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Shorten(-1));
    }

    [Fact]
    public void Memory_is_given_back_once_and_not_used_afterwards()
    {
        var memory = PooledMemory.Rent(100);
        memory.Dispose();
        memory.Dispose();
        Assert.Throws<ObjectDisposedException>(() => memory.Memory);
        using var first = PooledMemory.Rent(100);
        using var second = PooledMemory.Rent(100);
        Assert.False(first.Memory.Span.Overlaps(second.Memory.Span));
    }
}
