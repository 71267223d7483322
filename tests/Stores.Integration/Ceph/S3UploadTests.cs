using System.Runtime.InteropServices;
using Amazon.S3;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.S3;
using Zarr.Stores;

namespace Stores.Integration.Ceph;

/// <summary>Values that are written piece by piece.</summary>
public sealed class S3UploadTests(CephServer server) : IAsyncLifetime
{
    private const int PartSize = S3Options.LeastPartSize;
    private static readonly StoreKey Key = new("big/c/0");

    private readonly FaultyHandler traffic = new();
    private readonly BucketFixture bucket = new(server);
    private AmazonS3Client? client;

    public async ValueTask InitializeAsync()
    {
        await bucket.InitializeAsync();
        client = await server.ClientAsync(_ => traffic);
    }

    public ValueTask DisposeAsync()
    {
        client?.Dispose();
        traffic.Dispose();
        return bucket.DisposeAsync();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(PartSize, 1)]
    [InlineData(PartSize + 1, 4)]
    [InlineData(2 * PartSize, 4)]
    [InlineData((3 * PartSize) + 5, 6)]
    public async Task A_value_is_one_request_or_one_for_each_part_and_two(int length, int requests)
    {
        var value = SampleBytes.Make(SampleKind.NoisyPixels, length);
        var store = new S3Store(client!, bucket.Name, new S3Options { PartSize = PartSize });
        await WriteAsync(store, value);
        Assert.Equal(requests, traffic.Requests);
        Assert.Equal(value, await store.ReadAsync(Key.Value));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task No_more_than_the_parts_on_their_way_and_one_are_in_memory(int inFlight)
    {
        var piece = new byte[1 << 20];
        await using var writer = await new S3Store(client!, bucket.Name, new S3Options { PartSize = PartSize, PartsInFlight = inFlight }).BeginAsync(Key, TestContext.Current.CancellationToken);
        var most = 0L;
        for (var appended = 0L; appended < 64 << 20;)
        {
            await writer.AppendAsync(piece, TestContext.Current.CancellationToken);
            appended += piece.Length;
            most = Math.Max(most, appended - traffic.Uploaded);
        }

        await writer.PublishAsync(TestContext.Current.CancellationToken);
        Assert.InRange(most, PartSize, (inFlight + 1L) * PartSize);
        Assert.InRange(traffic.Uploaded, 64 << 20, (64 << 20) + 10_000);
    }

    [Fact]
    public async Task A_value_that_is_not_published_leaves_no_upload_behind()
    {
        await using (var writer = await new S3Store(client!, bucket.Name, new S3Options { PartSize = PartSize }).BeginAsync(Key, TestContext.Current.CancellationToken))
        {
            await writer.AppendAsync(new byte[2 * PartSize], TestContext.Current.CancellationToken);
            await writer.AppendAsync(new byte[1], TestContext.Current.CancellationToken);
        }

        var left = await bucket.Client.ListMultipartUploadsAsync(bucket.Name, TestContext.Current.CancellationToken);
        Assert.Empty(left.MultipartUploads ?? []);
        Assert.Empty(await bucket.Store.KeysAsync());
    }

    [Fact]
    public async Task Parts_that_fail_for_good_fail_the_value_and_leave_nothing()
    {
        traffic.Answers = request => request.RequestUri!.Query.Contains("partNumber", StringComparison.Ordinal) ? throw new HttpRequestException("broken") : null;
        await Assert.ThrowsAsync<S3StoreException>(() => WriteAsync(new S3Store(client!, bucket.Name, new S3Options { PartSize = PartSize, Retries = 1 }), new byte[3 * PartSize]));
        Assert.Empty((await bucket.Client.ListMultipartUploadsAsync(bucket.Name, TestContext.Current.CancellationToken)).MultipartUploads ?? []);
        Assert.Empty(await bucket.Store.KeysAsync());
    }

    [Fact]
    public async Task A_shard_is_uploaded_in_parts_while_it_is_encoded_and_read_by_its_index()
    {
        var store = new S3Store(client!, bucket.Name, new S3Options { PartSize = PartSize });
        var values = new ushort[8 << 20];
        new Random(1).NextBytes(MemoryMarshal.AsBytes(values.AsSpan()));
        var metadata = new ArrayMetadata { Shape = [8192, 1024], ChunkShape = [8192, 1024], DataType = DataType.UInt16, Codecs = [Codec.Sharding([256, 256], Codec.Bytes()).ToMetadata()] };
        var array = await ZarrArray.CreateAsync(store, new StorePrefix("a"), metadata, cancellationToken: TestContext.Current.CancellationToken);
        await array.WriteAsync<ushort>(values, Region.Whole(array.Shape), TestContext.Current.CancellationToken);
        Assert.Equal(["a/c/0/0", "a/zarr.json", "zarr.json"], await store.KeysAsync());
        var before = traffic.Requests;
        var part = await array.ReadAsync<ushort>(new Region([512, 512], [256, 256]), TestContext.Current.CancellationToken);
        Assert.Equal(values[(512 * 1024) + 512], part[0]);
        Assert.InRange(traffic.Requests - before, 1, 3);
    }

    private static async Task WriteAsync(S3Store store, byte[] value)
    {
        await using var writer = await store.BeginAsync(Key);
        await writer.AppendAsync(value.AsMemory(0, value.Length / 3));
        await writer.AppendAsync(value.AsMemory(value.Length / 3));
        await writer.PublishAsync();
    }
}
