using System.Buffers;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests.Arrays.Blocks;

/// <summary>Chunks that are replaced while their blocks are read or cached: 16 x 16 x 16 uint16 in one chunk of 16 blocks. Each version is another constant in each plane.</summary>
public sealed class BlockVersionTests : IDisposable
{
    private static readonly StoreKey Key = new("c/0/0/0");
    private static readonly Shape Shape = [16, 16, 16];

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, bool> Stores { get; } = new MatrixTheoryData<string, bool>(
        ["memory", "pieces", "pieces without versions", "files", "files, just changed", "requests without versions"], [false, true]);

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_chunk_that_another_replaces_is_seen_whatever_is_cached(string kind, bool isCached)
    {
        var store = Create(kind);
        var writer = await ZarrArray.CreateAsync(store, StorePrefix.Root, Metadata());
        var viewer = await ZarrArray.OpenAsync(store, StorePrefix.Root, TinyBlocks.Options(isCached ? 1 << 20 : 0));
        for (var version = 1; version < 4; version++)
        {
            await writer.WriteAsync<ushort>(Content(version), Region.Whole(Shape));
            foreach (var z in new[] { 3, 3, 4, 11 })
            {
                Assert.Equal(Plane(version, z), await viewer.ReadAsync<ushort>(new Region([z, 0, 0], [1, 16, 16])));
            }
        }

        await store.DeleteAsync(Key);
        Assert.Equal(new ushort[256], await viewer.ReadAsync<ushort>(new Region([3, 0, 0], [1, 16, 16])));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Requests_that_meet_two_versions_are_made_again(bool isCached)
    {
        var store = new ReplacingStore();
        var writer = await ZarrArray.CreateAsync(store, StorePrefix.Root, Metadata());
        await writer.WriteAsync<ushort>(Content(1), Region.Whole(Shape));
        var viewer = await ZarrArray.OpenAsync(store, StorePrefix.Root, TinyBlocks.Options(isCached ? 1 << 20 : 0));
        for (var version = 2; version < 6; version++)
        {
            var next = version;
            store.BeforeSecondRequest = () => writer.WriteAsync<ushort>(Content(next), Region.Whole(Shape));

            // A plane that is not in the cache, so that there is a second request; then that plane and one that was read before.
            foreach (var z in new[] { 2 * next, 2 * next, 4 })
            {
                Assert.Equal(Plane(next, z), await viewer.ReadAsync<ushort>(new Region([z, 0, 0], [1, 16, 16])));
            }
        }
    }

    [Fact]
    public async Task An_opened_value_stays_one_version_while_it_is_replaced()
    {
        var store = new PiecewiseStore();
        var writer = await ZarrArray.CreateAsync(store, StorePrefix.Root, Metadata());
        await writer.WriteAsync<ushort>(Content(1), Region.Whole(Shape));
        using var next = await EncodedAsync(Content(2));
        var viewer = await ZarrArray.OpenAsync(store, StorePrefix.Root, TinyBlocks.Options());
        var reads = 0;
        store.OnRead = () =>
        {
            if (reads++ == 1)
            {
                _ = store.SetAsync(Key, next.Memory).AsTask();
            }
        };
        Assert.Equal(Plane(1, 7), await viewer.ReadAsync<ushort>(new Region([7, 0, 0], [1, 16, 16])));
        Assert.InRange(reads, 2, 3);
        Assert.Equal(Plane(2, 7), await viewer.ReadAsync<ushort>(new Region([7, 0, 0], [1, 16, 16])));
    }

    private static async Task<IMemoryOwner<byte>> EncodedAsync(ushort[] content)
    {
        var other = await ZarrArray.CreateAsync(new MemoryStore(), StorePrefix.Root, Metadata());
        await other.WriteAsync<ushort>(content, Region.Whole(Shape));
        return (await other.Store.GetAsync(Key))!;
    }

    private IWritableStore Create(string kind) => kind switch
    {
        "memory" => new MemoryStore(),
        "pieces" => new PiecewiseStore(),
        "pieces without versions" => new PiecewiseStore { TellsVersions = false },
        "files" => new FileSystemStore(folder.Path) { Clock = new Later() },
        "files, just changed" => new FileSystemStore(folder.Path),
        _ => new UnlistableStore(new MemoryStore()),
    };

    private static ArrayMetadata Metadata() => new()
    {
        Shape = Shape,
        ChunkShape = Shape,
        DataType = DataType.UInt16,
        Codecs = [new BytesCodec().ToMetadata(), new BloscCodec(2) { BlockSize = 512, Level = 1 }.ToMetadata()],
    };

    /// <summary>Blocks of different length, so that those of another version lie elsewhere.</summary>
    private static ushort[] Content(int version) =>
        [.. Enumerable.Range(0, (int)Shape.ElementCount).Select(i => (ushort)((1000 * version) + (i / 256) + (i / 256 % 5 < version ? i % 7 : 0)))];

    private static ushort[] Plane(int version, int z) => Content(version)[(256 * z)..(256 * (z + 1))];

    private sealed class Later : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromHours(1);
    }

    /// <summary>A store with versions in which something happens between the first two requests for the chunk.</summary>
    private sealed class ReplacingStore : IWritableStore, IVersionedStore
    {
        private readonly MemoryStore inner = new();
        private int requests;
        private Func<Task>? action;

        internal Func<Task> BeforeSecondRequest
        {
            set => (requests, action) = (0, value);
        }

        public async ValueTask<(IMemoryOwner<byte> Bytes, string? Version)?> GetVersionedRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default)
        {
            if (key == Key && ++requests == 2 && action is { } work)
            {
                action = null;
                await work();
            }

            return await inner.GetVersionedRangeAsync(key, range, cancellationToken);
        }

        public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.GetAsync(key, cancellationToken);

        public ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) => inner.GetRangeAsync(key, range, cancellationToken);

        public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.GetLengthAsync(key, cancellationToken);

        public ValueTask SetAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) => inner.SetAsync(key, value, cancellationToken);

        public ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.DeleteAsync(key, cancellationToken);

        public ValueTask DeletePrefixAsync(StorePrefix prefix, CancellationToken cancellationToken = default) => inner.DeletePrefixAsync(prefix, cancellationToken);
    }
}
