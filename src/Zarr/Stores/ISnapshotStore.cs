namespace Zarr.Stores;

/// <summary>A store whose values can be opened, and then read in parts that belong to one version; shards are read so, with little memory.</summary>
/// <remarks>For stores where a request costs little. A store behind a network need not implement it: there, fewer and longer requests are better.</remarks>
public interface ISnapshotStore : IStore
{
    /// <summary>Opens a value as it is now, or gives null if there is no such key.</summary>
    /// <returns>The caller owns it and must dispose it, soon: some stores cannot replace a value while it is open.</returns>
    ValueTask<IValueSnapshot?> OpenAsync(StoreKey key, CancellationToken cancellationToken = default);
}

/// <summary>One version of a value. Its bytes stay the same even if the value is replaced or deleted meanwhile.</summary>
/// <remarks>All members but <see cref="IDisposable.Dispose"/> may be called from several threads at once.</remarks>
public interface IValueSnapshot : IDisposable
{
    /// <summary>Length of the value in bytes.</summary>
    long Length { get; }

    /// <summary>An entity tag or version number: equal versions of a key mean equal bytes. Null if the store cannot say, so that another version might look the same.</summary>
    string? Version { get; }

    /// <summary>Reads a part of the value.</summary>
    /// <param name="offset">First byte, not negative.</param>
    /// <param name="destination">Receives the bytes.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Number of bytes read: as many as requested, and fewer only at the end of the value.</returns>
    ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken = default);
}
