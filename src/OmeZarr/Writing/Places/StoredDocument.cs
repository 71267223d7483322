using Zarr;
using Zarr.Stores;

namespace OmeZarr.Writing.Places;

/// <summary>A document as it was read from a store. It is replaced only if no other writer has changed it meanwhile, if the store can tell.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Utf8">Its bytes.</param>
/// <param name="Version">Its version; null if the store cannot replace values on condition, so that there may be one writer only.</param>
internal sealed record StoredDocument(StoreKey Key, byte[] Utf8, string? Version)
{
    private const int MostAttempts = 50;
    private const int LongestPause = 200;

    /// <summary>Reads a document; null if it is missing.</summary>
    /// <exception cref="InvalidMetadataException">It is longer than allowed; longer documents are not read.</exception>
    /// <exception cref="IOException">The store cannot be read.</exception>
    internal static async Task<StoredDocument?> ReadAsync(IStore store, StoreKey key, int maxLength, CancellationToken cancellationToken)
    {
        var range = ByteRange.FromOffset(0, maxLength + 1L);
        var (content, version) = store is IConditionalStore conditional
            ? await conditional.GetVersionedRangeAsync(key, range, cancellationToken).ConfigureAwait(false) ?? default
            : (await store.GetRangeAsync(key, range, cancellationToken).ConfigureAwait(false), null);
        using (content)
        {
            return content is null ? null
                : content.Memory.Length <= maxLength ? new StoredDocument(key, content.Memory.ToArray(), version)
                : throw new InvalidMetadataException($"{key}: is larger than {maxLength:N0} bytes");
        }
    }

    /// <summary>Makes an attempt to change documents until no other writer is faster.</summary>
    /// <param name="name">What is changed, for the message.</param>
    /// <param name="attempt">Reads, changes and replaces documents; false if another writer has changed one of them meanwhile.</param>
    /// <param name="cancellationToken">Stops before the next attempt.</param>
    /// <exception cref="IOException">Other writers were faster very often.</exception>
    internal static async Task RepeatAsync(string name, Func<Task<bool>> attempt, CancellationToken cancellationToken)
    {
        for (var number = 1; !await attempt().ConfigureAwait(false); number++)
        {
            if (number == MostAttempts)
            {
                throw new IOException($"other writers have changed {name} {MostAttempts} times while it was being changed here; try again when they are done");
            }

            await Task.Delay(Random.Shared.Next(Math.Min(10 * number, LongestPause)) + 1, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Replaces the document.</summary>
    /// <returns>Whether it was replaced; false if another writer has changed it since it was read.</returns>
    internal async Task<bool> TryReplaceAsync(IWritableStore store, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        if (Version is not null && store is IConditionalStore conditional)
        {
            return await conditional.TryReplaceAsync(Key, value, Version, cancellationToken).ConfigureAwait(false);
        }

        await store.SetAsync(Key, value, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
