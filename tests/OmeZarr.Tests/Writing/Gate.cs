using Zarr;

namespace OmeZarr.Tests.Writing;

/// <summary>Holds all readers of sources back until so many of them have come, and counts how many are there at the same time.</summary>
internal sealed class Gate(int opensAt)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock counting = new();
    private int inside;

    /// <summary>The largest number of readers that were there at the same time.</summary>
    public int Most { get; private set; }

    public IArraySource Before(IArraySource source) => new GatedSource(this, source);

    private async Task PassAsync(Func<ValueTask> read)
    {
        lock (counting)
        {
            Most = Math.Max(Most, ++inside);
            if (inside >= opensAt)
            {
                open.TrySetResult();
            }
        }

        await open.Task.WaitAsync(Patience);
        await Task.Yield();
        await read();
        lock (counting)
        {
            inside--;
        }
    }

    private sealed class GatedSource(Gate gate, IArraySource source) : IArraySource
    {
        public Shape Shape => source.Shape;

        public DataType DataType => source.DataType;

        public async ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken) =>
            await gate.PassAsync(() => source.ReadAsync(region, destination, cancellationToken));
    }
}
