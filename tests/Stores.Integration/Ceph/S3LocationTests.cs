using Amazon.Runtime;
using TestKit;
using Xunit;
using Zarr.S3;
using Zarr.Stores;

namespace Stores.Integration.Ceph;

/// <summary>Addresses of buckets.</summary>
public sealed class S3LocationTests(CephServer server) : IAsyncLifetime
{
    private readonly BucketFixture bucket = new(server);
    private StoreConnection connection = StoreConnection.Default;

    public async ValueTask InitializeAsync()
    {
        await bucket.InitializeAsync();
        connection = new StoreConnection { Endpoint = await server.EndpointAsync() };
        S3Stores.Register(new S3Options { Credentials = new BasicAWSCredentials(CephServer.AccessKey, CephServer.SecretKey) });
    }

    public ValueTask DisposeAsync() => bucket.DisposeAsync();

    [Theory]
    [InlineData("", "")]
    [InlineData("/", "")]
    [InlineData("/cells.ome.zarr", "cells.ome.zarr")]
    [InlineData("/a b/100%25/#1.zarr/", "a b/100%25/#1.zarr")]
    public async Task An_address_is_a_bucket_and_a_path_in_it(string rest, string expected)
    {
        var (store, path) = StoreLocation.Parse($"s3://{bucket.Name}{rest}", connection).Open();
        await ((S3Store)store).SetAsync(path.Key("x"), new byte[] { 7 }, TestContext.Current.CancellationToken);
        Assert.Equal((bucket.Name, expected), (((S3Store)store).Bucket, path.Value));
        Assert.Equal([expected.Length == 0 ? "x" : $"{expected}/x"], await bucket.Store.KeysAsync());
    }

    [Theory]
    [InlineData("s3://")]
    [InlineData("s3:///key")]
    [InlineData("s3://a b/key")]
    [InlineData("s3://bucket/a//b")]
    [InlineData("s3://bucket/a/../b")]
    public void What_is_no_address_of_a_bucket_is_refused_with_an_example(string address)
    {
        var error = Assert.Throws<ArgumentException>(() => StoreLocation.Parse(address, connection).Open());
        Assert.Contains("s3://bucket/cells.ome.zarr", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_credentials_what_is_forbidden_is_absent_unless_the_caller_says_otherwise()
    {
        await bucket.Store.WriteAsync("a", 1);
        var (store, _) = StoreLocation.Parse($"s3://{bucket.Name}", connection with { IsAnonymous = true }).Open();
        Assert.Null(await store.ReadAsync("a"));
        Assert.Null(await store.GetLengthAsync(new StoreKey("a"), TestContext.Current.CancellationToken));
        var strict = new S3Store(bucket.Name, new S3Options { Endpoint = connection.Endpoint, IsAnonymous = true, ForbiddenMeansAbsent = false });
        var error = await Assert.ThrowsAsync<S3StoreException>(() => strict.ReadAsync("a"));
        Assert.Equal(S3Problem.Forbidden, error.Problem);
    }

    [Fact]
    public async Task A_missing_bucket_and_a_missing_server_are_told_apart()
    {
        var (missing, _) = StoreLocation.Parse("s3://no-such-bucket/x", connection).Open();
        Assert.Equal(S3Problem.NoSuchBucket, (await Assert.ThrowsAsync<S3StoreException>(() => missing.ReadAsync("x"))).Problem);
        var options = new S3Options { Endpoint = new Uri("http://host.invalid"), IsAnonymous = true };
        var error = await Assert.ThrowsAsync<S3StoreException>(() => new S3Store("bucket", options).ReadAsync("x"));
        Assert.Equal(S3Problem.Unreachable, error.Problem);
    }
}
