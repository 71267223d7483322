using System.Runtime.CompilerServices;
using Blosc.Buffers;
using Xunit;

namespace Blosc.Tests.Buffers;

public sealed class SharedBuffersTests
{
    // So long that no other test uses the same buffers.
    private const int Long = 40 << 20;

    [Fact]
    public void Threads_that_work_one_after_the_other_use_one_long_buffer()
    {
        var first = SharedBuffers.Rent(Long);
        SharedBuffers.Return(first);
        for (var i = 0; i < 4; i++)
        {
            var thread = new Thread(() =>
            {
                var next = SharedBuffers.Rent(Long - 1);
                Assert.Same(first, next);
                SharedBuffers.Return(next);
            });
            thread.Start();
            thread.Join();
        }
    }

    [Fact]
    public void Of_those_who_work_at_the_same_time_each_has_a_buffer_of_its_own()
    {
        var buffers = Enumerable.Range(0, 3).Select(_ => SharedBuffers.Rent(3 * Long)).ToList();
        Assert.Equal(3, buffers.Distinct(ReferenceEqualityComparer.Instance).Count());
        Assert.All(buffers.Select(buffer => buffer.Length), length => Assert.InRange(length, 3 * Long, (3 * Long) + (1 << 20)));
        buffers.ForEach(SharedBuffers.Return);
        var shorter = SharedBuffers.Rent(Long); // not one that is three times as long
        Assert.DoesNotContain(buffers, buffer => ReferenceEquals(buffer, shorter));
        SharedBuffers.Return(shorter);
    }

    [Fact]
    public void A_long_buffer_that_nobody_uses_is_not_kept_for_ever()
    {
        var reference = RentAndReturn();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(reference.TryGetTarget(out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(SharedBuffers.LargestOfThread)]
    [InlineData(SharedBuffers.LargestOfThread + 1)]
    public void A_buffer_is_as_long_as_asked_for(int length)
    {
        var buffer = SharedBuffers.Rent(length);
        Assert.InRange(buffer.Length, length, Array.MaxLength);
        SharedBuffers.Return(buffer);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference<byte[]> RentAndReturn()
    {
        var buffer = SharedBuffers.Rent(9 * Long);
        SharedBuffers.Return(buffer);
        return new WeakReference<byte[]>(buffer);
    }
}
