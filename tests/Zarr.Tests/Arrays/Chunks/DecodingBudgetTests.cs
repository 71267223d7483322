using Xunit;
using Zarr.Arrays;

namespace Zarr.Tests.Arrays;

public sealed class DecodingBudgetTests
{
    private const long Large = 10L * BufferSizes.UncountedDecoding;

    [Fact]
    public async Task Who_finds_it_used_up_waits_for_others_first_come_first_served()
    {
        var budget = new DecodingBudget(2 * Large);
        var first = await TakeAsync(budget, Large);
        var second = await TakeAsync(budget, Large);
        var third = TakeAsync(budget, 2 * Large);
        var fourth = TakeAsync(budget, Large);
        Assert.False(third.IsCompleted || fourth.IsCompleted);
        first.Dispose();
        Assert.False(third.IsCompleted || fourth.IsCompleted); // the fourth would fit, but the third has waited longer
        second.Dispose();
        (await third).Dispose();
        (await fourth).Dispose();
        Assert.Equal(2 * Large, budget.Peak);
    }

    [Fact]
    public async Task Who_is_alone_never_waits()
    {
        var budget = new DecodingBudget(1);
        using var share = await TakeAsync(budget, Large);
        Assert.Equal(1, budget.Count(Large));
    }

    [Fact]
    public async Task Few_bytes_are_not_counted()
    {
        var budget = new DecodingBudget(1);
        using var first = await TakeAsync(budget, Large);
        using var second = await TakeAsync(budget, BufferSizes.UncountedDecoding);
        Assert.Equal(Large, budget.Peak);
        Assert.Equal(int.MaxValue, budget.Count(BufferSizes.UncountedDecoding));
    }

    [Fact]
    public async Task Who_is_cancelled_while_waiting_takes_nothing_and_lets_others_pass()
    {
        using var cancellation = new CancellationTokenSource();
        var budget = new DecodingBudget(2 * Large);
        var first = await TakeAsync(budget, Large);
        var second = budget.TakeAsync(2 * Large, cancellation.Token).AsTask();
        var third = TakeAsync(budget, Large);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        (await third).Dispose();
        first.Dispose();
        (await TakeAsync(budget, 5 * Large)).Dispose();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            using var held = await TakeAsync(budget, Large);
            await budget.TakeAsync(5 * Large, cancellation.Token);
        });
    }

    [Fact]
    public async Task Many_at_once_never_take_more_and_all_have_their_turn()
    {
        var budget = new DecodingBudget(5 * Large);
        var taken = 0L;
        var peak = 0L;
        await Parallel.ForAsync(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, token) =>
        {
            using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(token);
            if (i % 7 == 0)
            {
                cancellation.CancelAfter(TimeSpan.FromMicroseconds(i % 50));
            }

            var bytes = (1 + (i % 5)) * Large;
            try
            {
                using var share = await budget.TakeAsync(bytes, cancellation.Token);
                var now = Interlocked.Add(ref taken, bytes);
                InterlockedMax(ref peak, now);
                await Task.Yield();
                Interlocked.Add(ref taken, -bytes);
            }
            catch (OperationCanceledException) when (i % 7 == 0)
            {
                // It took nothing.
            }
        });
        Assert.InRange(peak, Large, 5 * Large);
        using var whole = await TakeAsync(budget, 5 * Large); // nothing was kept by anybody
    }

    private static void InterlockedMax(ref long peak, long value)
    {
        for (var seen = Volatile.Read(ref peak); value > seen && Interlocked.CompareExchange(ref peak, value, seen) != seen;)
        {
            seen = Volatile.Read(ref peak);
        }
    }

    private static Task<DecodingBudget.Share> TakeAsync(DecodingBudget budget, long bytes) => budget.TakeAsync(bytes, CancellationToken.None).AsTask();
}
