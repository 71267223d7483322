using OmeZarr.Acquiring.Frames;
using Xunit;

namespace OmeZarr.Tests.Acquiring;

public sealed class FrameMemoryTests
{
    private const int Length = 12_345;

    [Fact]
    public void The_next_acquisition_takes_over_the_buffers_of_one_that_was_completed_and_disposed()
    {
        // The garbage collector, or an acquisition of another test, may take the buffers in between.
        var isTakenOver = false;
        for (var attempt = 0; attempt < 100 && !isTakenOver; attempt++)
        {
            var (first, pixels) = (new FrameMemory(1, Length, Length), new byte[1]);
            if (first.TryRent(out var frame))
            {
                pixels = frame.Allocate();
                frame.Release();
            }

            first.Leave();
            first.Leave();
            isTakenOver = new FrameMemory(1, Length, Length).TryRent(out var next) && ReferenceEquals(pixels, next.Allocate());
        }

        Assert.True(isTakenOver);
    }

    [Fact]
    public void Buffers_are_made_before_frames_need_them_but_no_more_than_will_be_needed()
    {
        var memory = new FrameMemory(8, Length + 1, Length + 1);
        memory.Prepare(3);
        Assert.Equal((0, 0), (memory.UsedBytes, memory.PeakBytes));
        Assert.True(memory.TryRent(out var frame));
        Assert.Equal(Length + 1, frame.Allocate().Length);
        Assert.Equal(Length + 1, memory.UsedBytes);
    }
}
