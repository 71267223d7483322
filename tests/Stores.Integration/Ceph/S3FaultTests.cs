using System.Net;
using Amazon.S3;
using TestKit;
using Xunit;
using Zarr.S3;
using Zarr.Stores;

namespace Stores.Integration.Ceph;

/// <summary>A client whose requests fail and whose answers are lost.</summary>
public sealed class S3FaultTests(CephServer server) : IAsyncLifetime
{
    private static readonly StoreKey Key = new("a/zarr.json");

    private readonly FaultyHandler faults = new();
    private readonly BucketFixture bucket = new(server);
    private AmazonS3Client? client;
    private S3Store? store;

    private S3Store Store => store ??= new S3Store(client!, bucket.Name, new S3Options { PartSize = S3Options.LeastPartSize });

    public async ValueTask InitializeAsync()
    {
        await bucket.InitializeAsync();
        client = await server.ClientAsync(_ => faults);
    }

    public ValueTask DisposeAsync()
    {
        client?.Dispose();
        faults.Dispose();
        return bucket.DisposeAsync();
    }

    [Fact]
    public async Task A_creator_whose_answer_was_lost_recognises_its_own_value()
    {
        faults.LosesNext = IsPutOfKey;
        Assert.True(await Store.TryCreateAsync(Key, new byte[] { 1 }, TestContext.Current.CancellationToken));
        Assert.Null(faults.LosesNext);
        Assert.False(await Store.TryCreateAsync(Key, new byte[] { 1 }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_replacement_whose_answer_was_lost_is_recognised()
    {
        await Store.WriteAsync(Key.Value, 1);
        var version = await VersionAsync();
        faults.LosesNext = IsPutOfKey;
        Assert.True(await Store.TryReplaceAsync(Key, new byte[] { 2 }, version, TestContext.Current.CancellationToken));
        Assert.Null(faults.LosesNext);
        Assert.Equal([2], await Store.ReadAsync(Key.Value));
    }

    [Fact]
    public async Task An_upload_whose_completion_was_not_answered_is_complete()
    {
        var value = SampleBytes.Make(SampleKind.NoisyPixels, S3Options.LeastPartSize + 7);
        faults.LosesNext = request => request.Method == HttpMethod.Post && request.RequestUri!.Query.Contains("uploadId", StringComparison.Ordinal);
        await using var writer = await Store.BeginAsync(Key, TestContext.Current.CancellationToken);
        await writer.AppendAsync(value, TestContext.Current.CancellationToken);
        await writer.PublishAsync(TestContext.Current.CancellationToken);
        Assert.Null(faults.LosesNext);
        Assert.Equal(value, await Store.ReadAsync(Key.Value));
    }

    [Fact]
    public async Task Of_additions_to_one_document_none_is_lost_and_none_is_made_twice_though_requests_fail_and_answers_are_lost()
    {
        const int Writers = 4, Additions = 12;
        await Store.WriteAsync(Key.Value);
        (faults.Failing, faults.Losing) = (0.05, 0.05);
        var adding = Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var addition = 0; addition < Additions; addition++)
            {
                await AddAsync((byte)((writer * Additions) + addition));
            }
        }));
        await Task.WhenAll(adding);
        (faults.Failing, faults.Losing) = (0, 0);
        Assert.Equal(Enumerable.Range(0, Writers * Additions).Select(i => (byte)i), (await Store.ReadAsync(Key.Value))!.Order());
    }

    [Fact]
    public async Task Values_written_and_read_while_requests_fail_are_whole()
    {
        (faults.Failing, faults.Losing) = (0.05, 0.05);
        await Parallel.ForAsync(0, 60, TestContext.Current.CancellationToken, async (i, token) =>
        {
            var value = SampleBytes.Make(SampleKind.NoisyPixels, 1000 + i);
            await Store.SetAsync(new StoreKey($"c/{i}"), value, token);
            Assert.Equal(value, await Store.ReadAsync($"c/{i}"));
        });
        Assert.Equal(60, (await Store.KeysAsync("c")).Length);
        await Store.DeletePrefixAsync(new StorePrefix("c"), TestContext.Current.CancellationToken);
        Assert.Empty(await Store.KeysAsync());
    }

    [Fact]
    public async Task What_fails_for_good_is_reported_with_bucket_and_key()
    {
        faults.Failing = 1;
        var impatient = new S3Store(client!, bucket.Name, new S3Options { Retries = 1 });
        var error = await Assert.ThrowsAsync<S3StoreException>(async () => await impatient.SetAsync(Key, new byte[1], TestContext.Current.CancellationToken));
        Assert.True(error.Problem is S3Problem.ServerError or S3Problem.Unreachable);
        Assert.Equal((bucket.Name, Key.Value, 2), (error.Bucket, error.Key, faults.Requests));
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_after_the_time_limit()
    {
        using var slow = await server.ClientAsync(_ => new SlowHandler());
        var impatient = new S3Store(slow, bucket.Name, new S3Options { Retries = 1, TimeLimit = TimeSpan.FromMilliseconds(200) });
        var error = await Assert.ThrowsAsync<S3StoreException>(async () => await impatient.GetAsync(Key, TestContext.Current.CancellationToken));
        Assert.Equal(S3Problem.Timeout, error.Problem);
    }

    [Fact]
    public async Task A_server_that_ignores_conditions_is_noticed_before_anything_is_written()
    {
        faults.Answers = request => request.Headers.Contains("If-None-Match") || request.Headers.Contains("If-Match") ? new HttpResponseMessage(HttpStatusCode.OK) { Headers = { { "ETag", "\"1\"" } } } : null;
        var error = await Assert.ThrowsAsync<S3StoreException>(async () => await Store.TryCreateAsync(Key, new byte[1], TestContext.Current.CancellationToken));
        Assert.Equal(S3Problem.ConditionsIgnored, error.Problem);
        Assert.Empty(await Store.KeysAsync());
    }

    [Fact]
    public async Task Conditions_are_probed_once_and_leave_nothing_behind()
    {
        Assert.True(await Store.TryCreateAsync(Key, new byte[1], TestContext.Current.CancellationToken));
        var before = faults.Requests;
        Assert.True(await Store.TryCreateAsync(new StoreKey("b"), new byte[1], TestContext.Current.CancellationToken));
        Assert.Equal(1, faults.Requests - before);
        Assert.Equal(["a/zarr.json", "b"], await Store.KeysAsync());
    }

    [Fact]
    public async Task A_server_without_deletion_of_many_keys_gets_one_request_for_each()
    {
        await Store.TouchAsync("a/1", "a/2", "b");
        faults.Answers = request => request.Method == HttpMethod.Post ? new HttpResponseMessage(HttpStatusCode.NotImplemented) { Content = new StringContent(string.Empty) } : null;
        await Store.DeletePrefixAsync(new StorePrefix("a"), TestContext.Current.CancellationToken);
        Assert.Equal(["b"], await Store.KeysAsync());
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "ExpiredToken", S3Problem.ExpiredCredentials)]
    [InlineData(HttpStatusCode.Forbidden, "RequestTimeTooSkewed", S3Problem.ClockSkew)]
    [InlineData(HttpStatusCode.Forbidden, "AccessDenied", S3Problem.Forbidden)]
    [InlineData(HttpStatusCode.MovedPermanently, "PermanentRedirect", S3Problem.WrongRegion)]
    [InlineData(HttpStatusCode.NotFound, "NoSuchBucket", S3Problem.NoSuchBucket)]
    [InlineData(HttpStatusCode.BadRequest, "InvalidRequest", S3Problem.Refused)]
    public async Task Errors_say_what_to_do_and_no_secret(HttpStatusCode status, string code, S3Problem problem)
    {
        faults.Answers = _ => new HttpResponseMessage(status) { Content = new StringContent($"<Error><Code>{code}</Code><Message>words</Message></Error>", null, "application/xml") };
        var error = await Assert.ThrowsAsync<S3StoreException>(async () => await Store.GetAsync(Key, TestContext.Current.CancellationToken));
        Assert.Equal((problem, (int)status, code), (error.Problem, error.Status, error.Code));
        Assert.StartsWith($"s3://{bucket.Name}/{Key}: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(CephServer.SecretKey, error.ToString(), StringComparison.Ordinal);
    }

    private static bool IsPutOfKey(HttpRequestMessage request) => request.Method == HttpMethod.Put && request.RequestUri!.AbsolutePath.EndsWith(Key.Value, StringComparison.Ordinal);

    private async Task AddAsync(byte addition)
    {
        for (var isAdded = false; !isAdded;)
        {
            var (bytes, version) = (await Store.GetVersionedRangeAsync(Key, ByteRange.FromOffset(0)))!.Value;
            using (bytes)
            {
                // A replacement that was answered with "no" may have been there for a moment.
                isAdded = bytes.Memory.Span.Contains(addition) || await Store.TryReplaceAsync(Key, (byte[])[.. bytes.Memory.Span, addition], version!);
            }
        }
    }

    private async Task<string> VersionAsync()
    {
        var (bytes, version) = (await Store.GetVersionedRangeAsync(Key, ByteRange.FromOffset(0)))!.Value;
        bytes.Dispose();
        return version!;
    }

    private sealed class SlowHandler : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return new HttpResponseMessage();
        }
    }
}
