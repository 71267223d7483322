using System.Buffers;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests.Arrays.Shards;

/// <summary>
/// An array that stays open while others replace its shards: 16 x 16 uint16 in one shard of four inner chunks of 8 x 8, not compressed, so that nothing but its care keeps a reader from taking
/// one inner chunk for another.
/// </summary>
public sealed class ShardVersionTests : IDisposable
{
    private static readonly StoreKey Shard = new("c/0/0");

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Stores() => ["memory", "pieces", "pieces without versions", "files", "files, just changed", "requests without versions"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task An_inner_chunk_that_another_moves_is_found_in_its_new_place(string kind)
    {
        var store = Create(kind);
        var (viewer, writer) = await OpenTwiceAsync(store);
        await WriteAsync(writer, 3);
        Assert.Equal(Content(3), await ReadAsync(viewer, 3));
        foreach (var number in new[] { 1, 0, 2 })
        {
            await WriteAsync(writer, number);
            Assert.Equal(Content(3), await ReadAsync(viewer, 3));
            Assert.Equal(Content(number), await ReadAsync(viewer, number));
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_shard_of_the_same_length_with_another_index_is_another_version(string kind)
    {
        var store = Create(kind);
        var (viewer, writer) = await OpenTwiceAsync(store);
        await WriteAsync(writer, 1);
        Assert.Equal(Content(1), await ReadAsync(viewer, 1));
        var other = await ZarrArray.CreateAsync(new MemoryStore(), StorePrefix.Root, Metadata());
        await WriteAsync(other, 2);
        using var shard = await other.Store.GetAsync(Shard);
        await store.SetAsync(Shard, shard!.Memory);
        Assert.Equal(new ushort[64], await ReadAsync(viewer, 1));
        Assert.Equal(Content(2), await ReadAsync(viewer, 2));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_shard_in_a_shard_that_another_moves_is_found_in_its_new_place(string kind)
    {
        var inner = new ShardingCodec([4, 4], new BytesCodec());
        var store = Create(kind);
        var (viewer, writer) = await OpenTwiceAsync(store, Metadata(new ShardingCodec([8, 8], inner)));
        await WriteAsync(writer, 3);
        Assert.Equal(Content(3)[..4], await viewer.ReadAsync<ushort>(new Region([8, 8], [1, 4])));
        await WriteAsync(writer, 1);
        Assert.Equal(Content(3)[4..8], await viewer.ReadAsync<ushort>(new Region([8, 12], [1, 4])));
        Assert.Equal(Content(1)[..4], await viewer.ReadAsync<ushort>(new Region([0, 8], [1, 4])));
    }

    [Fact]
    public async Task Requests_that_meet_two_versions_are_made_again()
    {
        var memory = new MemoryStore();
        var hooked = new VersionHooks(memory);
        var (viewer, writer) = await OpenTwiceAsync(hooked);
        await WriteAsync(writer, 3);
        foreach (var number in new[] { 1, 0, 2 })
        {
            // Between the request for the index and that for the inner chunk, and once with an index that is remembered.
            hooked.BeforeNext(2, () => WriteAsync(writer, number));
            Assert.Equal(Content(3), await ReadAsync(viewer, 3));
            Assert.Equal(Content(3), await ReadAsync(viewer, 3));
        }
    }

    [Fact]
    public async Task Who_is_always_overtaken_reads_the_shard_by_one_request()
    {
        var hooked = new VersionHooks(new MemoryStore());
        var (viewer, writer) = await OpenTwiceAsync(hooked);
        await WriteAsync(writer, 3);
        var version = 0;
        hooked.BeforeEach(() => WriteAsync(writer, version++ % 2));
        Assert.Equal(Content(3), await ReadAsync(viewer, 3));
        Assert.InRange(version, 1, 6);
    }

    [Fact]
    public async Task Indexes_of_stores_without_versions_are_not_remembered()
    {
        var memory = new MemoryStore();
        await WriteAsync((await OpenTwiceAsync(memory)).Writer, 3);
        var counting = new CountingStore(new HookedStore(memory));
        var viewer = await ZarrArray.OpenAsync(counting, StorePrefix.Root);
        counting.Clear();
        await ReadAsync(viewer, 3);
        await ReadAsync(viewer, 3);
        Assert.Equal([68, 128, 68, 128], counting.Of(StoreOperation.GetRange).Select(request => request.Bytes));
    }

    [Fact]
    public async Task Indexes_of_the_same_version_are_remembered_whoever_asks_for_them()
    {
        var store = new PiecewiseStore();
        var (viewer, writer) = await OpenTwiceAsync(store);
        await WriteAsync(writer, 3);
        await ReadAsync(viewer, 3);
        store.Clear();
        await WriteAsync(writer, 3);
        await ReadAsync(viewer, 3);
        Assert.Equal([128], store.Reads.TakeLast(1).Select(read => read.Length));
        Assert.DoesNotContain(store.Reads.TakeLast(2), read => read.Length == 68);
    }

    private IWritableStore Create(string kind) => kind switch
    {
        "memory" => new MemoryStore(),
        "pieces" => new PiecewiseStore(),
        "pieces without versions" => new PiecewiseStore { TellsVersions = false },
        "files" => new FileSystemStore(folder.Path) { Clock = new Later(TimeSpan.FromHours(1)) },
        "files, just changed" => new FileSystemStore(folder.Path),
        _ => new HookedStore(new MemoryStore()),
    };

    private static ArrayMetadata Metadata(ShardingCodec? codec = null) => new()
    {
        Shape = [16, 16],
        ChunkShape = [16, 16],
        DataType = DataType.UInt16,
        Codecs = [(codec ?? new ShardingCodec([8, 8], new BytesCodec())).ToMetadata()],
    };

    private static async Task<(ZarrArray Viewer, ZarrArray Writer)> OpenTwiceAsync(IWritableStore store, ArrayMetadata? metadata = null)
    {
        var writer = await ZarrArray.CreateAsync(store, StorePrefix.Root, metadata ?? Metadata());
        return (await ZarrArray.OpenAsync(store, StorePrefix.Root), writer);
    }

    private static Region Place(int number) => new([8 * (number / 2), 8 * (number % 2)], [8, 8]);

    private static ushort[] Content(int number) => [.. Enumerable.Range(0, 64).Select(i => (ushort)((100 * (number + 1)) + i))];

    private static Task WriteAsync(ZarrArray array, int number) => array.WriteAsync<ushort>(Content(number), Place(number));

    private static Task<ushort[]> ReadAsync(ZarrArray array, int number) => array.ReadAsync<ushort>(Place(number));

    private sealed class Later(TimeSpan later) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + later;
    }

    /// <summary>A store with versions in which something happens between the requests of the viewer.</summary>
    private sealed class VersionHooks(MemoryStore inner) : IWritableStore, IVersionedStore
    {
        private Func<Task>? work;
        private int countdown = int.MaxValue;
        private bool isEach;

        public void BeforeNext(int request, Func<Task> action) => (work, countdown, isEach) = (action, request, false);

        public void BeforeEach(Func<Task> action) => (work, countdown, isEach) = (action, 1, true);

        public async ValueTask<(IMemoryOwner<byte> Bytes, string? Version)?> GetVersionedRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default)
        {
            if (key == Shard && work is { } action && --countdown <= 0)
            {
                work = null; // what happens asks for the shard as well
                await action();
                work = isEach ? action : null;
            }

            return await inner.GetVersionedRangeAsync(key, range, cancellationToken);
        }

        public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.GetAsync(key, cancellationToken);

        public ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
            inner.GetRangeAsync(key, range, cancellationToken);

        public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.GetLengthAsync(key, cancellationToken);

        public ValueTask SetAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) => inner.SetAsync(key, value, cancellationToken);

        public ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.DeleteAsync(key, cancellationToken);

        public ValueTask DeletePrefixAsync(StorePrefix prefix, CancellationToken cancellationToken = default) => inner.DeletePrefixAsync(prefix, cancellationToken);
    }
}
