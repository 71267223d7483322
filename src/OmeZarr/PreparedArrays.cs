namespace OmeZarr;

/// <summary>
/// Arrays that were created without elements, each by its key: <c>0</c> for a level of an image, <c>series/dataset</c> in a collection, <c>A/1/field/dataset</c>
/// on a plate, <c>label/dataset</c> among labels. Incomplete chunks are kept in memory (<see cref="WriteOptions.MaxBufferedBytes"/>); flushing or disposing stores them. Thread-safe.
/// </summary>
public sealed class PreparedArrays : IAsyncDisposable
{
    private readonly OrderedDictionary<string, PreparedArray> arrays;

    internal PreparedArrays(string rootPath, IEnumerable<KeyValuePair<string, PreparedArray>> arrays) => (RootPath, this.arrays) = (rootPath, new(arrays));

    /// <summary>The absolute path of the hierarchy that holds the arrays; if a symbolic link was given, where it leads.</summary>
    public string RootPath { get; }

    /// <summary>The keys, in the order in which the arrays were described.</summary>
    public IReadOnlyList<string> Keys => arrays.Keys;

    /// <summary>An array.</summary>
    /// <param name="key">Path of the array, relative to <see cref="RootPath"/>.</param>
    /// <exception cref="KeyNotFoundException">There is no such array.</exception>
    public PreparedArray this[string key] => arrays.TryGetValue(key, out var array) ? array : throw new KeyNotFoundException(Missing(key));

    /// <summary>Stores everything that was written by calls that have returned, in all arrays.</summary>
    /// <exception cref="IOException">Something could not be stored; it is kept, and another call tries again.</exception>
    public Task FlushAsync(CancellationToken cancellationToken = default) => ForAllAsync(array => array.FlushAsync(cancellationToken));

    /// <summary>Refuses further writes and stores everything that was written, in all arrays.</summary>
    /// <exception cref="IOException">Something could not be stored; it is kept, and <see cref="FlushAsync"/> or another call tries again.</exception>
    public ValueTask DisposeAsync() => new(ForAllAsync(array => array.CloseAsync()));

    // An array that fails does not keep the others from being stored.
    private Task ForAllAsync(Func<PreparedArray, Task> action) => Task.WhenAll(arrays.Values.Select(action));

    private string Missing(string key)
    {
        const int Shown = 10;
        var some = string.Join(", ", arrays.Keys.Take(Shown));
        return $"there is no array \"{key}\"; there are {some}{(arrays.Count > Shown ? $" and {arrays.Count - Shown} more" : string.Empty)}";
    }
}
