namespace Zarr.Stores;

/// <summary>A store that accepts a value piece by piece, so that no caller needs to hold it whole. Shards are written in this way. The interface is optional.</summary>
public interface IStreamingStore : IWritableStore
{
    /// <summary>Begins a new value. Until it is published nothing is changed.</summary>
    /// <returns>Takes the value. The caller owns it and must dispose it.</returns>
    ValueTask<IValueWriter> BeginAsync(StoreKey key, CancellationToken cancellationToken = default);
}

/// <summary>Takes one value of a store from its beginning to its end. Disposing it before it is published drops all that was appended.</summary>
/// <remarks>Belongs to one task at a time.</remarks>
public interface IValueWriter : IAsyncDisposable
{
    /// <summary>Appends bytes to the value.</summary>
    ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default);

    /// <summary>Publishes the appended bytes in place of any earlier value, as atomically as <see cref="IWritableStore.SetAsync"/>. This is the last call before disposal.</summary>
    ValueTask PublishAsync(CancellationToken cancellationToken = default);
}
