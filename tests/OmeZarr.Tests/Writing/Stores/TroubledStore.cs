using System.Buffers;
using System.Runtime.CompilerServices;
using Zarr.Stores;

namespace OmeZarr.Tests.Writing.Stores;

/// <summary>What happens to a request.</summary>
internal enum Trouble
{
    /// <summary>It is carried out.</summary>
    None,

    /// <summary>It fails before anything is done.</summary>
    Fails,

    /// <summary>It is carried out, and the answer is lost.</summary>
    AnswerLost,

    /// <summary>A condition is said not to hold, although the value was written: the store repeated a request whose first answer was lost, and met its own value.</summary>
    MeetsItself,
}

/// <summary>A store in memory, some of whose requests fail. It counts them. Thread-safe.</summary>
/// <param name="inner">The store inside.</param>
/// <param name="trouble">What happens to a request, by its number from 1 and its key.</param>
internal sealed class TroubledStore(MemoryStore inner, Func<int, string, Trouble> trouble) : IConditionalStore, IListableStore
{
    private int requests;

    /// <summary>Number of requests that were made.</summary>
    public int Requests => Volatile.Read(ref requests);

    public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) => RunAsync(key.Value, () => inner.GetAsync(key, cancellationToken));

    public ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
        RunAsync(key.Value, () => inner.GetRangeAsync(key, range, cancellationToken));

    public ValueTask<(IMemoryOwner<byte> Bytes, string? Version)?> GetVersionedRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
        RunAsync(key.Value, () => inner.GetVersionedRangeAsync(key, range, cancellationToken));

    public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) => RunAsync(key.Value, () => inner.GetLengthAsync(key, cancellationToken));

    public async ValueTask SetAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) =>
        await RunAsync(key.Value, async () =>
        {
            await inner.SetAsync(key, value, cancellationToken);
            return true;
        });

    public ValueTask<bool> TryCreateAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) =>
        RunAsync(key.Value, () => inner.TryCreateAsync(key, value, cancellationToken), met: false);

    public ValueTask<bool> TryReplaceAsync(StoreKey key, ReadOnlyMemory<byte> value, string version, CancellationToken cancellationToken = default) =>
        RunAsync(key.Value, () => inner.TryReplaceAsync(key, value, version, cancellationToken), met: false);

    public async ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken = default) =>
        await RunAsync(key.Value, async () =>
        {
            await inner.DeleteAsync(key, cancellationToken);
            return true;
        });

    public async ValueTask DeletePrefixAsync(StorePrefix prefix, CancellationToken cancellationToken = default) =>
        await RunAsync(prefix.Value, async () =>
        {
            await inner.DeletePrefixAsync(prefix, cancellationToken);
            return true;
        });

    public async IAsyncEnumerable<StoreKey> ListAsync(StorePrefix prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await RunAsync(prefix.Value, () => ValueTask.FromResult(true));
        await foreach (var key in inner.ListAsync(prefix, cancellationToken))
        {
            yield return key;
        }
    }

    public ValueTask<IReadOnlyList<string>> ListChildrenAsync(StorePrefix prefix, CancellationToken cancellationToken = default) => RunAsync(prefix.Value, () => inner.ListChildrenAsync(prefix, cancellationToken));

    private async ValueTask<T> RunAsync<T>(string key, Func<ValueTask<T>> request, T? met = default)
    {
        await Task.Yield();
        var fate = trouble(Interlocked.Increment(ref requests), key);
        if (fate == Trouble.Fails)
        {
            throw new IOException($"the request for {key} fails, as the test wanted");
        }

        var answer = await request();
        return fate switch
        {
            Trouble.AnswerLost => throw new IOException($"the answer about {key} is lost, as the test wanted"),
            Trouble.MeetsItself when answer is true => met!,
            _ => answer,
        };
    }
}
