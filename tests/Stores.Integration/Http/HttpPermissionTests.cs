using System.Net;
using Stores.Integration.Http.Server;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace Stores.Integration.Http;

/// <summary>Credentials, signed addresses, redirects, and what 403 means.</summary>
public sealed class HttpPermissionTests(WebServer server) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_query_is_part_of_every_request_and_of_no_message()
    {
        var served = await ServeAsync(new());
        var address = new UriBuilder(served.Address) { Query = "?sv=1&sig=s%2Bcret%3D", UserName = "ann", Password = "pass%20word" }.Uri;
        var store = new HttpStore(address);
        Assert.Equal([1, 2, 3], await store.ReadAsync("a/b"));
        Assert.Equal([3], await store.ReadAsync("a/b", ByteRange.Suffix(1)));
        Assert.Equal(3, await store.GetLengthAsync(new StoreKey("a/b")));
        Assert.All(served.Log, request => Assert.Equal("?sv=1&sig=s%2Bcret%3D", request.Query));
        Assert.Equal(served.Address.AbsoluteUri, store.ToString());
        StoreLocation location = address.AbsoluteUri;
        Assert.Equal(served.Address.AbsoluteUri, location.ToString());
        Assert.Equal($"{served.Address.AbsoluteUri}/a", location.Below("a").ToString());
        var (opened, path) = location.Below("a").Open();
        Assert.Equal([1, 2, 3], await opened.ReadAsync(path.Key("b").Value));
    }

    [Fact]
    public async Task Errors_show_neither_user_nor_query()
    {
        var served = await ServeAsync(new() { Fault = async (context, _) => (context.Response.StatusCode = 401) > 0 });
        var location = StoreLocation.Parse(new UriBuilder(served.Address) { Query = "?sig=secret", UserName = "ann", Password = "secret" }.Uri.AbsoluteUri);
        var error = await Assert.ThrowsAsync<HttpStoreException>(() => ZarrGroup.OpenAsync(location));
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("ann", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("needs permission", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_are_sent_to_their_server_only()
    {
        var seen = new List<string>();
        await using var other = new WebServer();
        await ServeAsync(new());
        var target = await other.ServeAsync(folder.Path, new() { Fault = (context, _) => Task.FromResult(Note($"other {context.Request.Headers.Authorization}{context.Request.Headers["X-Key"]}")) });
        var served = await ServeAsync(new()
        {
            Fault = async (context, _) =>
            {
                Note($"first {context.Request.Headers.Authorization} {context.Request.Headers["X-Key"]}");
                context.Response.StatusCode = 307;
                context.Response.Headers.Location = $"{target.Address}/a/b?token=7";
                return true;
            },
        });
        var store = new HttpStore(new UriBuilder(served.Address) { UserName = "ann", Password = "pw" }.Uri, new() { Headers = new Dictionary<string, string> { ["X-Key"] = "k" } });
        Assert.Equal([2, 3], await store.ReadAsync("a/b", ByteRange.FromOffset(1, 2)));
        Assert.Equal(["first Basic YW5uOnB3 k", "other "], seen);
        Assert.Equal(("bytes=1-2", "?token=7"), (target.Log[0].Range, target.Log[0].Query));

        bool Note(string text)
        {
            seen.Add(text);
            return false;
        }
    }

    [Theory]
    [InlineData("loop")]
    [InlineData("ftp://example.org/a")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://user:secret@127.0.0.1:1/a")]
    [InlineData(null)]
    public async Task Redirects_that_lead_nowhere_are_errors(string? location)
    {
        var served = await ServeAsync(new()
        {
            Fault = async (context, number) =>
            {
                context.Response.StatusCode = 302;
                context.Response.Headers.Location = location == "loop" ? $"{context.Request.Path}?{number}" : location;
                return true;
            },
        });
        var error = await Assert.ThrowsAsync<HttpStoreException>(() => new HttpStore(served.Address).ReadAsync("a/b"));
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.InRange(served.Log.Count, 1, 9);
    }

    [Fact]
    public async Task A_redirect_from_https_to_http_is_refused()
    {
        using var handler = new FixedAnswer(() => new HttpResponseMessage(HttpStatusCode.MovedPermanently) { Headers = { Location = new Uri("http://example.org/a?sig=secret") } });
        var store = new HttpStore(new Uri("https://example.org/"), new() { Handler = handler });
        var error = await Assert.ThrowsAsync<HttpStoreException>(() => store.ReadAsync("a"));
        Assert.Contains("redirected to http://example.org/a, which is not followed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_whose_end_cannot_be_seen_is_refused()
    {
        using var handler = new FixedAnswer(() => new HttpResponseMessage(HttpStatusCode.OK) { Version = HttpVersion.Version10, Content = new StreamContent(new EndlessStream()) });
        var store = new HttpStore(new Uri("http://example.org/"), new() { Handler = handler });
        var error = await Assert.ThrowsAsync<HttpStoreException>(() => store.ReadAsync("a"));
        Assert.Contains("it has no length", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forbidden_is_absent_where_the_server_forbids_what_is_missing()
    {
        var store = new HttpStore((await ServeAsync(new() { Missing = 403 })).Address);
        Assert.Null(await store.ReadAsync("zarr.json"));
        Assert.Contains("403", store.ToString(), StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], await store.ReadAsync("a/b"));
        Assert.Null(await store.ReadAsync("a/c"));
        Assert.DoesNotContain("403", store.ToString(), StringComparison.Ordinal);
        var strict = new HttpStore((await ServeAsync(new() { Missing = 403 })).Address, new() { ForbiddenMeansAbsent = false });
        await Assert.ThrowsAsync<HttpStoreException>(() => strict.ReadAsync("a/c"));
    }

    [Fact]
    public async Task Forbidden_is_an_error_where_the_server_knows_what_is_missing()
    {
        var served = await ServeAsync(new() { Fault = async (context, _) => context.Request.Path.Value!.EndsWith("/b", StringComparison.Ordinal) && (context.Response.StatusCode = 403) > 0 });
        var error = await Assert.ThrowsAsync<HttpStoreException>(() => new HttpStore(served.Address).ReadAsync("a/b"));
        Assert.Equal(HttpStatusCode.Forbidden, error.StatusCode);
    }

    [Fact]
    public async Task Forbidden_is_an_error_once_the_permission_has_expired()
    {
        var hasExpired = false;
        var served = await ServeAsync(new() { Missing = 403, Fault = async (context, _) => hasExpired && (context.Response.StatusCode = 403) > 0 });
        var store = new HttpStore(served.Address);
        Assert.Equal([1, 2, 3], await store.ReadAsync("a/b"));
        Assert.Null(await store.ReadAsync("a/c"));
        hasExpired = true;
        foreach (var key in new[] { "a/c", "a/b" })
        {
            var error = await Assert.ThrowsAsync<HttpStoreException>(() => store.ReadAsync(key));
            Assert.Contains("the permission has expired", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("\"abc\"", null, "\"abc\"")]
    [InlineData("W/\"abc\"", null, null)]
    [InlineData("W/\"abc\"", 3600, "date")]
    [InlineData(null, 3600, "date")]
    [InlineData(null, 59, null)]
    [InlineData(null, null, null)]
    public async Task Versions_are_strong_tags_or_dates_that_are_old_enough(string? tag, int? age, string? expected)
    {
        var now = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        using var handler = new FixedAnswer(() =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent([1, 2]) };
            response.Headers.Date = now;
            response.Content.Headers.LastModified = now - (age is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
            response.Headers.TryAddWithoutValidation("ETag", tag is null ? [] : [tag]);
            return response;
        });
        var store = new HttpStore(new Uri("http://example.org/"), new() { Handler = handler });
        var answer = await store.GetVersionedRangeAsync(new StoreKey("a"), ByteRange.FromOffset(0));
        Assert.Equal(expected is null, answer!.Value.Version is null);
        Assert.True(expected is null or "date" || expected == answer.Value.Version);
        answer.Value.Bytes.Dispose();
    }

    private async Task<ServedFolder> ServeAsync(ServingRules rules)
    {
        await new FileSystemStore(folder.Path).WriteAsync("a/b", 1, 2, 3);
        return await server.ServeAsync(folder.Path, rules);
    }

    private sealed class FixedAnswer(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer());
    }

    private sealed class EndlessStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => count;

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
