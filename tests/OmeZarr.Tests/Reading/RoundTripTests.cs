using System.Buffers;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Tests.Reading;

/// <summary>How many round trips follow one another when an image is opened behind a network with a latency: requests that are under way together are one.</summary>
public sealed class RoundTripTests
{
    private const int Attempts = 10;

    [Theory]
    [InlineData("0.5", true, 2)]
    [InlineData("0.5", false, 2)]
    [InlineData("0.4", true, 3)]
    [InlineData("0.4", false, 3)]
    public async Task Opening_an_image_of_five_levels(string version, bool usesCopies, int expected)
    {
        var memory = await ConsolidatedReadingTests.StoreAsync(version);
        await RequireAsync(expected, async () =>
        {
            var store = new RoundStore(memory);
            await OmeImage.OpenAsync(store, StorePrefix.Root, new ZarrOptions { UsesConsolidatedMetadata = usesCopies });
            return store.Rounds;
        });
    }

    [Theory]
    [InlineData("0.5")]
    [InlineData("0.4")]
    public async Task Reading_a_level_takes_one_and_its_document_comes_with_the_chunks(string version)
    {
        var memory = await ConsolidatedReadingTests.StoreAsync(version);
        await RequireAsync(1, async () =>
        {
            var store = new RoundStore(memory);
            var image = await OmeImage.OpenAsync(store, StorePrefix.Root);
            var before = store.Rounds;
            Assert.Equal(ConsolidatedReadingTests.Pixels(2), await image.Levels[2].ReadAsync<byte>());
            return store.Rounds - before;
        });
    }

    /// <summary>A busy machine may split one round trip into two, but never makes one of two. So the least of some attempts counts.</summary>
    private static async Task RequireAsync(int expected, Func<Task<int>> count)
    {
        var least = int.MaxValue;
        for (var attempt = 0; attempt < Attempts && least > expected; attempt++)
        {
            least = Math.Min(least, await count());
        }

        Assert.Equal(expected, least);
    }

    /// <summary>A store that answers when no request has come for 20 ms; all that wait then are one round trip.</summary>
    private sealed class RoundStore(IVersionedStore inner) : IVersionedStore, IRemoteStore
    {
        private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(20);

        private readonly Lock gate = new();
        private List<TaskCompletionSource> waiting = [];

        public int Rounds { get; private set; }

        public int RangeGap => 0;

        public int MaxConcurrency => 32;

        public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) => AskAsync(() => inner.GetAsync(key, cancellationToken));

        public ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) => AskAsync(() => inner.GetRangeAsync(key, range, cancellationToken));

        public ValueTask<(IMemoryOwner<byte> Bytes, string? Version)?> GetVersionedRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
            AskAsync(() => inner.GetVersionedRangeAsync(key, range, cancellationToken));

        public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) => AskAsync(() => inner.GetLengthAsync(key, cancellationToken));

        private async ValueTask<T> AskAsync<T>(Func<ValueTask<T>> ask)
        {
            var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (gate)
            {
                waiting.Add(answered);
                if (waiting.Count == 1)
                {
                    _ = Task.Run(AnswerAsync);
                }
            }

            await answered.Task;
            return await ask();
        }

        private async Task AnswerAsync()
        {
            for (var seen = 0; ;)
            {
                await Task.Delay(Latency);
                lock (gate)
                {
                    if (waiting.Count == seen)
                    {
                        Rounds++;
                        waiting.ForEach(answered => answered.SetResult());
                        waiting = [];
                        return;
                    }

                    seen = waiting.Count;
                }
            }
        }
    }
}
