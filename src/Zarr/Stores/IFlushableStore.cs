namespace Zarr.Stores;

/// <summary>A store whose values may be kept by the system for a while before they are on the disk, and that can be told to put them there.</summary>
public interface IFlushableStore : IWritableStore
{
    /// <summary>Forces all values below a prefix to the disk, with their names. When the call returns they survive a power failure.</summary>
    /// <param name="prefix">The values; of the root all. Nothing happens if there are none.</param>
    /// <param name="cancellationToken">Stops between values; some may not be on the disk then.</param>
    /// <exception cref="IOException">The disk reported an error: some values may be lost in a power failure.</exception>
    ValueTask FlushAsync(StorePrefix prefix, CancellationToken cancellationToken = default);
}
