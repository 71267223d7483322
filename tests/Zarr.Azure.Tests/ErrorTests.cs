using System.Net;
using System.Net.Sockets;
using TestKit;
using Xunit;
using Zarr.Stores;

namespace Zarr.Azure.Tests;

public sealed class ErrorTests
{
    private const string Token = "?sv=2025-01-05&sr=c&sp=rl&st=2019-12-01T00%3A00%3A00Z&se=2020-01-01T00%3A00%3A00Z&sig=SECRET%3D";

    [Theory]
    [InlineData(404, "ContainerNotFound", "the container does not exist. Check its name, or create it: az storage container create --name images")]
    [InlineData(409, "ContainerBeingDeleted", "the container is being deleted")]
    [InlineData(403, "AuthenticationFailed", "the key or SAS token is wrong")]
    [InlineData(401, "NoAuthenticationInformation", "no anonymous access. Sign in with `az login`")]
    [InlineData(409, "PublicAccessNotPermitted", "no anonymous access")]
    [InlineData(404, "ResourceNotFound", "no anonymous access")]
    [InlineData(403, "AuthorizationPermissionMismatch", "Writing needs the role Storage Blob Data Contributor")]
    [InlineData(403, "AuthorizationFailure", "access is denied (AuthorizationFailure)")]
    [InlineData(409, "BlobArchived", "archive tier")]
    [InlineData(503, "ServerBusy", "too busy or has a fault (503 ServerBusy), also after repeated attempts")]
    [InlineData(400, "InvalidHeaderValue", "the service answers 400 InvalidHeaderValue: Text of InvalidHeaderValue.")]
    public async Task A_refusal_says_what_failed_where_and_what_to_do(int status, string code, string reason)
    {
        var store = new Answers(_ => Answers.Refusal((HttpStatusCode)status, code)).Store();
        foreach (var act in Acts(store))
        {
            var error = await Assert.ThrowsAsync<AzureStoreException>(act);
            Assert.StartsWith("cannot ", error.Message, StringComparison.Ordinal);
            Assert.Contains("in the container images of lab.blob.core.windows.net: ", error.Message, StringComparison.Ordinal);
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
            Assert.Equal((status, code, "images"), (error.Status, error.Code, error.Container));
        }
    }

