using System.Net;
using Microsoft.AspNetCore.Http;
using Stores.Integration.Http.Server;
using TestKit;
using Xunit;
using Zarr.Stores;

namespace Stores.Integration.Http;

/// <summary>Servers that fail or lie: the right bytes, or a typed error.</summary>
public sealed class HttpFaultTests(WebServer server) : IDisposable
{
    private static readonly ByteRange Middle = ByteRange.FromOffset(1000, 2000);
    private static readonly byte[] Value = SampleBytes();

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(408)]
    public async Task What_passes_is_tried_again(int status)
    {
        var (store, served) = await OpenAsync((context, number) => Answer(context, number < 2, status));
        Assert.Equal(Value[1000..3000], await store.ReadAsync("a/b", Middle));
        Assert.Equal(3, served.Log.Count);
    }

    [Fact]
    public async Task What_does_not_pass_is_an_error_that_says_so()
    {
        var (store, served) = await OpenAsync((context, _) => Answer(context, true, 503), new() { Retries = 1 });
        var error = await Assert.ThrowsAsync<HttpStoreException>(() => store.ReadAsync("a/b", Middle));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, error.StatusCode);
        Assert.EndsWith("/a/b: the server answered 503 (Service Unavailable) (2 attempts)", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, served.Log.Count);
    }

    [Fact]
    public async Task A_server_that_asks_for_patience_gets_it_within_limits()
    {
        var (store, served) = await OpenAsync((context, number) => Wait(context, number, "1"));
        var start = TimeProvider.System.GetTimestamp();
        Assert.Equal(Value, await store.ReadAsync("a/b"));
        Assert.True(TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(0.95));
        (store, served) = await OpenAsync((context, number) => Wait(context, number, "3600"));
        var error = await Assert.ThrowsAsync<HttpStoreException>(() => store.ReadAsync("a/b"));
        Assert.Contains("asks to wait for 3600 s", error.Message, StringComparison.Ordinal);
        Assert.Single(served.Log);

        static Task<bool> Wait(HttpContext context, int number, string seconds)
        {
            context.Response.Headers.RetryAfter = seconds;
            return Answer(context, number == 0, 429);
        }
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(402)]
    [InlineData(406)]
    [InlineData(501)]
    [InlineData(204)]
    [InlineData(304)]
    [InlineData(299)]
    public async Task Other_statuses_are_errors_at_once(int status)
    {
        var (store, served) = await OpenAsync((context, _) => Answer(context, true, status));
        var error = await Assert.ThrowsAsync<HttpStoreException>(() => store.ReadAsync("a/b", Middle));
        Assert.Equal(status, (int)error.StatusCode!);
        Assert.Single(served.Log);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("part then reset")]
    [InlineData("short")]
    [InlineData("short and chunked")]
    [InlineData("silent")]
    [InlineData("trickle")]
    public async Task Broken_answers_are_asked_for_again_and_are_errors_if_they_stay(string fault)
    {
        var options = new HttpStoreOptions { Timeout = TimeSpan.FromSeconds(0.5), Retries = 1 };
        var (store, _) = await OpenAsync((context, number) => BreakAsync(context, fault, number % 2 == 0), options);
        Assert.Equal(Value[1000..3000], await store.ReadAsync("a/b", Middle));
        Assert.Equal(Value, await store.ReadAsync("a/b"));
        Assert.Equal(Value[^100..], await store.ReadAsync("a/b", ByteRange.Suffix(100)));
        (store, _) = await OpenAsync((context, _) => BreakAsync(context, fault, true), options);
        await Assert.ThrowsAsync<HttpStoreException>(() => store.ReadAsync("a/b", Middle));
        await Assert.ThrowsAsync<HttpStoreException>(() => store.ReadAsync("a/b"));
        await Assert.ThrowsAsync<HttpStoreException>(() => store.ReadAsync("a/b", ByteRange.Suffix(100)));
    }

    [Theory]
    [InlineData("bytes 1001-3000/10000", 2000)]
    [InlineData("bytes 1000-2999/2000", 2000)]
    [InlineData("bytes 1000-2998/10000", 1999)]
    [InlineData("bytes 1000-3000/10000", 2001)]
    [InlineData("bytes 1000-2999/10000", 1000)]
    [InlineData("bytes 1000-2999/10000", 2001)]
    [InlineData("bytes 0-1999/10000", 2000)]
    [InlineData("bytes 1000-1999/*", 1000)]
    [InlineData("bytes */10000", 2000)]
    [InlineData("lines 1000-2999/10000", 2000)]
    [InlineData("bytes 2999-1000/10000", 2000)]
    [InlineData("nonsense", 2000)]
    [InlineData(null, 2000)]
    public async Task Answers_of_another_range_are_refused(string? range, int length)
    {
        foreach (var isChunked in new[] { true, false })
        {
            var (store, _) = await OpenAsync((context, _) => RangeAsync(context, range, length, isChunked), new() { Retries = 0 });
            var error = await Assert.ThrowsAsync<HttpStoreException>(() => store.ReadAsync("a/b", Middle));
            Assert.DoesNotContain("nonsense", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_range_of_a_value_of_unknown_length_is_read()
    {
        var (store, _) = await OpenAsync((context, _) => RangeAsync(context, "bytes 1000-2999/*", 2000, isChunked: true));
        Assert.Equal(new byte[2000], await store.ReadAsync("a/b", Middle));
    }

    [Fact]
    public async Task Several_ranges_in_one_answer_are_refused()
    {
        var (store, _) = await OpenAsync(async (context, _) =>
        {
            context.Response.StatusCode = 206;
            context.Response.ContentType = "multipart/byteranges; boundary=x";
            await context.Response.WriteAsync("--x\r\nContent-Range: bytes 1000-2999/10000\r\n\r\n");
            return true;
        });
        var error = await Assert.ThrowsAsync<HttpStoreException>(() => store.ReadAsync("a/b", Middle));
        Assert.Contains("does not say which", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_nobody_asked_for_is_refused()
    {
        var (store, _) = await OpenAsync((context, _) => RangeAsync(context, "bytes 0-99/10000", 100, isChunked: false));
        await Assert.ThrowsAsync<HttpStoreException>(() => store.ReadAsync("a/b"));
    }

    [Fact]
    public async Task Compressed_ranges_are_refused_and_compressed_values_are_read()
    {
        await WriteAsync();
        var store = new HttpStore((await server.ServeAsync(folder.Path, new() { Compresses = true })).Address);
        var error = await Assert.ThrowsAsync<HttpStoreException>(() => store.ReadAsync("a/b", ByteRange.FromOffset(10, 20)));
        Assert.Contains("a range of compressed bytes", error.Message, StringComparison.Ordinal);
        Assert.Equal(Value[..20], await store.ReadAsync("a/b", ByteRange.FromOffset(0, 20)));
        Assert.Equal(Value, await store.ReadAsync("a/b"));
        Assert.Equal(Value.Length, await store.GetLengthAsync(new StoreKey("a/b")));
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("gzip")]
    public async Task What_cannot_be_decompressed_is_refused(string encoding)
    {
        var (store, _) = await OpenAsync(async (context, _) =>
        {
            context.Response.Headers.ContentEncoding = encoding;
            context.Response.ContentLength = 50;
            await context.Response.Body.WriteAsync(new byte[50]);
            return true;
        });
        await Assert.ThrowsAsync<HttpStoreException>(() => store.ReadAsync("a/b"));
    }

    [Fact]
    public async Task A_lie_about_the_length_takes_no_memory()
    {
        var (store, _) = await OpenAsync(
            async (context, _) =>
            {
                context.Response.ContentLength = 2_000_000_000;
                await context.Response.Body.WriteAsync(new byte[100]);
                await context.Response.Body.FlushAsync();
                context.Abort();
                return true;
            },
            new() { Retries = 0 });
        var before = GC.GetTotalAllocatedBytes();
        await Assert.ThrowsAsync<HttpStoreException>(() => store.ReadAsync("a/b"));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 100 << 20);
    }

    [Fact]
    public async Task What_is_longer_than_asked_for_is_cut()
    {
        var (store, _) = await OpenAsync(async (context, _) =>
        {
            var piece = new byte[64 << 10];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
            }

            return true;
        });
        Assert.Equal(new byte[3_000_000], await store.ReadAsync("a/b", ByteRange.FromOffset(0, 3_000_000)));
        Assert.Equal(new byte[100], await store.ReadAsync("a/b", ByteRange.FromOffset(5_000_000, 100)));
    }

    [Fact]
    public async Task A_reader_that_gives_up_is_let_go()
    {
        using var cancellation = new CancellationTokenSource();
        var (store, _) = await OpenAsync(async (context, _) =>
        {
            context.Response.ContentLength = Value.Length;
            await context.Response.Body.WriteAsync(Value.AsMemory(0, 10));
            await context.Response.Body.FlushAsync();
            await cancellation.CancelAsync();
            await Task.Delay(TimeSpan.FromMinutes(1), context.RequestAborted);
            return true;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.GetAsync(new StoreKey("a/b"), cancellation.Token));
    }

    [Fact]
    public async Task A_reader_gives_up_while_it_waits_for_another_attempt()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(0.5));
        var (store, _) = await OpenAsync((context, _) =>
        {
            context.Response.Headers.RetryAfter = "50";
            return Answer(context, true, 503);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.GetAsync(new StoreKey("a/b"), cancellation.Token));
    }

    [Fact]
    public async Task A_folder_is_no_value_where_the_server_adds_a_slash()
    {
        var (store, _) = await OpenAsync((context, _) =>
        {
            context.Response.Headers.Location = $"{context.Request.Path}/";
            return Answer(context, true, 301);
        });
        Assert.Null(await store.ReadAsync("a"));
        Assert.Null(await store.GetLengthAsync(new StoreKey("a")));
    }

    [Fact]
    public async Task Faults_of_all_kinds_at_random_give_the_right_bytes_or_an_error()
    {
        string[] faults = ["reset", "part then reset", "short", "short and chunked", "range", "status", "gzip", "none", "none"];
        var random = new Random(7);
        var (store, _) = await OpenAsync((context, _) => RandomAsync(context, faults[random.Next(faults.Length)]), new() { Retries = 2, Timeout = TimeSpan.FromSeconds(5) });
        var (right, wrong) = (0, 0);
        for (var round = 0; round < 60; round++)
        {
            var range = (round % 3) switch { 0 => ByteRange.Suffix(random.Next(1, 12_000)), 1 => ByteRange.FromOffset(random.Next(12_000)), _ => ByteRange.FromOffset(random.Next(11_000), random.Next(1, 5000)) };
            var (offset, length) = range.Resolve(Value.Length);
            try
            {
                Assert.Equal(Value[(int)offset..(int)(offset + length)], await store.ReadAsync("a/b", range));
                right++;
            }
            catch (HttpStoreException)
            {
                wrong++;
            }
        }

        Assert.True(right > 5 && wrong > 0, $"{right} right, {wrong} errors");

        async Task<bool> RandomAsync(HttpContext context, string fault) => fault switch
        {
            "none" => false,
            "range" => await RangeAsync(context, "bytes 5-1004/10000", 1000, isChunked: false),
            "status" => await Answer(context, true, 502),
            "gzip" => Compress(context),
            _ => await BreakAsync(context, fault, true),
        };

        static bool Compress(HttpContext context)
        {
            context.Response.Headers.ContentEncoding = "gzip";
            return false;
        }
    }

    private static byte[] SampleBytes()
    {
        var bytes = new byte[10_000];
        new Random(3).NextBytes(bytes);
        return bytes;
    }

    private static async Task<bool> Answer(HttpContext context, bool isNow, int status)
    {
        context.Response.StatusCode = isNow ? status : 200;
        return isNow;
    }

    private static async Task<bool> RangeAsync(HttpContext context, string? range, int length, bool isChunked)
    {
        context.Response.StatusCode = 206;
        context.Response.ContentLength = isChunked ? null : length;
        context.Response.Headers.ContentRange = range;
        await context.Response.Body.WriteAsync(new byte[length]);
        return true;
    }

    private static async Task<bool> BreakAsync(HttpContext context, string fault, bool isNow)
    {
        if (!isNow)
        {
            return false;
        }

        var isRange = context.Request.Headers.Range.ToString() == "bytes=1000-2999";
        var content = isRange ? Value[1000..3000] : Value;
        context.Response.StatusCode = isRange ? 206 : 200;
        context.Response.Headers.ContentRange = isRange ? "bytes 1000-2999/10000" : default;
        context.Response.ContentLength = fault == "short and chunked" ? null : content.Length;
        switch (fault)
        {
            case "silent":
                await Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted);
                break;
            case "trickle":
                foreach (var one in content)
                {
                    await context.Response.Body.WriteAsync(new[] { one }, context.RequestAborted);
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                    await Task.Delay(20, context.RequestAborted);
                }

                break;
            case not "reset":
                await context.Response.Body.WriteAsync(content.AsMemory(0, 500));
                await context.Response.Body.FlushAsync();
                break;
        }

        context.Abort();
        return true;
    }

    private async Task WriteAsync() => await new FileSystemStore(folder.Path).WriteAsync("a/b", Value);

    private async Task<(HttpStore Store, ServedFolder Served)> OpenAsync(Func<HttpContext, int, Task<bool>> fault, HttpStoreOptions? options = null)
    {
        await WriteAsync();
        var served = await server.ServeAsync(folder.Path, new ServingRules { Fault = fault });
        return (new HttpStore(served.Address, options), served);
    }
}
