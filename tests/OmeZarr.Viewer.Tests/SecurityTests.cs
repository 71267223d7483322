using System.Net;
using System.Net.NetworkInformation;
using System.Text.RegularExpressions;
using Xunit;

namespace OmeZarr.Viewer.Tests;

/// <summary>Who gets answers, and what is never answered.</summary>
public sealed class SecurityTests
{
    private const string Foreign = "https://example.org";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_server_listens_on_the_loopback_alone()
    {
        await using var served = await Served.CellsAsync();
        Assert.Equal("127.0.0.1", served.Server.Address.Host);
        var listening = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(end => end.Port == served.Server.Address.Port);
        Assert.All(listening, end => Assert.Equal(IPAddress.Loopback, end.Address));
    }

    [Fact]
    public async Task Every_server_has_a_long_token_of_its_own()
    {
        await using var first = await Served.CellsAsync();
        await using var second = await Served.CellsAsync();
        Assert.Matches("^[0-9a-f]{48}$", first.Token);
        Assert.NotEqual(first.Token, second.Token);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("/api/root")]
    [InlineData("/data/zarr.json")]
    [InlineData("//api/root")]
    [InlineData("/x/api/root")]
    [InlineData("/0000000000000000000000000000000000000000000000000/api/root")]
    public async Task Without_the_token_there_is_no_answer(string path)
    {
        await using var served = await Served.CellsAsync();
        foreach (var prefix in new[] { string.Empty, "/" + new string('0', 48), "/" + served.Token[..47], "/" + served.Token.ToUpperInvariant() + "A" })
        {
            var answer = await served.RawGetAsync(prefix + path is { Length: > 0 } target ? target : "/");
            Assert.StartsWith("HTTP/1.1 404", answer, StringComparison.Ordinal);
            Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
            Assert.DoesNotContain(served.Token, answer, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("evil.example.org")]
    [InlineData("127.0.0.1.evil.example.org")]
    [InlineData("127.0.0.2")]
    [InlineData("0.0.0.0")]
    [InlineData("127.0.0.1@evil.example.org")]
    public async Task A_request_for_another_host_has_no_answer(string host)
    {
        await using var served = await Served.CellsAsync();
        foreach (var name in new[] { host, $"{host}:{served.Server.Address.Port}" })
        {
            Assert.Matches("^HTTP/1.1 4(00|21) ", await served.RawGetAsync($"/{served.Token}/api/root", name));
        }
    }

    [Fact]
    public async Task Another_port_in_the_name_of_the_host_is_another_host()
    {
        await using var served = await Served.CellsAsync();
        Assert.StartsWith("HTTP/1.1 421", await served.RawGetAsync($"/{served.Token}/api/root", "127.0.0.1:1"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 421", await served.RawGetAsync($"/{served.Token}/api/root", "127.0.0.1"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", await served.RawGetAsync($"/{served.Token}/api/root", $"localhost:{served.Server.Address.Port}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api/root", Foreign)]
    [InlineData("", Foreign)]
    [InlineData("api/tile?level=0&x=0&y=0", "null")]
    [InlineData("data/zarr.json", Foreign)]
    [InlineData("data/zarr.json", "null")]
    public async Task A_page_of_another_origin_has_no_answer(string path, string origin)
    {
        await using var served = await Served.CellsAsync();
        using var answer = await served.SendAsync(path, request => request.Headers.Add("Origin", origin));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        using var own = await served.SendAsync(path, request => request.Headers.Add("Origin", $"http://{served.Server.Address.Authority}"));
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    [Fact]
    public async Task A_second_origin_does_not_hide_the_first()
    {
        await using var served = await Served.CellsAsync();
        foreach (var target in new[] { "api/root", "data/zarr.json" })
        {
            var answer = await served.RawAsync($"GET /{served.Token}/{target} HTTP/1.1\r\nHost: {served.Server.Address.Authority}\r\nOrigin: {Foreign}\r\nOrigin: http://{served.Server.Address.Authority}\r\nConnection: close\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 403", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Raw_values_may_be_read_by_the_origins_that_are_named()
    {
        await using var served = await Served.CellsAsync(new ViewerOptions { AllowedOrigins = [Foreign] });
        using var answer = await served.SendAsync("data/zarr.json", request => request.Headers.Add("Origin", Foreign));
        Assert.Equal((HttpStatusCode.OK, Foreign), (answer.StatusCode, answer.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        using var asked = await served.SendAsync("data/zarr.json", request => request.Headers.Add("Origin", Foreign), HttpMethod.Options);
        Assert.Equal((HttpStatusCode.NoContent, "Range"), (asked.StatusCode, asked.Headers.GetValues("Access-Control-Allow-Headers").Single()));
        using var api = await served.SendAsync("api/root", request => request.Headers.Add("Origin", Foreign));
        Assert.Equal(HttpStatusCode.Forbidden, api.StatusCode);
        using var other = await served.SendAsync("data/zarr.json", request => request.Headers.Add("Origin", "https://example.com"));
        Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("example.org")]
    [InlineData("https://example.org/page")]
    [InlineData("file:///x")]
    public async Task What_is_no_origin_is_refused(string origin) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Served.CellsAsync(new ViewerOptions { AllowedOrigins = [origin] }));

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    public async Task Only_reading_is_possible(string method)
    {
        await using var served = await Served.CellsAsync();
        var before = served.Folder!.Files();
        foreach (var path in new[] { "", "api/root", "data/zarr.json", "data/new" })
        {
            using var answer = await served.SendAsync(path, method: new HttpMethod(method));
            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        }

        Assert.Equal(before, served.Folder.Files());
    }

    [Fact]
    public async Task Every_answer_tells_the_browser_to_be_careful()
    {
        await using var served = await Served.CellsAsync();
        foreach (var path in new[] { "", "api/root", "api/none", "data/zarr.json", "data/none" })
        {
            using var answer = await served.SendAsync(path);
            Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
            Assert.Equal(["no-referrer"], answer.Headers.GetValues("Referrer-Policy"));
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    [Theory]
    [InlineData("../secret.txt")]
    [InlineData("..%2fsecret.txt")]
    [InlineData("%2e%2e/secret.txt")]
    [InlineData("%2e%2e%2fsecret.txt")]
    [InlineData("..%5csecret.txt")]
    [InlineData("..\\secret.txt")]
    [InlineData("%252e%252e%252fsecret.txt")]
    [InlineData("0/../../secret.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("%2fetc%2fpasswd")]
    [InlineData("//etc/passwd")]
    [InlineData("./zarr.json%00")]
    [InlineData("0//zarr.json")]
    [InlineData("C:%5cWindows%5cwin.ini")]
    [InlineData("link.txt")]
    [InlineData("folder/secret.txt")]
    [InlineData("0/c")]
    [InlineData("")]
    public async Task Nothing_outside_the_store_is_served(string key)
    {
        await using var served = await Served.WriteAsync(async path =>
        {
            await Served.WriteCellsAsync(path);
            var above = Path.GetDirectoryName(path)!;
            await File.WriteAllTextAsync(Path.Join(above, "secret.txt"), "secret", Cancel);
            if (!OperatingSystem.IsWindows())
            {
                File.CreateSymbolicLink(Path.Join(path, "link.txt"), Path.Join(above, "secret.txt"));
                Directory.CreateSymbolicLink(Path.Join(path, "folder"), above);
            }
        });
        var answer = await served.RawGetAsync($"/{served.Token}/data/{key}");
        Assert.Matches("^HTTP/1.1 4(00|04) ", answer);
        Assert.DoesNotContain("secret", Body(answer), StringComparison.Ordinal);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../other.zarr")]
    [InlineData("%2e%2e/other.zarr")]
    [InlineData("/other.zarr")]
    [InlineData("other")]
    [InlineData("a/../b")]
    public async Task Nothing_outside_the_store_is_shown(string path)
    {
        await using var served = await Served.WriteAsync(async store =>
        {
            await Served.WriteCellsAsync(store);
            var other = Path.Join(Path.GetDirectoryName(store)!, "other.zarr");
            await Served.WriteCellsAsync(other);
            if (!OperatingSystem.IsWindows())
            {
                Directory.CreateSymbolicLink(Path.Join(store, "other"), other);
            }
        });
        foreach (var api in new[] { "node", "image", "metadata", "thumbnail", "findings", "links", "tile" })
        {
            using var answer = await served.SendAsync($"api/{api}?path={path}&level=0&x=0&y=0");
            Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.BadRequest, HttpStatusCode.NotFound, HttpStatusCode.BadGateway });
            Assert.StartsWith("{\"error\":", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_chunk_that_is_a_link_to_the_outside_is_not_shown()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "symbolic links need rights on Windows");
        await using var served = await Served.WriteAsync(async path =>
        {
            await Served.WriteCellsAsync(path);
            foreach (var (index, chunk) in Served.Chunks(path).Index())
            {
                var outside = Path.Join(Path.GetDirectoryName(path)!, $"outside{index}");
                File.Move(chunk, outside);
                File.CreateSymbolicLink(chunk, outside);
            }
        });
        var answer = await served.JsonAsync("api/tile?level=7&x=0&y=0", HttpStatusCode.BadGateway);
        Assert.Contains("leads out of the folder", (string)answer["error"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_within_the_store_is_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "symbolic links need rights on Windows");
        await using var served = await Served.WriteAsync(async path =>
        {
            await Served.WriteCellsAsync(path);
            File.CreateSymbolicLink(Path.Join(path, "again.json"), "zarr.json");
        });
        using var answer = await served.SendAsync("data/again.json");
        Assert.Equal(await File.ReadAllBytesAsync(served.Folder!["data.zarr/zarr.json"], Cancel), await answer.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task Long_and_many_parameters_are_refused()
    {
        await using var served = await Served.CellsAsync();
        Assert.Contains("too long", (string)(await served.JsonAsync($"api/node?path={new string('a', 3000)}", HttpStatusCode.BadRequest))["error"]!, StringComparison.Ordinal);
        Assert.Contains("more than", (string)(await served.JsonAsync($"api/tile?level=0&x=0&y=0{string.Concat(Enumerable.Repeat("&c=0", 300))}", HttpStatusCode.BadRequest))["error"]!, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 414", await served.RawGetAsync($"/{served.Token}/api/node?path={new string('a', 20_000)}"), StringComparison.Ordinal);
        Assert.Matches("^HTTP/1.1 4(13|05) ", await served.RawAsync($"POST /{served.Token}/api/root HTTP/1.1\r\nHost: {served.Server.Address.Authority}\r\nContent-Length: 1000000\r\nConnection: close\r\n\r\n"));
    }

    private static string Body(string answer) => Regex.Split(answer, "\r\n\r\n", RegexOptions.None, TimeSpan.FromSeconds(10))[^1];
}
