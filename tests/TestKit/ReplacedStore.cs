using System.Buffers;
using Zarr.Stores;

namespace TestKit;

/// <summary>A store whose whole content can be replaced at once, as the folder of a hierarchy is by one rename. It knows its contents apart.</summary>
/// <param name="contents">What it holds one after the other.</param>
public sealed class ReplacedStore(params IWritableStore[] contents) : IWritableStore, IListableStore, IIdentifiableStore
{
    /// <summary>Which of the contents is there now; none beyond the last.</summary>
    public int Current { get; set; }

    /// <summary>Told of each request before it is answered, so that the content can be replaced just then.</summary>
    public Action<string> Asked { get; set; } = _ => { };

    /// <summary>Told of each answer.</summary>
    public Action<string> Answered { get; set; } = _ => { };

    private IWritableStore? Content => Current < contents.Length ? contents[Current] : null;

    /// <inheritdoc/>
    public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) =>
        AskAsync(key.Value, content => content.GetAsync(key, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
        AskAsync(key.Value, content => content.GetRangeAsync(key, range, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) =>
        AskAsync(key.Value, content => content.GetLengthAsync(key, cancellationToken));

    /// <inheritdoc/>
    public ValueTask SetAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) =>
        Require().SetAsync(key, value, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken = default) => Require().DeleteAsync(key, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DeletePrefixAsync(StorePrefix prefix, CancellationToken cancellationToken = default) => Require().DeletePrefixAsync(prefix, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoreKey> ListAsync(StorePrefix prefix, CancellationToken cancellationToken = default) =>
        ((IListableStore)Require()).ListAsync(prefix, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> ListChildrenAsync(StorePrefix prefix, CancellationToken cancellationToken = default)
    {
        Asked($"{prefix}/");
        return await ((IListableStore)Require()).ListChildrenAsync(prefix, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<string?> GetIdentityAsync(StorePrefix prefix, CancellationToken cancellationToken = default) =>
        Content is null ? null : $"{Current}";

    private IWritableStore Require() => Content ?? throw new IOException("nothing is there");

    private async ValueTask<T?> AskAsync<T>(string what, Func<IWritableStore, ValueTask<T?>> ask)
    {
        Asked(what);
        var answer = Content is { } content ? await ask(content) : default;
        Answered(what);
        return answer;
    }
}