    [Fact]
    public async Task An_expired_token_is_named_and_not_shown()
    {
        var store = new Answers(_ => Answers.Refusal(HttpStatusCode.Forbidden, "AuthenticationFailed")).Store(Token);
        foreach (var act in Acts(store))
        {
            var error = await Assert.ThrowsAsync<AzureStoreException>(act);
            Assert.Contains("the SAS token has expired at 2020-01-01 00:00:00Z", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("SECRET", error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_token_that_is_not_valid_yet_is_named()
    {
        var store = new Answers(_ => Answers.Refusal(HttpStatusCode.Forbidden, "AuthenticationFailed")).Store("?st=2999-01-01&se=2999-01-02&sig=x");
        Assert.Contains("valid from 2999-01-01", (await Assert.ThrowsAsync<AzureStoreException>(() => store.ReadAsync("a"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_clock_is_named()
    {
        var there = DateTimeOffset.UtcNow.AddHours(3);
        var store = new Answers(_ => Answers.Refusal(HttpStatusCode.Forbidden, "AuthenticationFailed", there)).Store();
        Assert.Contains("the clock of this computer is wrong, so the credentials are refused: it shows ", (await Assert.ThrowsAsync<AzureStoreException>(() => store.ReadAsync("a"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_named_after_some_attempts()
    {
        var answers = new Answers(_ => throw new HttpRequestException("No such host is known.", new SocketException((int)SocketError.HostNotFound)));
        var store = answers.Store(Token);
        var error = await Assert.ThrowsAsync<AzureStoreException>(() => store.ReadAsync("a"));
        Assert.Contains("the service cannot be reached: No such host is known.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, answers.Requests);
    }

    [Fact]
    public async Task A_service_that_does_not_answer_in_time_is_no_cancellation()
    {
        var store = new Answers(_ => throw new TaskCanceledException("too slow")).Store();
        Assert.Contains("did not answer in time", (await Assert.ThrowsAsync<AzureStoreException>(() => store.ReadAsync("a"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_the_range_that_was_asked_for_is_refused()
    {
        var store = new Answers(_ => Content(new byte[100])).Store();
        Assert.Contains("asked for the bytes from 7", (await Assert.ThrowsAsync<AzureStoreException>(() => store.ReadAsync("a", ByteRange.FromOffset(7, 10)))).Message, StringComparison.Ordinal);
        Assert.Contains("has 100 bytes, and 10 is the most", (await Assert.ThrowsAsync<AzureStoreException>(() => store.ReadAsync("a", ByteRange.FromOffset(0, 10)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_a_length_is_refused()
    {
        var store = new Answers(_ =>
        {
            var answer = Content([]);
            answer.Content.Headers.ContentLength = null;
            return answer;
        }).Store();
        Assert.Contains("the answer does not say how long it is", (await Assert.ThrowsAsync<AzureStoreException>(() => store.ReadAsync("a"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_longer_than_memory_is_refused_before_it_is_read()
    {
        var store = new Answers(_ =>
        {
            var answer = Content([]);
            answer.Content.Headers.ContentLength = 5L << 30;
            return answer;
        }).Store();
        Assert.Contains("the answer has 5368709120 bytes", (await Assert.ThrowsAsync<AzureStoreException>(() => store.ReadAsync("a"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_is_replaced_again_and_again_ends_with_an_error()
    {
        var store = new Answers(request => request.Method == HttpMethod.Head ? Content(new byte[100]) : Answers.Refusal(HttpStatusCode.PreconditionFailed, "ConditionNotMet")).Store();
        Assert.Contains("replaced again and again", (await Assert.ThrowsAsync<AzureStoreException>(() => store.ReadAsync("a", ByteRange.Suffix(7)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_allows_creating_only_replaces_nothing()
    {
        var store = new Answers(request => request.Method == HttpMethod.Head ? Content(new byte[1]) : Answers.Refusal(HttpStatusCode.Forbidden, "UnauthorizedBlobOverwrite")).Store();
        Assert.False(await store.TryCreateAsync(new StoreKey("a"), new byte[1], TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<AzureStoreException>(() => store.WriteAsync("a", 1));
    }

    [Fact]
    public async Task No_more_requests_are_under_way_than_the_options_allow()
    {
        var (running, most) = (0, 0);
        var store = new Answers(_ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            Thread.Sleep(2);
            Interlocked.Decrement(ref running);
            return Answers.Refusal(HttpStatusCode.NotFound, "BlobNotFound");
        }).Store(options: new AzureBlobOptions { MaxConcurrency = 2 });
        await Parallel.ForAsync(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, token) => Assert.Null(await store.GetAsync(new StoreKey($"a/{i}"), token)));
        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        AzureBlobOptions[] wrong = [new() { BlockBytes = 0 }, new() { MaxConcurrency = 0 }, new() { RangeGap = -1 }];
        Assert.All(wrong, options => Assert.Throws<ArgumentOutOfRangeException>(() => new Answers(_ => throw new InvalidOperationException()).Store(options: options)));
    }

    private static HttpResponseMessage Content(byte[] bytes)
    {
        var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(bytes) };
        answer.Headers.ETag = new("\"1\"");
        answer.Content.Headers.ContentLength = bytes.Length; // otherwise the client of Azure does not see it
        answer.Content.Headers.LastModified = DateTimeOffset.UtcNow;
        answer.Content.Headers.ContentType = new("application/octet-stream");
        return answer;
    }

    private static Func<Task>[] Acts(AzureBlobStore store) =>
    [
        () => store.ReadAsync("a/b"),
        () => store.ReadAsync("a/b", ByteRange.Suffix(1)),
        async () => await store.GetLengthAsync(new StoreKey("a/b")),
        () => store.WriteAsync("a/b", 1),
        async () => await store.TryCreateAsync(new StoreKey("a/b"), new byte[1]),
        async () => await store.TryReplaceAsync(new StoreKey("a/b"), new byte[1], "0x1"),
        async () => await store.DeleteAsync(new StoreKey("a/b")),
        async () => await store.DeletePrefixAsync(new StorePrefix("a")),
        () => store.KeysAsync("a"),
        async () => await store.ListChildrenAsync(new StorePrefix("a")),
    ];
}
