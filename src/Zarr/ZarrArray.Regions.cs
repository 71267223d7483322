using System.Runtime.CompilerServices;

namespace Zarr;

public sealed partial class ZarrArray
{
    /// <summary>Reads regions one after the other, and the next ones already while the caller works with one: planes of a stack, tiles of a plane.</summary>
    /// <remarks>
    /// <para>Regions are read in their order, one at a time, each by as many workers as <see cref="ZarrOptions.MaxDegreeOfParallelism"/> allows. At most <paramref name="ahead"/> regions are in memory beside the one
    /// that the caller has, whether the caller is slow or fast. Where neighbouring regions share blocks, <see cref="ZarrOptions.BlockCacheBytes"/> keeps each from being decoded twice.</para>
    /// <para>An error belongs to its region: the regions before it are returned first, and none after it. Leaving the loop stops what is being read, and returns when nothing is being read any more.</para>
    /// </remarks>
    /// <param name="regions">Regions inside the array. They are enumerated while they are read, <paramref name="ahead"/> regions before each is returned.</param>
    /// <param name="ahead">The most regions that are read before the caller asks for them; 0 reads each when it is asked for.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Each region with its elements in C order. The elements belong to the caller.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="ahead"/> is negative.</exception>
    /// <inheritdoc cref="ReadAsync{T}(Region, Memory{T}, CancellationToken)"/>
    public IAsyncEnumerable<(Region Region, T[] Elements)> ReadRegionsAsync<T>(IEnumerable<Region> regions, int ahead = 1, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(regions);
        ArgumentOutOfRangeException.ThrowIfNegative(ahead);
        DataType.RequireArgument(typeof(T), nameof(ReadRegionsAsync));
        return ReadAheadAsync<T>(regions, ahead, cancellationToken);
    }

    private async IAsyncEnumerable<(Region Region, T[] Elements)> ReadAheadAsync<T>(IEnumerable<Region> regions, int ahead, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : unmanaged
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pending = new Queue<Task<(Region Region, T[] Elements)>>();
        Task last = Task.CompletedTask;
        try
        {
            foreach (var region in regions)
            {
                var next = ReadAfterAsync<T>(last, region, stopping.Token);
                pending.Enqueue(next);
                last = next;
                if (pending.Count > ahead)
                {
                    yield return await pending.Dequeue().ConfigureAwait(false);
                }
            }

            while (pending.TryDequeue(out var next))
            {
                yield return await next.ConfigureAwait(false);
            }
        }
        finally
        {
            await stopping.CancelAsync().ConfigureAwait(false);
            Task rest = Task.WhenAll(pending);
            await rest.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Reads a region once the one before was read; fails as that one if it failed.</summary>
    private async Task<(Region Region, T[] Elements)> ReadAfterAsync<T>(Task previous, Region region, CancellationToken cancellationToken)
        where T : unmanaged
    {
        await previous.ConfigureAwait(false);
        return (region, await ReadAsync<T>(region, cancellationToken).ConfigureAwait(false));
    }
}
