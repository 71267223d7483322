using System.Net;
using System.Net.Http.Headers;
using Xunit;

namespace OmeZarr.Viewer.Tests;

/// <summary>Stored values over HTTP.</summary>
public sealed class RawValuesTests
{
    private const string Key = "0/c/0/0/0/0";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_value_is_served_whole()
    {
        await using var served = await Served.CellsAsync(new ViewerOptions { ServesPage = false });
        var stored = await File.ReadAllBytesAsync(served.Folder![$"data.zarr/{Key}"], Cancel);
        Assert.EndsWith("/data/", served.Server.Address.AbsolutePath, StringComparison.Ordinal);
        using var answer = await served.SendAsync(Key);
        Assert.Equal(stored, await answer.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal((stored.Length, "bytes"), (answer.Content.Headers.ContentLength, answer.Headers.AcceptRanges.Single()));
        using var head = await served.SendAsync(Key, method: HttpMethod.Head);
        Assert.Equal((HttpStatusCode.OK, stored.Length), (head.StatusCode, head.Content.Headers.ContentLength));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancel));
        foreach (var other in new[] { "../", "../api/root", "none", "0/c/0" })
        {
            using var missing = await served.SendAsync(other);
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        }
    }

    [Theory]
    [InlineData(0, 9, 0, 10)]
    [InlineData(5, 5, 5, 1)]
    [InlineData(5, null, 5, -1)]
    [InlineData(null, 16, -16, 16)]
    [InlineData(null, 1_000_000, 0, -1)]
    [InlineData(0, 1_000_000, 0, -1)]
    public async Task A_range_is_served(int? from, int? to, int start, int length)
    {
        await using var served = await Served.CellsAsync();
        var stored = await File.ReadAllBytesAsync(served.Folder!["data.zarr/zarr.json"], Cancel);
        using var answer = await served.SendAsync("data/zarr.json", request => request.Headers.Range = new RangeHeaderValue(from, to));
        var first = start < 0 ? stored.Length + start : start;
        var expected = stored[first..(length < 0 ? stored.Length : first + length)];
        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal(expected, await answer.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal($"bytes {first}-{first + expected.Length - 1}/{stored.Length}", answer.Content.Headers.ContentRange?.ToString());
    }

    [Theory]
    [InlineData("bytes=1000000-", "HTTP/1.1 416")]
    [InlineData("bytes=-0", "HTTP/1.1 416")]
    [InlineData("bytes=9-1", "HTTP/1.1 200")]
    [InlineData("bytes=a-b", "HTTP/1.1 200")]
    [InlineData("bytes=0-1,4-5", "HTTP/1.1 200")]
    [InlineData("lines=0-1", "HTTP/1.1 200")]
    [InlineData("bytes=99999999999999999999-", "HTTP/1.1 200")]
    public async Task Other_ranges_are_refused_or_the_whole_value(string range, string expected)
    {
        await using var served = await Served.CellsAsync();
        var answer = await served.RawAsync($"GET /{served.Token}/data/zarr.json HTTP/1.1\r\nHost: {served.Server.Address.Authority}\r\nRange: {range}\r\nConnection: close\r\n\r\n");
        Assert.StartsWith(expected, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_begin_with_a_dot_are_served()
    {
        await using var served = await Served.WriteAsync(async path =>
        {
            Directory.CreateDirectory(path);
            await File.WriteAllTextAsync(Path.Join(path, ".zgroup"), """{"zarr_format": 2}""", Cancel);
            await File.WriteAllTextAsync(Path.Join(path, ".zattrs"), "{}", Cancel);
        });
        using var answer = await served.SendAsync("data/.zgroup");
        Assert.Equal("""{"zarr_format": 2}""", await answer.Content.ReadAsStringAsync(Cancel));
        using var attributes = await served.SendAsync("data/.zattrs");
        Assert.Equal("application/json", attributes.Content.Headers.ContentType?.ToString());
    }
}
